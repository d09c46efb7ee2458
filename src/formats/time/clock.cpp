#include "formats/time/clock.h"

namespace loadtriage::formats {
namespace {

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

}  // namespace

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

}  // namespace loadtriage::formats
