#include "formats/logs/log_times.h"

#include <algorithm>
#include <cmath>

#include "base/saturate.h"
#include "formats/time/rfc3339.h"

namespace loadtriage::formats {
namespace {

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
    zone_guessed_ = false;
  } else if (stamp) {
    settled.time_ns = zoned_ns_ ? brought_near(*stamp) : stamp->ns;
    settled.zone_stated = zoned_ns_.has_value();
    if (zone_guessed_) rely(*stamp, *settled.time_ns);
  } else if (uptime_s && absolute_) {
    // The line came after the last dated one, so the start was not before this.
    if (last_.time_ns) {
      const std::int64_t start = saturated_difference(*last_.time_ns, saturated_cast(*uptime_s * 1e9));
      booted_ns_ = booted_ns_ ? std::max(*booted_ns_, start) : start;
      boot_used_ = true;
      settled = last_;
      settled.time_ns = saturated_sum(*booted_ns_, saturated_cast(*uptime_s * 1e9));
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

void LogTimes::begin_after(const LogTimes& guess) {
  zoned_ns_ = guess.zoned_ns_;
  booted_ns_ = guessed_boot_ns_ = guess.booted_ns_;
  zone_guessed_ = true;
  guessed_zone_ = guess.zoned_ns_.has_value();
}

void LogTimes::rely(const Stamp& stamp, std::int64_t time_ns) {
  Reliance& reliance = reliances_[stamp.dated ? 1 : 0];
  const std::int64_t shift = time_ns - stamp.ns;
  reliance.uneven = reliance.uneven || (reliance.least && shift != reliance.shift);
  reliance.shift = shift;
  reliance.least = std::min(reliance.least.value_or(stamp.ns), stamp.ns);
  reliance.most = std::max(reliance.most.value_or(stamp.ns), stamp.ns);
}

bool LogTimes::follows(const LogTimes& before) const {
  if (boot_used_ && guessed_boot_ns_ != before.booted_ns_) return false;
  for (const bool dated : {false, true}) {
    const Reliance& reliance = reliances_[dated ? 1 : 0];
    if (!reliance.least) continue;
    if (reliance.uneven || guessed_zone_ != before.zoned_ns_.has_value()) return false;
    // The shift does not grow with the stamp: what holds at both ends holds between them.
    for (const std::int64_t ns : {*reliance.least, *reliance.most}) {
      const std::int64_t then = before.zoned_ns_ ? before.brought_near({ns, 0, false, dated}) : ns;
      if (then - ns != reliance.shift) return false;
    }
  }
  return true;
}

void LogTimes::succeed(const LogTimes& before) {
  if (zone_guessed_) zoned_ns_ = before.zoned_ns_;
  if (!boot_used_) booted_ns_ = before.booted_ns_;
  zone_guessed_ = boot_used_ = false;
}

}  // namespace loadtriage::formats
