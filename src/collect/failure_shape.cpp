#include "collect/failure_shape.h"

#include <algorithm>

namespace loadtriage::collect {
namespace {

using model::Shape;
using model::Timeline;
using model::TimeSlice;

// Slices that had requests.
struct Failing {
  std::vector<double> share, failed, requests;
};

Failing failing_of(const Timeline& timeline) {
  Failing out;
  for (const TimeSlice& slice : timeline.slices) {
    if (slice.requests <= 0 && slice.failed <= 0) continue;
    out.share.push_back(slice.requests > 0 ? slice.failed / slice.requests : 1.0);
    out.failed.push_back(slice.failed);
    out.requests.push_back(slice.requests);
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

// Whether the shares from the first failure on scatter no more than those of requests that
// all fail with one and the same probability: the chi-square test of homogeneity. With few
// requests a slice a steady share goes up and down by chance.
bool steady(const Failing& failing) {
  double failed = 0, requests = 0;
  std::size_t first = 0;
  while (first < failing.failed.size() && failing.failed[first] <= 0) ++first;
  for (std::size_t i = first; i < failing.failed.size(); ++i) {
    failed += failing.failed[i];
    requests += failing.requests[i];
  }
  const std::size_t slices = failing.failed.size() - first;
  if (slices < 2 || requests <= failed) return failed > 0 && requests > 0;
  const double share = failed / requests;
  double chi_square = 0;
  for (std::size_t i = first; i < failing.failed.size(); ++i) {
    const double difference = failing.failed[i] - share * failing.requests[i];
    if (failing.requests[i] > 0)
      chi_square += difference * difference / (share * (1 - share) * failing.requests[i]);
  }
  // Twice its mean is beyond chance for a dozen slices or more.
  return chi_square < 2 * static_cast<double>(slices - 1);
}

// Whether a few requests fail now and then, and the time before the first of them is no longer than
// chance makes it: single failures of one cause that come all through the run.
bool now_and_then(const Failing& failing) {
  constexpr double kFew = 0.15;
  // With so many failures to be expected, none would come once in a hundred and fifty times.
  constexpr double kExpected = 5;
  double before = 0, after = 0, failed = 0;
  for (std::size_t i = 0; i < failing.failed.size(); ++i) {
    if (failed <= 0 && failing.failed[i] <= 0) {
      before += failing.requests[i];
    } else {
      after += failing.requests[i];
      failed += failing.failed[i];
    }
  }
  return after > 0 && failed < kFew * after && before * failed / after < kExpected && steady(failing);
}

// What the change points of the failed share say about how it grew.
enum class Growth { unknown, at_once, in_steps };

Growth growth_of(const Timeline& timeline) {
  int up = 0, down = 0;
  for (const model::ChangePoint& change : timeline.changes) {
    if (change.figure != model::Figure::failed_share) continue;
    ++(change.after > change.before ? up : down);
  }
  if (up == 0 || down > 0) return Growth::unknown;
  return up == 1 ? Growth::at_once : Growth::in_steps;
}

bool grows_over_thirds(const std::vector<double>& share) {
  const std::size_t third = share.size() / 3;
  double middle = 0, last = 0;
  for (std::size_t i = third; i < share.size(); ++i) (i < 2 * third ? middle : last) += share[i];
  return third >= 2 && last > 1.8 * middle && last < static_cast<double>(third) * 0.95;
}

}  // namespace

// from_start: failing within the first second or the first 2 % of the run.
// step:       healthy, then a lasting share of failures from one moment on.
// ramp:       the share grows over the run.
// waves:      it comes and goes at least twice.
// burst:      one stretch of failures with healthy time on both sides.
// tail:       only in the last tenth.
// sporadic:   a few requests now and then, spread over the run.
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
  if (last_s - first_s > 0.5 * duration_s && now_and_then(failing)) return Shape::sporadic;
  if (worst < 0.3 && failing_slices < 0.5 * static_cast<double>(n) && changes >= 4) return Shape::sporadic;
  if (first_s <= std::max(1.0, 0.02 * duration_s) && changes <= 2) return Shape::from_start;
  const bool scatters = !steady(failing);
  if (changes >= 4 && scatters) return Shape::waves;
  if (last_s < 0.85 * duration_s) return Shape::burst;
  const Growth growth = growth_of(timeline);
  if (growth == Growth::in_steps ||
      (growth == Growth::unknown && scatters && grows_over_thirds(failing.share)))
    return Shape::ramp;
  return first_s <= std::max(1.0, 0.02 * duration_s) ? Shape::from_start : Shape::step;
}

}  // namespace loadtriage::collect
