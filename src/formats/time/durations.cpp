#include "formats/time/durations.h"

#include <array>
#include <charconv>

#include "base/text.h"

namespace loadtriage::formats {
namespace {

struct Unit {
  std::string_view name;
  double ms;
};
constexpr std::array<Unit, 22> kUnits = {{{"ms", 1},
                                          {"msec", 1},
                                          {"msecs", 1},
                                          {"millis", 1},
                                          {"milliseconds", 1},
                                          {"millisecond", 1},
                                          {"s", 1000},
                                          {"sec", 1000},
                                          {"secs", 1000},
                                          {"seconds", 1000},
                                          {"second", 1000},
                                          {"us", 0.001},
                                          {"\xc2\xb5s", 0.001},
                                          {"\xce\xbcs", 0.001},
                                          {"usec", 0.001},
                                          {"micros", 0.001},
                                          {"microseconds", 0.001},
                                          {"ns", 1e-6},
                                          {"nanos", 1e-6},
                                          {"nanoseconds", 1e-6},
                                          {"m", 60'000},
                                          {"h", 3'600'000}}};

std::optional<double> unit(std::string_view name) {
  for (const Unit& known : kUnits)
    if (known.name == name) return known.ms;
  return std::nullopt;
}

bool is_unit_char(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

}  // namespace

std::optional<double> decimal(std::string_view text) {
  double value = 0;
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

std::optional<double> duration_ms(std::string_view text) {
  text = trim(text);
  double sum = 0;
  bool any = false;
  while (!text.empty()) {
    double value = 0;
    const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    std::size_t end = 0;
    while (end < text.size() && is_unit_char(text[end])) ++end;
    const auto factor = unit(text.substr(0, end));
    if (!factor) return std::nullopt;
    text.remove_prefix(end);
    sum += value * *factor;
    any = true;
  }
  if (!any) return std::nullopt;
  return sum;
}

std::optional<double> unit_of_key(std::string_view key) {
  const std::size_t dot = key.rfind('.');
  if (dot != std::string_view::npos) key.remove_prefix(dot + 1);
  std::size_t begin = key.find_last_of("_- ");
  if (begin != std::string_view::npos) return unit(to_lower_ascii(key.substr(begin + 1)));
  // camelCase: the last capital begins the unit.
  begin = key.find_last_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ");
  if (begin == std::string_view::npos) return key.size() > 1 ? unit(key) : std::nullopt;
  if (begin > 0 && key.substr(begin) == "S" && key[begin - 1] == 'M') return 1.0;
  return unit(to_lower_ascii(key.substr(begin)));
}

}  // namespace loadtriage::formats
