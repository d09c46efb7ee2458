// From the stamps of a log's lines to times that can be compared within that log.
#pragma once
#include <cstdint>
#include <optional>

#include "formats/log_line.h"

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

 private:
  std::int64_t brought_near(const Stamp& stamp) const;

  bool absolute_, carry_;
  std::optional<std::int64_t> zoned_ns_;   // the last that was stated with day and zone
  std::optional<std::int64_t> booted_ns_;  // when uptimes count from, as far as it is known
  Settled last_;
};

}  // namespace loadtriage::formats
