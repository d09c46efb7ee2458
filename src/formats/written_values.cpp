#include "formats/written_values.h"

#include <charconv>
#include <cmath>

#include "base/text.h"

namespace loadtriage::formats {
namespace {

struct DurationUnit {
  std::string_view name;
  double ms;
};
// The micro sign (U+00B5) is what Go prints; the Greek letter mu is what editors make of it,
// and `?s` what is left of either behind a pipe without UTF-8.
constexpr DurationUnit kDurationUnits[] = {
    {"ns", 1e-6},   {"us", 1e-3},    {"\xC2\xB5s", 1e-3}, {"\xCE\xBCs", 1e-3}, {"?s", 1e-3},
    {"ms", 1},      {"msec", 1},     {"millis", 1},       {"milliseconds", 1}, {"millisecond", 1},
    {"s", 1e3},     {"sec", 1e3},    {"secs", 1e3},       {"second", 1e3},     {"seconds", 1e3},
    {"m", 6e4},     {"min", 6e4},    {"mins", 6e4},       {"minute", 6e4},     {"minutes", 6e4},
    {"h", 36e5},    {"hr", 36e5},    {"hour", 36e5},      {"hours", 36e5},     {"d", 864e5},
    {"day", 864e5}, {"days", 864e5},
};

// The unit at the start of the text: all up to the next digit, sign or blank.
std::string_view take_unit(std::string_view& text) {
  const auto end = text.find_first_of("0123456789+-. \t,;()/");
  const auto unit = text.substr(0, end);
  text.remove_prefix(unit.size());
  return unit;
}

std::optional<double> ms_of(std::string_view unit) {
  const auto lower = to_lower_ascii(unit);
  for (const auto& known : kDurationUnits)
    if (lower == known.name) return known.ms;
  return std::nullopt;
}

std::string_view trim_left(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  return text;
}

}  // namespace

std::optional<double> take_number(std::string_view& text) {
  double value = 0;
  const char* last = text.data() + text.size();
  const char* first = text.data() + (text.starts_with('+') ? 1 : 0);
  const auto [end, fault] = std::from_chars(first, last, value);
  if (fault != std::errc() || !std::isfinite(value)) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return value;
}

std::optional<double> read_duration_ms(std::string_view text) {
  text = trim(text);
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  double total = 0;
  while (!text.empty()) {
    const auto number = take_number(text);
    if (!number) return std::nullopt;
    text = trim_left(text);
    const auto unit = ms_of(take_unit(text));
    if (!unit) return std::nullopt;
    total += *number * *unit;
    text = trim_left(text);
  }
  return negative ? -total : total;
}

std::optional<double> read_bytes(std::string_view text, Base base) {
  text = trim(text);
  const auto number = take_number(text);
  if (!number) return std::nullopt;
  auto unit = to_lower_ascii(trim(text));
  if (unit.empty()) return std::nullopt;
  if (unit == "b" || unit == "byte" || unit == "bytes") return *number;
  const auto power = std::string_view("kmgtp").find(unit.front());
  if (power == std::string_view::npos) return std::nullopt;
  const auto rest = std::string_view(unit).substr(1);
  const bool binary = rest.starts_with('i') || base == Base::binary;
  if (!rest.empty() && rest != "b" && rest != "i" && rest != "ib") return std::nullopt;
  return *number * std::pow(binary ? 1024.0 : 1000.0, static_cast<double>(power) + 1);
}

std::optional<double> read_percent(std::string_view text) {
  text = trim(text);
  const auto number = take_number(text);
  if (!number || trim(text) != "%") return std::nullopt;
  return *number / 100;
}

}  // namespace loadtriage::formats
