#include "formats/time/timestamps.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <functional>

#include "formats/time/rfc3339.h"

namespace loadtriage::formats {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kMinute = 60 * kSecond;
constexpr std::int64_t kHour = 60 * kMinute;
constexpr std::int64_t kDay = 24 * kHour;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

struct Zone {
  std::string_view name;
  int minutes;
};
// Abbreviations that mean one thing in the logs of servers.
constexpr std::array<Zone, 36> kZones = {
    {{"UTC", 0},    {"GMT", 0},    {"WET", 0},    {"WEST", 60},  {"BST", 60},   {"CET", 60},
     {"CEST", 120}, {"MEZ", 60},   {"MESZ", 120}, {"EET", 120},  {"EEST", 180}, {"SAST", 120},
     {"MSK", 180},  {"TRT", 180},  {"GST", 240},  {"PKT", 300},  {"IST", 330},  {"WIB", 420},
     {"HKT", 480},  {"SGT", 480},  {"AWST", 480}, {"JST", 540},  {"KST", 540},  {"AEST", 600},
     {"AEDT", 660}, {"NZST", 720}, {"NZDT", 780}, {"BRT", -180}, {"ART", -180}, {"EDT", -240},
     {"EST", -300}, {"CDT", -300}, {"CST", -360}, {"MDT", -360}, {"MST", -420}, {"PDT", -420}}};

constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                      "jul", "aug", "sep", "oct", "nov", "dec"};
constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

template <std::size_t N>
int index_of(const std::array<std::string_view, N>& names, std::string_view text) {
  if (text.size() < 3) return -1;
  const std::array<char, 3> three = {lower(text[0]), lower(text[1]), lower(text[2])};
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == std::string_view(three.data(), 3)) return static_cast<int>(i);
  return -1;
}

// Walks over the text; every take_* moves on only when it finds what it wants.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}

  std::size_t at() const { return at_; }
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  std::string_view rest() const { return text_.substr(at_); }
  void skip(std::size_t count) { at_ += count; }
  void back_to(std::size_t at) { at_ = at; }

  bool take(char c) {
    if (peek() != c || at_ >= text_.size()) return false;
    ++at_;
    return true;
  }
  bool take_any(std::string_view of) {
    if (at_ >= text_.size() || of.find(peek()) == std::string_view::npos) return false;
    ++at_;
    return true;
  }
  void take_spaces() {
    while (peek() == ' ') ++at_;
  }
  // A number of `least` to `most` digits, with no digit behind it; -1 otherwise.
  int take_number(int least, int most) {
    int digits = 0, value = 0;
    while (digits < most && is_digit(peek(static_cast<std::size_t>(digits)))) {
      value = value * 10 + (peek(static_cast<std::size_t>(digits)) - '0');
      ++digits;
    }
    if (digits < least || is_digit(peek(static_cast<std::size_t>(digits)))) return -1;
    at_ += static_cast<std::size_t>(digits);
    return value;
  }
  // The letters of a month's or weekday's name, in short or long.
  template <std::size_t N>
  int take_name(const std::array<std::string_view, N>& names) {
    const int index = index_of(names, rest());
    if (index < 0) return -1;
    std::size_t length = 3;
    while (length < 10 && is_letter(peek(length))) ++length;
    if (length > 3 && length < 10) {
      // "Market" is no March: only what goes on like the long name.
      constexpr std::string_view kLong =
          "january february march april may june july august september sept october november december "
          "monday tuesday wednesday thursday friday saturday sunday ";
      std::array<char, 12> word{};
      for (std::size_t i = 0; i < length; ++i) word[i] = lower(peek(i));
      word[length] = ' ';
      if (kLong.find(std::string_view(word.data(), length + 1)) == std::string_view::npos) return -1;
    }
    at_ += length;
    if (peek() == '.') ++at_;
    return index;
  }

 private:
  std::string_view text_;
  std::size_t at_ = 0;
};

struct Clock {
  std::int64_t ns = 0;
  bool twelve = false;
};

