#include "formats/log_times.h"

#include <algorithm>
#include <cmath>

namespace loadtriage::formats {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kQuarter = 900 * kSecond;

std::int64_t round_to(std::int64_t value, std::int64_t unit) {
  return static_cast<std::int64_t>(std::llround(static_cast<double>(value) / static_cast<double>(unit))) *
         unit;
}

}  // namespace

// A stamp without zone differs from one with by whole quarters of an hour; one without a
// day by days as well.
std::int64_t LogTimes::brought_near(const Stamp& stamp) const {
  const std::int64_t apart = *zoned_ns_ - stamp.ns;
  return stamp.ns + (stamp.dated ? round_to(apart, kQuarter)
                                 : round_to(apart, kDay) + round_to(apart - round_to(apart, kDay), kQuarter));
}

LogTimes::Settled LogTimes::settle(const std::optional<Stamp>& stamp, const std::optional<double>& uptime_s) {
  Settled settled;
  if (stamp && stamp->zone_stated && stamp->dated) {
    settled.time_ns = zoned_ns_ = stamp->ns;
    settled.zone_stated = true;
  } else if (stamp) {
    settled.time_ns = zoned_ns_ ? brought_near(*stamp) : stamp->ns;
    settled.zone_stated = zoned_ns_.has_value();
  } else if (uptime_s && absolute_) {
    // The line came after the last dated one, so the start was not before this.
    if (last_.time_ns) {
      const std::int64_t start = *last_.time_ns - static_cast<std::int64_t>(*uptime_s * 1e9);
      booted_ns_ = booted_ns_ ? std::max(*booted_ns_, start) : start;
      settled = last_;
      settled.time_ns = *booted_ns_ + static_cast<std::int64_t>(*uptime_s * 1e9);
    }
    return settled;
  } else if (uptime_s) {
    settled.since_start_s = uptime_s;
    return settled;
  } else {
    return carry_ ? last_ : settled;
  }
  last_ = settled;
  return settled;
}

}  // namespace loadtriage::formats
