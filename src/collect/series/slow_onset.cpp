#include "collect/series/slow_onset.h"

#include <algorithm>

#include "model/threshold_expression.h"

namespace loadtriage::collect {
namespace {

using model::Timeline;
using model::TimeSlice;

// Slowness lasts when three of four slices have it: one quiet slice is no recovery.
constexpr std::size_t kLooked = 4, kSlowOnes = 3;
constexpr std::size_t kFewestSlices = 8;   // below, there is no baseline to leave
constexpr double kTwice = 2, kAbove = 20;  // what slow is: twice the baseline, and 20 ms above it

std::vector<const TimeSlice*> measured_slices(const Timeline& timeline) {
  std::vector<const TimeSlice*> measured;
  for (const TimeSlice& slice : timeline.slices)
    if (slice.p50_ms && slice.requests >= 2) measured.push_back(&slice);
  return measured;
}

double baseline_of(const std::vector<const TimeSlice*>& slices) {
  std::vector<double> early;
  for (std::size_t i = 0; i < std::max<std::size_t>(2, slices.size() / 10); ++i)
    early.push_back(*slices[i]->p50_ms);
  const auto middle = early.begin() + static_cast<std::ptrdiff_t>(early.size() / 2);
  std::nth_element(early.begin(), middle, early.end());
  return *middle;
}

template <typename Slow>
const TimeSlice* first_lasting(const std::vector<const TimeSlice*>& slices, Slow slow) {
  for (std::size_t i = 0; i + kSlowOnes <= slices.size(); ++i) {
    if (!slow(*slices[i])) continue;
    std::size_t count = 0;
    for (std::size_t j = i; j < std::min(slices.size(), i + kLooked); ++j) count += slow(*slices[j]) ? 1 : 0;
    if (count >= kSlowOnes) return slices[i];
  }
  return nullptr;
}

// Requests are counted by their end, which is on average the middle of the slice.
double start_of_first(double slice_start_s, double width_s, double took_ms) {
  return std::max(0.0, slice_start_s + width_s / 2 - took_ms / 1000);
}

// The lowest limit on request durations that was missed.
std::optional<double> missed_limit(const model::Evidence& evidence) {
  std::optional<double> lowest;
  for (const auto& [key, metric] : evidence.metrics) {
    if (metric.name != "http_req_duration" && metric.name != "http_req_waiting") continue;
    for (const model::Threshold& threshold : metric.thresholds) {
      if (threshold.result != model::ThresholdResult::failed) continue;
      if (const auto limit = model::upper_limit(threshold.expression))
        lowest = std::min(lowest.value_or(*limit), *limit);
    }
  }
  return lowest;
}

std::optional<double> from_changes(const Timeline& timeline, double baseline) {
  for (const model::ChangePoint& change : timeline.changes)
    if (change.figure == model::Figure::median_ms && change.after > kTwice * baseline &&
        change.after > baseline + kAbove && change.after > change.before)
      return start_of_first(change.at_s, timeline.width_s, change.after);
  return std::nullopt;
}

}  // namespace

void fill_slow_onset(model::Evidence& evidence) {
  Timeline& timeline = evidence.timeline;
  const std::vector<const TimeSlice*> slices = measured_slices(timeline);
  if (slices.size() < kFewestSlices) return;
  const double baseline = baseline_of(slices);
  const TimeSlice* slow = first_lasting(slices, [&](const TimeSlice& slice) {
    return *slice.p50_ms > kTwice * baseline && *slice.p50_ms > baseline + kAbove;
  });
  timeline.slow_onset_s = from_changes(timeline, baseline);
  if (!timeline.slow_onset_s && slow != nullptr)
    timeline.slow_onset_s = start_of_first(slow->start_s, timeline.width_s, *slow->p50_ms);
  const auto limit = missed_limit(evidence);
  if (!timeline.slow_onset_s || !limit || *limit <= baseline) return;
  if (const TimeSlice* over =
          first_lasting(slices, [&](const TimeSlice& slice) { return slice.p95_ms.value_or(0) > *limit; }))
    timeline.slow_onset_s = start_of_first(over->start_s, timeline.width_s, *over->p95_ms);
}

}  // namespace loadtriage::collect