// What stands behind the seconds: `.123`, `,123`, or `:123` of three digits.
std::int64_t take_fraction(Cursor& cursor) {
  const char mark = cursor.peek();
  if ((mark != '.' && mark != ',' && mark != ':') || !is_digit(cursor.peek(1))) return 0;
  std::size_t digits = 0;
  std::int64_t value = 0, unit = kSecond;
  while (is_digit(cursor.peek(1 + digits))) {
    if (unit > 1) {
      value = value * 10 + (cursor.peek(1 + digits) - '0');
      unit /= 10;
    }
    ++digits;
  }
  if (mark == ':' && digits != 3) return 0;
  cursor.skip(1 + digits);
  return value * unit;
}

// "07:40:50.123", "7:40:50 AM"
std::optional<Clock> take_clock(Cursor& cursor) {
  const std::size_t begin = cursor.at();
  const int hour = cursor.take_number(1, 2);
  const bool good_hour = hour >= 0 && hour < 24 && cursor.take(':');
  const int minute = good_hour ? cursor.take_number(2, 2) : -1;
  const bool good_minute = minute >= 0 && minute < 60 && cursor.take(':');
  const int second = good_minute ? cursor.take_number(2, 2) : -1;
  if (second < 0 || second > 60) {
    cursor.back_to(begin);
    return std::nullopt;
  }
  Clock clock;
  clock.ns = hour * kHour + minute * kMinute + second * kSecond + take_fraction(cursor);
  std::size_t skip = cursor.peek() == ' ' ? 1 : 0;
  // en-US of newer ICU puts a narrow no-break space (E2 80 AF) before AM.
  if (cursor.rest().substr(0, 3) == "\xe2\x80\xaf") skip = 3;
  const char half = lower(cursor.peek(skip)), m = lower(cursor.peek(skip + 1));
  if ((half == 'a' || half == 'p') && m == 'm' && !is_letter(cursor.peek(skip + 2)) && hour >= 1 &&
      hour <= 12) {
    cursor.skip(skip + 2);
    clock.twelve = true;
    if (half == 'p' && hour != 12) clock.ns += 12 * kHour;
    if (half == 'a' && hour == 12) clock.ns -= 12 * kHour;
  }
  return clock;
}

// "Z", "+02:00", "+0100", " +01", " UTC", " CEST", " Europe/Zurich"; minutes east of
// UTC. Takes nothing when there is none; names of places are taken without an answer.
std::optional<int> take_zone(Cursor& cursor) {
  const std::size_t begin = cursor.at();
  if (cursor.peek() == 'Z' && !is_letter(cursor.peek(1))) {
    cursor.skip(1);
    return 0;
  }
  const bool spaced = cursor.take(' ');
  const char sign = cursor.peek();
  if ((sign == '+' || sign == '-') && is_digit(cursor.peek(1)) && is_digit(cursor.peek(2))) {
    const int hours = (cursor.peek(1) - '0') * 10 + (cursor.peek(2) - '0');
    std::size_t length = 3;
    int minutes = 0;
    const std::size_t colon = cursor.peek(3) == ':' ? 1 : 0;
    if (is_digit(cursor.peek(3 + colon)) && is_digit(cursor.peek(4 + colon))) {
      minutes = (cursor.peek(3 + colon) - '0') * 10 + (cursor.peek(4 + colon) - '0');
      length = 5 + colon;
    }
    if (hours <= 14 && minutes < 60 && !is_digit(cursor.peek(length))) {
      cursor.skip(length);
      return (sign == '-' ? -1 : 1) * (hours * 60 + minutes);
    }
  }
  std::size_t letters = 0;
  while (is_letter(cursor.peek(letters)) || cursor.peek(letters) == '/' || cursor.peek(letters) == '_')
    ++letters;
  const std::string_view name = cursor.rest().substr(0, letters);
  for (const Zone& zone : kZones)
    if (zone.name == name) {
      cursor.skip(letters);
      return zone.minutes;
    }
  if (name == "PST" || name == "Z") {
    cursor.skip(letters);
    return name == "Z" ? 0 : -480;
  }
  const std::size_t slash = name.find('/');
  if (spaced && slash != std::string_view::npos && slash >= 3 && slash + 3 < name.size() && name[0] <= 'Z') {
    cursor.skip(letters);
    return std::nullopt;
  }
  cursor.back_to(begin);
  return std::nullopt;
}

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
