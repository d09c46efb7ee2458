// From the stamps of a log's lines to times that can be compared within that log.
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "formats/lines/log_line.h"

namespace loadtriage::formats {

// Sees the lines of one input in order.
class LogTimes {
 public:
  // `absolute`: some lines state a day. `carry`: most lines state a time, so those that
  // state none have that of the line before.
  LogTimes(bool absolute, bool carry) : absolute_(absolute), carry_(carry) {}

  struct Settled {
    std::optional<std::int64_t> time_ns;
    std::optional<double> since_start_s;
    bool zone_stated = false;
  };
  Settled settle(const std::optional<Stamp>& stamp, const std::optional<double>& uptime_s);

  // For a reader that begins in the middle with a line that states a time: supposes that
  // what it did not see ends as `guess` does.
  void begin_after(const LogTimes& guess);
  // Whether all times would be the same had it seen what `before` saw.
  bool follows(const LogTimes& before) const;
  // Goes on where both end. Only when it follows.
  void succeed(const LogTimes& before);

 private:
  // Stamps without a zone that were moved by what the guess said of the zone.
  struct Reliance {
    std::optional<std::int64_t> least, most;
    std::int64_t shift = 0;
    bool uneven = false;  // not all by the same
  };

  std::int64_t brought_near(const Stamp& stamp) const;
  void rely(const Stamp& stamp, std::int64_t time_ns);

  bool absolute_, carry_;
  std::optional<std::int64_t> zoned_ns_;   // the last that was stated with day and zone
  std::optional<std::int64_t> booted_ns_;  // when uptimes count from, as far as it is known
  Settled last_;

  bool zone_guessed_ = false;  // zoned_ns_ is the guess's
  bool guessed_zone_ = false;  // and it has one
  bool boot_used_ = false;
  std::optional<std::int64_t> guessed_boot_ns_;
  std::array<Reliance, 2> reliances_;  // on stamps without a day, and with
};

}  // namespace loadtriage::formats
