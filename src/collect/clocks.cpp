#include "collect/clocks.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdlib>

#include "base/saturate.h"

namespace loadtriage::collect {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kDay = 86'400 * kSecond;
constexpr std::int64_t kQuarter = 900 * kSecond;
constexpr int kFurthestQuarters = 14 * 4;  // zones reach from UTC-12 to UTC+14
constexpr std::int64_t kMargin = 2 * kSecond;

double events_inside(const model::InputLog& log, const Window& window, std::int64_t shift) {
  const std::int64_t end = window.end_ns().value_or(saturated_sum(*window.start_ns, 60 * kSecond));
  return log.all.between(saturated_difference(*window.start_ns, kMargin + shift),
                         saturated_sum(end, kMargin - shift));
}

// Smaller is liked better when as many events fall inside: whole hours, then near ones.
int oddity(int quarters) {
  return (quarters % 4 == 0 ? 0 : quarters % 2 == 0 ? 1000 : 2000) + std::abs(quarters);
}

struct Choice {
  std::int64_t shift = 0;
  double inside = 0;
};

Choice best_zone(const model::InputLog& log, const Window& window, std::int64_t base) {
  Choice best{base, events_inside(log, window, base)};
  if (best.inside > 0) return best;
  int best_oddity = 0;
  for (int quarters = -kFurthestQuarters; quarters <= kFurthestQuarters; ++quarters) {
    const std::int64_t shift = base + quarters * kQuarter;
    const double inside = events_inside(log, window, shift);
    if (inside > best.inside * 1.02 ||
        (inside > 0 && inside >= best.inside * 0.98 && oddity(quarters) < best_oddity)) {
      best = {shift, inside};
      best_oddity = oddity(quarters);
    }
  }
  return best;
}

std::string describe_shift(std::int64_t shift) {
  const double hours = static_cast<double>(shift) / 3.6e12;
  return fmt::format("{}{:g} h", hours < 0 ? "" : "+", hours);
}

// Days since the epoch of 1 January of the run's year, in nanoseconds.
std::int64_t year_of(std::int64_t time_ns) {
  const std::int64_t days = time_ns / kDay;
  std::int64_t year = 1970, begin = 0;
  for (;;) {
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    const std::int64_t next = begin + (leap ? 366 : 365);
    if (next > days) return begin * kDay;
    begin = next;
    ++year;
  }
}

}  // namespace

bool counts_from_elsewhere(const model::InputLog& log, const Window& window) {
  return log.relative && log.first_ns && window.duration_s &&
         static_cast<double>(*log.first_ns) / 1e9 > *window.duration_s;
}

model::ClockOffset align(const model::InputLog& log, const Window& window) {
  model::ClockOffset offset{log.input, 0, {}};
  if (!window.start_ns || !log.first_ns || log.zone == model::Zone::stated) return offset;
  if (counts_from_elsewhere(log, window)) {
    offset.reason =
        "its stamps count seconds from a start that no input tells (the machine's, most likely), so its "
        "lines have no place in the run's time";
    return offset;
  }
  if (log.relative) {
    offset.offset_s = static_cast<double>(*window.start_ns) / 1e9;
    offset.reason = "its stamps count seconds from the run's start";
    return offset;
  }
  std::int64_t base = 0;
  std::string missing;
  if (*log.last_ns < 2 * kDay) {
    base = *window.start_ns / kDay * kDay;
    missing = "stamps without a date moved to the run's day";
  } else if (*log.last_ns < 400 * kDay) {
    // 1970 is no leap year: stamps from March on are a day early in a leap year.
    base = year_of(*window.start_ns);
    missing = "stamps without a year moved to the run's year";
    if (events_inside(log, window, base) == 0 && events_inside(log, window, base + kDay) > 0) base += kDay;
  }
  const Choice choice = best_zone(log, window, base);
  if (choice.inside <= 0) {
    offset.offset_s = static_cast<double>(base) / 1e9;
    offset.reason = missing;
    return offset;
  }
  offset.offset_s = static_cast<double>(choice.shift) / 1e9;
  offset.reason = missing;
  if (choice.shift != base) {
    if (!offset.reason.empty()) offset.reason += "; ";
    offset.reason += fmt::format("stamps without a zone shifted by {}: only so do they overlap the run",
                                 describe_shift(choice.shift - base));
  }
  return offset;
}

}  // namespace loadtriage::collect
