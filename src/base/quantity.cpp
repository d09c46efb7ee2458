#include "base/quantity.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace loadtriage {
namespace {

constexpr const char* kUnknown = "unknown";

// Beyond this a double no longer tells neighbouring integers apart, and writing out
// all digits would claim that it does.
constexpr double kLargestPlain = 1e15;

// "12.50" -> "12.5", "12.00" -> "12", "-0" -> "0".
std::string without_trailing_zeros(std::string text) {
  if (text.find('.') != std::string::npos) {
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.') text.pop_back();
  }
  if (text == "-0") return "0";
  return text;
}

std::string with_thousands(std::string text) {
  const std::size_t start = text.starts_with('-') ? 1 : 0;
  const std::size_t end = std::min(text.find('.'), text.size());
  for (std::size_t at = end; at > start + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

std::string with_decimals(double value, int decimals) {
  if (std::isnan(value)) return kUnknown;
  if (std::isinf(value)) return value > 0 ? "infinite" : "-infinite";
  if (std::abs(value) >= kLargestPlain) return fmt::format("{:.3g}", value);
  return with_thousands(without_trailing_zeros(fmt::format("{:.{}f}", value, std::clamp(decimals, 0, 17))));
}

// How many digits stand before the point: 171 -> 3, 0.05 -> -1.
int magnitude(double value) {
  if (value == 0 || !std::isfinite(value)) return 1;
  return static_cast<int>(std::floor(std::log10(std::abs(value)))) + 1;
}

// Three digits for what is at least one, two for what is less.
std::string compact(double value) { return format_number(value, std::abs(value) < 1 ? 2 : 3); }

double rounded(double value, int digits) {
  const double scale = std::pow(10.0, digits - magnitude(value));
  return std::round(value * scale) / scale;
}

// "1 min 5 s": two neighbouring units, the second left out when it is zero.
std::string two_units(double large, const char* large_unit, double small, const char* small_unit) {
  std::string text = fmt::format("{} {}", with_decimals(large, 0), large_unit);
  if (small > 0) text += fmt::format(" {} {}", with_decimals(small, 0), small_unit);
  return text;
}

std::string format_long_time(double seconds) {
  const double whole = std::round(seconds);
  if (whole < 3600) return two_units(std::floor(whole / 60), "min", std::fmod(whole, 60), "s");
  const double minutes = std::round(seconds / 60);
  return two_units(std::floor(minutes / 60), "h", std::fmod(minutes, 60), "min");
}

}  // namespace

std::string format_count(double value) { return with_decimals(value, 2); }

std::string format_number(double value, int digits) {
  if (!std::isfinite(value) || value == 0) return with_decimals(value, 0);
  // Rounding first: 99.96 at 3 digits is 100, which has one digit more before the point.
  const double near = std::abs(value) < kLargestPlain ? rounded(value, std::max(digits, 1)) : value;
  return with_decimals(std::abs(value) >= std::pow(10.0, digits) ? value : near, digits - magnitude(near));
}

std::string format_share(double share) {
  if (!std::isfinite(share)) return with_decimals(share, 0);
  const double percent = share * 100;
  if (percent > 0 && percent < 0.01) return "<0.01 %";
  if (percent > 99.99 && percent < 100) return ">99.99 %";
  // The second decimal only where the first would read as nothing or as all.
  const bool near_an_end = (percent > 0 && percent < 0.1) || (percent > 99.9 && percent < 100);
  return with_decimals(percent, near_an_end ? 2 : 1) + " %";
}

std::string format_ms(double ms) {
  if (!std::isfinite(ms)) return with_decimals(ms, 0);
  if (ms < 0) return "-" + format_ms(-ms);
  if (rounded(ms, 3) < 1000) return compact(ms) + " ms";
  if (rounded(ms, 3) < 60000) return compact(ms / 1000) + " s";
  return format_long_time(ms / 1000);
}

std::string format_seconds(double seconds) { return format_ms(seconds * 1000); }

std::string format_bytes(double bytes) {
  if (!std::isfinite(bytes)) return with_decimals(bytes, 0);
  constexpr std::array<const char*, 6> kUnits = {" B", " kB", " MB", " GB", " TB", " PB"};
  std::size_t unit = 0;
  for (; unit + 1 < kUnits.size() && std::abs(rounded(bytes, 3)) >= 1000; ++unit) bytes /= 1000;
  return compact(bytes) + kUnits[unit];
}

std::string format_rate(double per_second) {
  if (std::isnan(per_second)) return kUnknown;
  return compact(per_second) + "/s";
}

std::optional<double> parse_number(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto [stop, fault] = std::from_chars(text.data(), end, value);
  if (fault != std::errc() || stop != end || !std::isfinite(value)) return std::nullopt;
  return value;
}

}  // namespace loadtriage
