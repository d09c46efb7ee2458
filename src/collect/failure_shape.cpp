#include "collect/failure_shape.h"

#include <algorithm>

namespace loadtriage::collect {
namespace {

using model::Shape;
using model::Timeline;
using model::TimeSlice;

struct Failing {
  std::vector<double> share;  // of the slices that had requests
  std::vector<double> failed;
  std::vector<double> start_s;
};

Failing failing_of(const Timeline& timeline) {
  Failing out;
  for (const TimeSlice& slice : timeline.slices) {
    if (slice.requests <= 0 && slice.failed <= 0) continue;
    out.share.push_back(slice.requests > 0 ? slice.failed / slice.requests : 1.0);
    out.failed.push_back(slice.failed);
    out.start_s.push_back(slice.start_s);
  }
  return out;
}

// How often the failing share changes between low and high.
int crossings(const std::vector<double>& share, double level) {
  int count = 0;
  for (std::size_t i = 1; i < share.size(); ++i)
    count += (share[i - 1] >= level) != (share[i] >= level) ? 1 : 0;
  return count;
}

}  // namespace

// from_start: failing within the first second or the first 2 % of the run.
// step:       healthy, then a lasting share of failures from one moment on.
// ramp:       the share grows over the run.
// waves:      it comes and goes at least twice.
// burst:      one stretch of failures with healthy time on both sides.
// tail:       only in the last tenth.
// sporadic:   under 5 % of the requests, spread over the run.
model::Shape shape_of(const model::Timeline& timeline, double first_s, double last_s, double duration_s) {
  const Failing failing = failing_of(timeline);
  const std::size_t n = failing.share.size();
  if (n == 0) return Shape::none;
  const double worst = *std::max_element(failing.share.begin(), failing.share.end());
  const double level = std::max(0.02, worst / 3);
  const int changes = crossings(failing.share, level);
  if (first_s >= 0.9 * duration_s) return Shape::tail;
  double failing_slices = 0;
  for (const double failed : failing.failed) failing_slices += failed > 0 ? 1 : 0;
  if (worst < 0.3 && failing_slices < 0.5 * static_cast<double>(n) && changes >= 4) return Shape::sporadic;
  if (first_s <= std::max(1.0, 0.02 * duration_s) && changes <= 2) return Shape::from_start;
  if (changes >= 4) return Shape::waves;
  if (last_s < 0.85 * duration_s) return Shape::burst;
  const auto third = n / 3;
  double early = 0, late = 0;
  for (std::size_t i = third; i < n; ++i) (i < 2 * third ? early : late) += failing.share[i];
  if (third >= 2 && late > 1.8 * early && late < static_cast<double>(third) * 0.95) return Shape::ramp;
  return first_s <= std::max(1.0, 0.02 * duration_s) ? Shape::from_start : Shape::step;
}

}  // namespace loadtriage::collect
