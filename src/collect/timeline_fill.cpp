#include "collect/timeline_fill.h"

#include <algorithm>
#include <cmath>

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::Shape;
using model::Timeline;
using model::TimeSlice;

void slices_from_points(Evidence& evidence, const Window& window) {
  const model::Points& points = evidence.points;
  if (points.slices.empty()) return;
  Timeline& timeline = evidence.timeline;
  timeline.width_s = static_cast<double>(points.slice_ns) / 1e9;
  const std::int64_t first = points.slices.begin()->first, last = points.slices.rbegin()->first;
  for (std::int64_t number = first; number <= last; ++number) {
    TimeSlice slice;
    slice.start_s = std::max(0.0, window.seconds(number * points.slice_ns));
    if (const auto found = points.slices.find(number); found != points.slices.end()) {
      const model::Slice& seen = found->second;
      slice.requests = seen.requests;
      slice.failed = seen.failed;
      slice.p50_ms = seen.good_ms.quantile(0.5);
      slice.p95_ms = seen.good_ms.quantile(0.95);
      slice.vus = seen.vus;
      slice.iterations = seen.iterations;
      slice.dropped_iterations = seen.dropped_iterations;
    }
    timeline.slices.push_back(slice);
  }
}

// Without raw points: one slice a second, as the console's progress and the dated
// failures allow; requests are then not known, only failures are.
void slices_from_progress(Evidence& evidence, const Window& window) {
  Timeline& timeline = evidence.timeline;
  const double end = window.duration_s.value_or(0);
  if (end <= 0) return;
  bool dated = !evidence.progress.empty();
  for (const model::FailureCell& cell : evidence.failures) dated = dated || !cell.at.amounts.empty();
  if (!dated) return;
  timeline.width_s = std::max(1.0, std::ceil(end / 600));
  double complete = 0;
  auto step = evidence.progress.begin();
  for (double start = 0; start < end; start += timeline.width_s) {
    TimeSlice slice;
    slice.start_s = start;
    for (const model::FailureCell& cell : evidence.failures)
      slice.failed += cell.at.between(start, start + timeline.width_s);
    for (; step != evidence.progress.end() && step->elapsed_s <= start + timeline.width_s; ++step) {
      slice.vus = step->vus;
      slice.iterations += std::max(0.0, step->complete - complete);
      complete = std::max(complete, step->complete);
    }
    timeline.slices.push_back(slice);
  }
}

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

// from_start: failing within the first second or the first 2 % of the run.
// step:       healthy, then a lasting share of failures from one moment on.
// ramp:       the share grows over the run.
// waves:      it comes and goes at least twice.
// burst:      one stretch of failures with healthy time on both sides.
// tail:       only in the last tenth.
// sporadic:   under 5 % of the requests, spread over the run.
Shape shape_of(const Failing& failing, double first_s, double last_s, double duration_s) {
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

void fill_onset(Evidence& evidence, const Window& window) {
  Timeline& timeline = evidence.timeline;
  for (const model::FailureCell& cell : evidence.failures) {
    if (cell.first_s)
      timeline.first_failure_s = std::min(timeline.first_failure_s.value_or(*cell.first_s), *cell.first_s);
    if (cell.last_s)
      timeline.last_failure_s = std::max(timeline.last_failure_s.value_or(*cell.last_s), *cell.last_s);
  }
  timeline.onset_s = timeline.first_failure_s;
  for (const TimeSlice& slice : timeline.slices)
    if (slice.requests > 0 && slice.failed <= 0.005 * slice.requests) timeline.healthy_s += timeline.width_s;
  if (!timeline.first_failure_s || !window.duration_s) return;
  const Failing failing = failing_of(timeline);
  timeline.shape = shape_of(failing, *timeline.first_failure_s, *timeline.last_failure_s, *window.duration_s);
  double good_after = 0;
  for (const TimeSlice& slice : timeline.slices)
    if (slice.start_s > *timeline.last_failure_s) good_after += slice.requests;
  timeline.recovered = good_after >= 5 && *timeline.last_failure_s < 0.95 * *window.duration_s;
}

// Latency has left its baseline when the median of a slice stays at more than twice the
// median of the first tenth of the run (and 20 ms above it) for three slices.
void fill_slow_onset(Timeline& timeline) {
  std::vector<double> medians, starts;
  for (const TimeSlice& slice : timeline.slices) {
    if (!slice.p50_ms || slice.requests < 2) continue;
    medians.push_back(*slice.p50_ms);
    starts.push_back(slice.start_s);
  }
  if (medians.size() < 8) return;
  std::vector<double> early(
      medians.begin(),
      medians.begin() + static_cast<std::ptrdiff_t>(std::max<std::size_t>(2, medians.size() / 10)));
  std::nth_element(early.begin(), early.begin() + static_cast<std::ptrdiff_t>(early.size() / 2), early.end());
  const double baseline = early[early.size() / 2];
  const auto slow = [&](double ms) { return ms > 2 * baseline && ms > baseline + 20; };
  for (std::size_t i = 0; i + 2 < medians.size(); ++i) {
    if (!slow(medians[i]) || !slow(medians[i + 1]) || !slow(medians[i + 2])) continue;
    timeline.slow_onset_s = starts[i];
    return;
  }
}

// The knee: among load levels (VUs) throughput no longer grows by more than a tenth of
// what the load grows by, while the median latency at least doubles.
void fill_knee(Timeline& timeline) {
  struct Level {
    double requests = 0, seconds = 0, weighted_ms = 0;
  };
  std::map<int, Level> levels;  // by VUs
  for (const TimeSlice& slice : timeline.slices) {
    if (!slice.vus || *slice.vus < 1 || slice.requests <= 0 || !slice.p50_ms) continue;
    Level& level = levels[static_cast<int>(*slice.vus)];
    level.requests += slice.requests - slice.failed;
    level.seconds += timeline.width_s;
    level.weighted_ms += *slice.p50_ms * timeline.width_s;
    timeline.peak_per_second =
        std::max(timeline.peak_per_second.value_or(0), slice.requests / timeline.width_s);
  }
  if (levels.size() < 4) return;
  const int highest = levels.rbegin()->first;
  // Compare the top half of the levels with what stands below: rate and latency.
  double peak = 0;
  int peak_vus = 0;
  for (const auto& [vus, level] : levels) {
    const double rate = level.requests / level.seconds;
    if (rate > peak * 1.1) {
      peak = rate;
      peak_vus = vus;
    }
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

}  // namespace

void fill_timeline(Evidence& evidence, const Window& window) {
  if (!evidence.points.empty() && window.start_ns)
    slices_from_points(evidence, window);
  else
    slices_from_progress(evidence, window);
  fill_onset(evidence, window);
  for (const auto& [check, count] : evidence.points.checks) {
    if (count.fails == 0) continue;
    const double at = std::max(0.0, window.seconds(count.first_fail_ns));
    evidence.timeline.first_failed_check_s =
        std::min(evidence.timeline.first_failed_check_s.value_or(at), at);
  }
  fill_slow_onset(evidence.timeline);
  fill_knee(evidence.timeline);
}

}  // namespace loadtriage::collect
