#include "collect/gaps.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::Input;

// A line in a thousand may be torn, as where k6 was stopped while it wrote; more is a hole.
constexpr double kStrayLines = 0.001;

bool summary_counts(const Evidence& evidence) {
  const model::Metric* requests = evidence.find_metric("http_reqs");
  const model::Metric* failed = evidence.find_metric("http_req_failed");
  return evidence.has_summary && !evidence.summary_cut && requests != nullptr && requests->count &&
         failed != nullptr && (failed->nonzero || failed->share);
}

bool judged(const Evidence& evidence) {
  for (const auto& [key, metric] : evidence.metrics)
    for (const model::Threshold& threshold : metric.thresholds)
      if (threshold.result != model::ThresholdResult::unknown) return true;
  return false;
}

void input_gaps(const Input& input, bool counted_elsewhere, Evidence& evidence) {
  const bool figures = input.figures != Input::Figures::none && !counted_elsewhere;
  if (input.incomplete)
    evidence.gaps.push_back({fmt::format("{} was not read as a whole: {}", input.path,
                                         input.notes.empty() ? "a part is lost" : input.notes.front()),
                             figures});
  const auto dropped = static_cast<double>(input.fates.dropped);
  if (input.figures == Input::Figures::points &&
      dropped > kStrayLines * static_cast<double>(input.fates.lines))
    evidence.gaps.push_back({fmt::format("{} of {} lines of {} were not understood", format_count(dropped),
                                         format_count(static_cast<double>(input.fates.lines)), input.path),
                             figures});
}

}  // namespace

void fill_gaps(Evidence& evidence) {
  const bool counted = summary_counts(evidence);
  for (const Input& input : evidence.inputs) input_gaps(input, counted, evidence);
  if (evidence.summary_cut && !evidence.has_raw_points)
    evidence.gaps.push_back({"the summary ends in the middle: what stood behind that is not known", true});
  const auto requests = evidence.requests();
  if (requests && *requests > 0 && !evidence.failed_requests() && evidence.checks.empty() &&
      !judged(evidence))
    evidence.gaps.push_back(
        {fmt::format("no input says how many of the {} requests failed", format_count(*requests)), true});
}

}  // namespace loadtriage::collect
