// Every usual way to write a time, wherever a log puts it.
//
// With or without zone, date or year; 12 and 24 hours; epochs in s, ms, us and ns. A
// stamp without a year stands in 1970, one without a date on 1970-01-01, and both then
// count as if without zone: whoever aligns the clocks of a run finds the day.
// Day before month or month before day: a clock of 12 hours tells, else the numbers, else
// the day comes first.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace loadtriage::formats {

struct Stamp {
  std::int64_t ns = 0;       // since the Unix epoch; as if UTC where no zone is stated
  std::size_t length = 0;    // in the text, the zone included
  bool zone_stated = false;  // also true for epochs
  bool dated = false;        // false: the year or the day is not known
};

// Reads the stamp that the text begins with.
class TimestampReader {
 public:
  std::optional<Stamp> read(std::string_view text);

  // What follows is read from this line, which stays as it is until the next call: what was
  // read at the same place before, by another format, need not be read again.
  void begin_line(std::string_view line);

 private:
  std::optional<Stamp> parse(std::string_view text);
  // The last day that was read, as stamps come in order.
  std::int64_t day_of(int year, int month, int day);
  int year_ = -1, month_ = 0, day_ = 0;
  std::int64_t days_ = 0;

  struct Reading {
    std::string_view text;
    std::optional<Stamp> stamp;
  };
  std::string_view line_;
  std::array<Reading, 2> readings_;
  std::size_t next_ = 0;
};

// Seconds, milliseconds, microseconds or nanoseconds since 1970, told by their size.
// Nothing outside of 2001 to 2100.
std::optional<std::int64_t> epoch_ns(double number);
std::optional<Stamp> read_epoch(std::string_view text);

}  // namespace loadtriage::formats
