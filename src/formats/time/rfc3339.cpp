#include "formats/time/rfc3339.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/ascii.h"

namespace loadtriage::formats {
namespace {

constexpr std::array<std::int64_t, 10> kPowers = {1,       10,        100,        1000,        10'000,
                                                  100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};

// Two digits, or -1.
int two(const char* at) {
  return is_digit(at[0]) && is_digit(at[1]) ? (at[0] - '0') * 10 + (at[1] - '0') : -1;
}

// Seconds and what follows them up to the zone, taken off the text; -1 when it is no such thing.
std::int64_t take_seconds_ns(std::string_view& text) {
  if (text.size() < 2) return -1;
  const int seconds = two(text.data());
  if (seconds < 0 || seconds > 60) return -1;
  std::int64_t ns = seconds * kSecond;
  text.remove_prefix(2);
  if (text.empty() || (text.front() != '.' && text.front() != ',')) return ns;
  std::size_t digits = 0;
  std::int64_t fraction = 0;
  std::size_t i = 1;
  for (; i < text.size() && is_digit(text[i]); ++i) {
    if (digits == 9) continue;
    fraction = fraction * 10 + (text[i] - '0');
    ++digits;
  }
  if (digits == 0) return -1;
  text.remove_prefix(i);
  return ns + fraction * kPowers[9 - digits];
}

// "Z", "+02:00", "+0200", "+02"
std::optional<std::int64_t> zone_ns(std::string_view zone) {
  if (zone == "Z" || zone == "z") return 0;
  if (zone.size() < 3 || (zone[0] != '+' && zone[0] != '-')) return std::nullopt;
  const int hours = two(zone.data() + 1);
  int minutes = 0;
  if (zone.size() == 6 && zone[3] == ':')
    minutes = two(zone.data() + 4);
  else if (zone.size() == 5)
    minutes = two(zone.data() + 3);
  else if (zone.size() != 3)
    return std::nullopt;
  if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  const std::int64_t offset = (hours * 60 + minutes) * 60 * kSecond;
  return zone[0] == '-' ? -offset : offset;
}

// The start of the minute in "2026-01-01T10:00:", as if in UTC.
std::optional<std::int64_t> minute_ns(std::string_view text) {
  const char* at = text.data();
  const int century = two(at), years = two(at + 2), month = two(at + 5), day = two(at + 8);
  const int hour = two(at + 11), minute = two(at + 14);
  const bool separated = at[4] == '-' && at[7] == '-' && (at[10] == 'T' || at[10] == 't' || at[10] == ' ') &&
                         at[13] == ':' && at[16] == ':';
  if (!separated || century < 0 || years < 0) return std::nullopt;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
  const int year = century * 100 + years;
  if (!is_date(year, month, day)) return std::nullopt;
  const std::int64_t days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return ((days * 24 + hour) * 60 + minute) * 60 * kSecond;
}

}  // namespace

bool is_date(int year, int month, int day) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (year < 1970 || year > 2200 || month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return day <= kDays[static_cast<std::size_t>(month - 1)] + (leap && month == 2 ? 1 : 0);
}

// After Howard Hinnant's "chrono-compatible low-level date algorithms".
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2 ? 1 : 0;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto year_of_era = static_cast<unsigned>(year - era * 400);
  const unsigned day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

std::optional<std::int64_t> parse_rfc3339_ns(std::string_view text) { return StampReader().read(text); }

std::optional<std::int64_t> StampReader::read(std::string_view text) {
  if (text.size() < kMinute + 3) return std::nullopt;
  if (text.size() == last_size_ && std::memcmp(text.data(), last_, last_size_) == 0) return last_ns_;
  std::string_view rest = text.substr(kMinute);
  const std::int64_t seconds = take_seconds_ns(rest);
  if (seconds < 0) return std::nullopt;
  const bool known = zone_size_ != 0 && rest.size() == zone_size_ &&
                     std::memcmp(rest.data(), zone_, zone_size_) == 0 &&
                     std::memcmp(text.data(), minute_, kMinute) == 0;
  if (!known) {
    const auto minute = minute_ns(text);
    const auto zone = zone_ns(rest);
    if (!minute || !zone) return std::nullopt;
    minute_ns_ = *minute - *zone;
    std::memcpy(minute_, text.data(), kMinute);
    zone_size_ = rest.size();
    std::memcpy(zone_, rest.data(), zone_size_);
  }
  if (text.size() <= sizeof(last_)) {
    last_size_ = text.size();
    std::memcpy(last_, text.data(), last_size_);
    last_ns_ = minute_ns_ + seconds;
  }
  return minute_ns_ + seconds;
}

}  // namespace loadtriage::formats
