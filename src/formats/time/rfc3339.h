// Time stamps as k6 writes them: RFC 3339 with a zone and up to nine digits of a second.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

namespace loadtriage::formats {

// In nanoseconds.
inline constexpr std::int64_t kSecond = 1'000'000'000;
inline constexpr std::int64_t kDay = 86'400 * kSecond;

// Nanoseconds since the Unix epoch of a whole text such as "2026-01-01T10:00:00.123+02:00";
// nothing for anything else. A space or `t` in place of `T` is taken; leap seconds count as
// the second after. Digits beyond nanoseconds are left out.
std::optional<std::int64_t> parse_rfc3339_ns(std::string_view text);

// Whether the calendar has the day, and nanoseconds in 64 bits can hold it with room to spare:
// 1970 to 2200, so that the span between any two of them fits as well.
bool is_date(int year, int month, int day);

// Days from the Unix epoch to a day of the Gregorian calendar.
std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day);

// Reads stamps that come in order: mostly the one before once more, and nearly always of
// the same minute. Much faster than parse_rfc3339_ns, with the same result. For one thread.
class StampReader {
 public:
  std::optional<std::int64_t> read(std::string_view text);

 private:
  static constexpr std::size_t kMinute = 17;  // "2026-01-01T10:00:"
  char minute_[kMinute] = {};
  char zone_[6] = {};
  std::size_t zone_size_ = 0;
  std::int64_t minute_ns_ = 0;  // start of that minute in that zone
  char last_[40] = {};
  std::size_t last_size_ = 0;
  std::int64_t last_ns_ = 0;
};

}  // namespace loadtriage::formats
