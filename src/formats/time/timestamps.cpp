#include "formats/time/timestamps.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>

#include "base/ascii.h"
#include "formats/time/clock.h"
#include "formats/time/rfc3339.h"

namespace loadtriage::formats {
namespace {

struct Parts {
  int year = 1970, month = 1, day = 1;
  Clock clock;
  std::optional<int> zone;
  bool dated = true;
};

// "2026-11-23T07:40:50", "2026/11/23 07:40:50", "2026.11.23 ..."
std::optional<Parts> read_year_first(Cursor& cursor) {
  Parts parts;
  parts.year = cursor.take_number(4, 4);
  const char separator = cursor.peek();
  if (parts.year < 0 || !cursor.take_any("-/.")) return std::nullopt;
  parts.month = cursor.take_number(1, 2);
  if (!cursor.take(separator)) return std::nullopt;
  parts.day = cursor.take_number(1, 2);
  if (!cursor.take_any("Tt _,:")) return std::nullopt;
  cursor.take_spaces();
  const auto clock = take_clock(cursor);
  if (!clock || !is_date(parts.year, parts.month, parts.day)) return std::nullopt;
  parts.clock = *clock;
  parts.zone = take_zone(cursor);
  return parts;
}

// "20261123 07:40:50.123", "20261123T074050.123Z", "261123  7:40:50"
std::optional<Parts> read_compact(Cursor& cursor) {
  Parts parts;
  const std::size_t begin = cursor.at();
  int number = cursor.take_number(8, 8);
  if (number < 0) {
    cursor.back_to(begin);
    number = cursor.take_number(6, 6);
    if (number < 0) return std::nullopt;
    number += 20'000'000;
  }
  parts.year = number / 10000;
  parts.month = number / 100 % 100;
  parts.day = number % 100;
  if (!is_date(parts.year, parts.month, parts.day) || !cursor.take_any("T -")) return std::nullopt;
  cursor.take_spaces();
  if (const auto clock = take_clock(cursor)) {
    parts.clock = *clock;
  } else {
    const int digits = cursor.take_number(6, 6);
    if (digits < 0 || digits / 10000 > 23 || digits / 100 % 100 > 59 || digits % 100 > 60)
      return std::nullopt;
    parts.clock.ns = digits / 10000 * kHour + digits / 100 % 100 * kMinute + digits % 100 * kSecond;
    parts.clock.ns += take_fraction(cursor);
  }
  parts.zone = take_zone(cursor);
  return parts;
}

// "23/Nov/2026:07:40:50 +0000", "23-Nov-2026 07:40:50 UTC", "23 Nov 2026 07:40:50.123"
std::optional<Parts> read_day_name(Cursor& cursor) {
  Parts parts;
  parts.day = cursor.take_number(1, 2);
  const char separator = cursor.peek();
  if (parts.day < 0 || !cursor.take_any("/- .")) return std::nullopt;
  parts.month = cursor.take_name(kMonths) + 1;
  if (parts.month == 0 || !(cursor.take(separator) || cursor.take(' '))) return std::nullopt;
  parts.year = cursor.take_number(4, 4);
  cursor.take(',');
  if (!cursor.take_any(": T")) return std::nullopt;
  cursor.take_spaces();
  const auto clock = take_clock(cursor);
  if (!clock || !is_date(parts.year, parts.month, parts.day)) return std::nullopt;
  parts.clock = *clock;
  parts.zone = take_zone(cursor);
  return parts;
}

// "11/23/2026, 7:40:50 AM", "23/11/2026, 07:40:50", "23.11.2026 07:40:50"
std::optional<Parts> read_day_numbers(Cursor& cursor) {
  Parts parts;
  int first = cursor.take_number(1, 2);
  const char separator = cursor.peek();
  if (first < 0 || !cursor.take_any("/.-")) return std::nullopt;
  int second = cursor.take_number(1, 2);
  if (second < 0 || !cursor.take(separator)) return std::nullopt;
  const std::size_t begin = cursor.at();
  parts.year = cursor.take_number(4, 4);
  if (parts.year < 0) {
    cursor.back_to(begin);
    parts.year = cursor.take_number(2, 2);
    if (parts.year < 0) return std::nullopt;
    parts.year += 2000;
  }
  cursor.take(',');
  if (!cursor.take_any(" T:")) return std::nullopt;
  cursor.take_spaces();
  const auto clock = take_clock(cursor);
  if (!clock) return std::nullopt;
  const bool month_first = separator != '.' && (second > 12 || (first <= 12 && clock->twelve));
  if (month_first) std::swap(first, second);
  parts.day = first;
  parts.month = second;
  if (!is_date(parts.year, parts.month, parts.day)) return std::nullopt;
  parts.clock = *clock;
  parts.zone = take_zone(cursor);
  return parts;
}

// "Nov 23 07:40:50", "Nov 23, 2026 7:40:50 AM", "Mon Nov 23 07:40:50.123 2026",
// "Mon, 23 Nov 2026 07:40:50 GMT"
std::optional<Parts> read_named(Cursor& cursor) {
  const bool weekday = cursor.take_name(kWeekdays) >= 0;
  if (weekday) {
    cursor.take(',');
    if (!cursor.take(' ')) return std::nullopt;
    cursor.take_spaces();
    if (is_digit(cursor.peek())) return read_day_name(cursor);
  }
  Parts parts;
  parts.month = cursor.take_name(kMonths) + 1;
  if (parts.month == 0 || !cursor.take_any(" -")) return std::nullopt;
  cursor.take_spaces();
  parts.day = cursor.take_number(1, 2);
  if (parts.day < 1 || parts.day > 31) return std::nullopt;
  const bool comma = cursor.take(',');
  if (!cursor.take(' ')) return std::nullopt;
  cursor.take_spaces();
  std::size_t begin = cursor.at();
  bool has_year = false;
  if (const int year = cursor.take_number(4, 4); year >= 1970 && (cursor.take(' ') || cursor.take(','))) {
    parts.year = year;
    has_year = true;
    cursor.take_spaces();
  } else {
    cursor.back_to(begin);
  }
  if (comma && !has_year) return std::nullopt;
  const auto clock = take_clock(cursor);
  if (!clock) return std::nullopt;
  parts.clock = *clock;
  begin = cursor.at();
  parts.zone = take_zone(cursor);
  if (!has_year) {
    const std::size_t after = cursor.at();
    if (cursor.take(' ')) {
      const int year = cursor.take_number(4, 4);
      const char next = cursor.peek();
      if (year >= 1970 && year <= 2200 && !is_letter(next) && next != ':' && (weekday || next == '\0')) {
        parts.year = year;
        has_year = true;
      } else {
        cursor.back_to(after);
      }
    }
  }
  parts.dated = has_year;
  // Without a year it may be a leap year.
  if (!is_date(has_year ? parts.year : 2000, parts.month, parts.day)) return std::nullopt;
  return parts;
}

std::optional<Parts> read_clock_only(Cursor& cursor) {
  const auto clock = take_clock(cursor);
  if (!clock) return std::nullopt;
  Parts parts;
  parts.clock = *clock;
  parts.dated = false;
  return parts;
}

}  // namespace

std::optional<std::int64_t> epoch_ns(double number) {
  constexpr double kFirst = 978307200, kLast = 4102444800;
  for (const double unit : {1.0, 1e3, 1e6, 1e9}) {
    const double seconds = number / unit;
    if (seconds < kFirst || seconds >= kLast) continue;
    return static_cast<std::int64_t>(std::llround(seconds * 1e6)) * 1000;
  }
  return std::nullopt;
}

std::optional<Stamp> read_epoch(std::string_view text) {
  std::size_t whole = 0;
  std::uint64_t value = 0;  // 19 digits fit, and ten with nine zeros behind them
  while (whole < text.size() && whole < 20 && is_digit(text[whole])) {
    if (whole < 19) value = value * 10 + static_cast<std::uint64_t>(text[whole] - '0');
    ++whole;
  }
  std::int64_t unit = 0;
  if (whole == 10) unit = kSecond;
  if (whole == 13) unit = 1'000'000;
  if (whole == 16) unit = 1000;
  if (whole == 19) unit = 1;
  if (unit == 0) return std::nullopt;
  Stamp stamp;
  const std::uint64_t ns = value * static_cast<std::uint64_t>(unit);
  constexpr std::uint64_t kFirst = 978307200ULL * kSecond, kLast = 4102444800ULL * kSecond;
  if (ns < kFirst || ns >= kLast) return std::nullopt;
  stamp.ns = static_cast<std::int64_t>(ns);
  std::size_t length = whole;
  if (length + 1 < text.size() && text[length] == '.' && is_digit(text[length + 1])) {
    ++length;
    for (; length < text.size() && is_digit(text[length]); ++length) {
      unit /= 10;
      stamp.ns += unit * (text[length] - '0');
    }
  }
  if (length < text.size() && (is_letter(text[length]) || text[length] == '-' || text[length] == ':')) {
    if (text[length] != ':') return std::nullopt;
  }
  stamp.length = length;
  stamp.zone_stated = stamp.dated = true;
  return stamp;
}

std::int64_t TimestampReader::day_of(int year, int month, int day) {
  if (year != year_ || month != month_ || day != day_) {
    year_ = year;
    month_ = month;
    day_ = day;
    days_ = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  }
  return days_;
}

void TimestampReader::begin_line(std::string_view line) {
  line_ = line;
  readings_ = {};
}

std::optional<Stamp> TimestampReader::read(std::string_view text) {
  if (text.size() < 8) return std::nullopt;
  const std::less_equal<const char*> not_behind;
  if (!not_behind(line_.data(), text.data()) ||
      !not_behind(text.data() + text.size(), line_.data() + line_.size()))
    return parse(text);
  for (const Reading& reading : readings_)
    if (reading.text.data() == text.data() && reading.text.size() == text.size()) return reading.stamp;
  readings_[next_] = {text, parse(text)};
  const std::optional<Stamp>& stamp = readings_[next_].stamp;
  next_ ^= 1U;
  return stamp;
}

std::optional<Stamp> TimestampReader::parse(std::string_view text) {
  std::optional<Parts> parts;
  std::size_t length = 0;
  const auto attempt = [&](auto&& reader) {
    if (parts) return;
    Cursor cursor(text);
    parts = reader(cursor);
    length = cursor.at();
  };
  if (is_letter(text[0])) {
    if (index_of(kMonths, text) < 0 && index_of(kWeekdays, text) < 0) return std::nullopt;
    attempt(read_named);
  } else if (!is_digit(text[0])) {
    return std::nullopt;
  } else if (is_digit(text[1]) && is_digit(text[2]) && is_digit(text[3])) {
    if (!is_digit(text[4])) {
      attempt(read_year_first);
    } else {
      if (const auto epoch = read_epoch(text)) return epoch;
      attempt(read_compact);
    }
  } else if (text[1] == ':' || text[2] == ':') {
    attempt(read_clock_only);
  } else {
    attempt(read_day_name);
    attempt(read_day_numbers);
  }
  if (!parts) return std::nullopt;
  Stamp stamp;
  stamp.length = length;
  stamp.dated = parts->dated;
  stamp.zone_stated = parts->zone.has_value() && parts->dated;
  stamp.ns = day_of(parts->year, parts->month, parts->day) * kDay + parts->clock.ns;
  if (stamp.zone_stated) stamp.ns -= *parts->zone * kMinute;
  return stamp;
}

}  // namespace loadtriage::formats
