#include "rank/validity.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::rank {
namespace {

using model::Evidence;
using model::Metric;

bool is_builtin(const std::string& name) {
  static constexpr std::string_view kPrefixes[] = {"http_req", "iteration", "group_", "ws_",
                                                   "grpc_",    "browser_",  "vus",    "data_"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return name.rfind(prefix, 0) == 0; });
}

std::optional<double> count_of(const Evidence& evidence, const std::string& name) {
  const Metric* metric = evidence.find_metric(name);
  return metric != nullptr ? metric->count : std::nullopt;
}

std::optional<double> median_of_healthy(const model::Timeline& timeline) {
  std::vector<double> medians;
  // Slow requests that succeed are no sign of health either.
  for (const model::TimeSlice& slice : timeline.slices)
    if (slice.start_s < timeline.slow_onset_s.value_or(1e18) && slice.p50_ms &&
        slice.failed <= 0.005 * slice.requests)
      medians.push_back(*slice.p50_ms);
  if (medians.size() < 3) return std::nullopt;
  std::nth_element(medians.begin(), medians.begin() + static_cast<std::ptrdiff_t>(medians.size() / 2),
                   medians.end());
  return medians[medians.size() / 2];
}

}  // namespace

bool nothing_arrived(const Evidence& evidence) {
  if (evidence.failed_share() != 1.0) return false;
  const auto received = count_of(evidence, "data_received");
  if (received) return *received == 0;
  const Metric* duration = evidence.find_metric("http_req_duration");
  return duration != nullptr && duration->trend.max && *duration->trend.max == 0;
}

std::vector<std::string> unreal_latencies(const Evidence& evidence) {
  std::vector<std::string> out;
  if (!nothing_arrived(evidence)) return out;
  out.push_back(
      "http_req_duration and its parts are 0 ms because no connection stood, not because the server was "
      "fast");
  std::vector<std::string> own;
  for (const auto& [key, metric] : evidence.metrics) {
    if (metric.type != model::MetricType::trend || !metric.selector.empty() || is_builtin(metric.name))
      continue;
    if (metric.trend.avg) own.push_back(fmt::format("{} (avg {})", key, format_ms(*metric.trend.avg)));
  }
  if (!own.empty())
    out.push_back(join(own, ", ") + ": the script's own clock around requests that reached no server");
  return out;
}

std::vector<model::VacuousThreshold> vacuous_thresholds(const Evidence& evidence) {
  std::vector<model::VacuousThreshold> out;
  const bool dead = nothing_arrived(evidence);
  for (const auto& [key, metric] : evidence.metrics) {
    for (const model::Threshold& threshold : metric.thresholds) {
      // A counter that k6 only writes when something happens: none is what was asked for.
      const bool none_is_good = metric.name == "dropped_iterations";
      if (metric.empty() == true && !none_is_good) {
        out.push_back({key, threshold.expression,
                       threshold.result == model::ThresholdResult::failed
                           ? "failed, though the metric has no samples"
                           : "passed, though the metric has no samples"});
      } else if (dead && metric.type == model::MetricType::trend &&
                 threshold.result == model::ThresholdResult::passed) {
        out.push_back({key, threshold.expression, "passed only because no request reached a server"});
      }
    }
  }
  return out;
}

std::vector<std::string> healthy_look(const Evidence& evidence) {
  std::vector<std::string> out;
  if (const auto median = median_of_healthy(evidence.timeline))
    out.push_back(
        fmt::format("in the healthy part of this run the median request took {}", format_ms(*median)));
  for (const auto& [key, metric] : evidence.metrics)
    for (const model::Threshold& threshold : metric.thresholds)
      if (out.size() < 6 && !threshold.expression.empty())
        out.push_back(fmt::format("{}: {}", key, threshold.expression));
  if (nothing_arrived(evidence))
    out.push_back("http_req_connecting and data_received above 0: connections stand and bytes come back");
  return out;
}

}  // namespace loadtriage::rank
