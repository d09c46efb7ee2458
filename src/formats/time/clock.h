// The parts that every time stamp is made of: a clock, a zone, names of months and days.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/ascii.h"
#include "formats/time/rfc3339.h"

namespace loadtriage::formats {

inline constexpr std::int64_t kMinute = 60 * kSecond;
inline constexpr std::int64_t kHour = 60 * kMinute;

inline constexpr std::array<std::string_view, 12> kMonths = {"jan", "feb", "mar", "apr", "may", "jun",
                                                             "jul", "aug", "sep", "oct", "nov", "dec"};
inline constexpr std::array<std::string_view, 7> kWeekdays = {"mon", "tue", "wed", "thu",
                                                              "fri", "sat", "sun"};

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

// ".123" and ",123" behind the seconds, or ":123" of three digits; in nanoseconds.
std::int64_t take_fraction(Cursor& cursor);

// "07:40:50.123", "7:40:50 AM"
std::optional<Clock> take_clock(Cursor& cursor);

// "Z", "+02:00", "+0100", " +01", " UTC", " CEST", " Europe/Zurich"; minutes east of
// UTC. Takes nothing when there is none; names of places are taken without an answer.
std::optional<int> take_zone(Cursor& cursor);

}  // namespace loadtriage::formats
