#include "collect/series/timeline_fill.h"

#include <algorithm>
#include <cmath>

#include "collect/failure_shape.h"
#include "collect/series/change_points.h"
#include "collect/series/load_levels.h"
#include "collect/series/slow_onset.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
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

// Without raw points, from what a tool reports every few seconds. Stretches of several
// shards lie over one another; where one is cut by a border it counts where it begins.
void slices_from_summary(Evidence& evidence) {
  Timeline& timeline = evidence.timeline;
  double end_s = 0, widest_s = 1;
  for (const model::SummarySlice& part : evidence.summary_slices) {
    end_s = std::max(end_s, part.start_s + part.width_s);
    widest_s = std::max(widest_s, part.width_s);
  }
  constexpr double kMostSlices = 600;
  timeline.width_s = std::max(widest_s, std::ceil(end_s / kMostSlices));
  const auto count = static_cast<std::size_t>(std::min(kMostSlices, std::ceil(end_s / timeline.width_s)));
  timeline.slices.resize(std::max<std::size_t>(1, count));
  for (std::size_t i = 0; i < timeline.slices.size(); ++i)
    timeline.slices[i].start_s = static_cast<double>(i) * timeline.width_s;
  for (const model::SummarySlice& part : evidence.summary_slices) {
    const double number = std::max(0.0, part.start_s) / timeline.width_s;
    TimeSlice& slice =
        timeline.slices[std::min(timeline.slices.size() - 1, static_cast<std::size_t>(number))];
    slice.requests += part.requests;
    slice.failed += part.failed;
    if (part.p50_ms) slice.p50_ms = std::max(slice.p50_ms.value_or(0), *part.p50_ms);
    if (part.p95_ms) slice.p95_ms = std::max(slice.p95_ms.value_or(0), *part.p95_ms);
    if (part.users) slice.vus = std::max(slice.vus.value_or(0), *part.users);
  }
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
  timeline.shape =
      shape_of(timeline, *timeline.first_failure_s, *timeline.last_failure_s, *window.duration_s);
  double good_after = 0;
  for (const TimeSlice& slice : timeline.slices)
    if (slice.start_s > *timeline.last_failure_s) good_after += slice.requests;
  timeline.recovered = good_after >= 5 && *timeline.last_failure_s < 0.95 * *window.duration_s;
}

}  // namespace

void fill_timeline(Evidence& evidence, const Window& window) {
  if (!evidence.points.empty() && window.start_ns)
    slices_from_points(evidence, window);
  else if (!evidence.summary_slices.empty())
    slices_from_summary(evidence);
  else
    slices_from_progress(evidence, window);
  fill_changes(evidence, window);
  fill_onset(evidence, window);
  for (const auto& [check, count] : evidence.points.checks) {
    if (count.fails == 0) continue;
    const double at = std::max(0.0, window.seconds(count.first_fail_ns));
    evidence.timeline.first_failed_check_s =
        std::min(evidence.timeline.first_failed_check_s.value_or(at), at);
  }
  fill_slow_onset(evidence);
  fill_load(evidence);
}

}  // namespace loadtriage::collect
