#include "collect/series/load_levels.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "collect/series/scalability_law.h"

namespace loadtriage::collect {
namespace {

using model::Scaling;
using model::Timeline;
using model::TimeSlice;

bool tells_load(const TimeSlice& slice) {
  return slice.vus && *slice.vus >= 1 && slice.requests > 0 && slice.p50_ms.has_value();
}

// Nothing where the slice does not tell. What is in flight is, by Little's law, throughput
// times the time that each request takes.
std::optional<double> load_of(const TimeSlice& slice, double width_s, Scaling::Load kind) {
  if (slice.requests <= 0 || !slice.p50_ms) return std::nullopt;
  const double load = kind == Scaling::Load::vus
                          ? slice.vus.value_or(0)
                          : (slice.requests - slice.failed) / width_s * *slice.p50_ms / 1000;
  if (!(load >= 1) || !std::isfinite(load)) return std::nullopt;  // the law begins with one
  return load;
}

void fill_peak(Timeline& timeline) {
  for (const TimeSlice& slice : timeline.slices)
    if (tells_load(slice))
      timeline.peak_per_second =
          std::max(timeline.peak_per_second.value_or(0), slice.requests / timeline.width_s);
}

struct Level {
  double good = 0, seconds = 0, weighted_ms = 0;
};

// The knee: among levels of VUs throughput no longer grows by more than a tenth while the
// load goes on to 1.6 times and the median latency to 1.7 times.
void fill_knee(Timeline& timeline) {
  std::map<int, Level> levels;  // by VUs
  for (const TimeSlice& slice : timeline.slices) {
    if (!tells_load(slice)) continue;
    Level& level = levels[static_cast<int>(std::min(*slice.vus, 1e9))];
    level.good += slice.requests - slice.failed;
    level.seconds += timeline.width_s;
    level.weighted_ms += *slice.p50_ms * timeline.width_s;
  }
  if (levels.size() < 4) return;
  const int highest = levels.rbegin()->first;
  double peak = 0;
  int peak_vus = 0;
  for (const auto& [vus, level] : levels) {
    const double rate = level.good / level.seconds;
    if (rate <= peak * 1.1) continue;
    peak = rate;
    peak_vus = vus;
  }
  if (peak_vus == 0 || highest < 1.6 * peak_vus) return;
  double before = 0, before_s = 0, after = 0, after_s = 0;
  for (const auto& [vus, level] : levels) {
    if (vus <= peak_vus) {
      before += level.weighted_ms;
      before_s += level.seconds;
    } else if (vus >= 1.5 * peak_vus) {
      after += level.weighted_ms;
      after_s += level.seconds;
    }
  }
  if (before_s <= 0 || after_s < 2) return;
  if (after / after_s >= 1.7 * before / before_s) timeline.knee_vus = peak_vus;
}

// Loads that differ by less than a tenth are one level; slices in which much failed are
// left out: refusing is cheap, and says nothing about capacity. So are the first and the
// last one, in which the run begins and ends.
std::vector<LoadLevel> levels_of(const Timeline& timeline, Scaling::Load kind) {
  struct Sum {
    double good = 0, load = 0, slices = 0;
  };
  std::map<int, Sum> sums;
  for (std::size_t i = 1; i + 1 < timeline.slices.size(); ++i) {
    const TimeSlice& slice = timeline.slices[i];
    const auto load = load_of(slice, timeline.width_s, kind);
    if (!load || slice.failed > 0.1 * slice.requests) continue;
    Sum& sum = sums[static_cast<int>(std::floor(std::log(*load) / std::log(1.1) + 1e-9))];
    sum.good += slice.requests - slice.failed;
    sum.load += *load;
    sum.slices += 1;
  }
  std::vector<LoadLevel> levels;
  for (const auto& [number, sum] : sums) {
    const double seconds = sum.slices * timeline.width_s;
    levels.push_back({sum.load / sum.slices, sum.good / seconds, seconds});
  }
  return levels;
}

// Far beyond what was seen the curve is a guess.
constexpr double kFurthestAhead = 3;

void fill_scaling(Timeline& timeline, Scaling::Load kind) {
  const std::vector<LoadLevel> levels = levels_of(timeline, kind);
  const auto law = fit_scalability_law(levels);
  if (!law) return;
  Scaling scaling;
  scaling.load = kind;
  scaling.lambda = law->lambda;
  scaling.sigma = law->sigma;
  scaling.kappa = law->kappa;
  scaling.r_squared = law->r_squared;
  scaling.levels = levels.size();
  scaling.greatest_load = levels.back().load;
  const auto peak = law->peak_load();
  if (peak && *peak <= kFurthestAhead * scaling.greatest_load && *peak >= 1) {
    scaling.peak_load = peak;
    scaling.peak_per_second = law->at(*peak);
  }
  timeline.scaling = scaling;
}

}  // namespace

void fill_load(model::Evidence& evidence) {
  if (evidence.timeline.slices.empty()) return;
  const bool at_a_rate =
      std::any_of(evidence.run.scenarios.begin(), evidence.run.scenarios.end(),
                  [](const model::Scenario& scenario) { return scenario.rate_per_s.has_value(); });
  fill_peak(evidence.timeline);
  fill_knee(evidence.timeline);
  fill_scaling(evidence.timeline, at_a_rate ? Scaling::Load::in_flight : Scaling::Load::vus);
}

}  // namespace loadtriage::collect
