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

// Of a trend without samples an old summary prints zeros. k6's own durations may be 0 for other reasons.
bool looks_empty(const Metric& metric) {
  return metric.type == model::MetricType::trend && !is_builtin(metric.name) && !metric.empty() &&
         metric.trend.avg == 0.0 && metric.trend.min == 0.0 && metric.trend.max == 0.0;
}

// Of the good requests that ended in slices without failures, before latency left its baseline.
struct Healthy {
  std::uint64_t requests = 0;
  double median_ms = 0;
};

std::optional<Healthy> healthy_requests(const Evidence& evidence) {
  const model::Timeline& timeline = evidence.timeline;
  if (evidence.points.slices.empty() || timeline.slices.empty()) return std::nullopt;
  model::Histogram good_ms;
  std::size_t healthy = 0;
  // The timeline has the same slices, on the run's clock.
  const std::int64_t last = evidence.points.slices.rbegin()->first;
  for (const auto& [number, slice] : evidence.points.slices) {
    const double start_s =
        timeline.slices.back().start_s - static_cast<double>(last - number) * timeline.width_s;
    // Slow requests that succeed are no sign of health either.
    if (start_s >= timeline.slow_onset_s.value_or(1e18) || slice.failed > 0 || slice.good_ms.empty())
      continue;
    good_ms.merge(slice.good_ms);
    ++healthy;
  }
  constexpr std::size_t kFewest = 3;
  const auto median = good_ms.quantile(0.5);
  if (healthy < kFewest || !median) return std::nullopt;
  return Healthy{good_ms.count(), *median};
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
      } else if (looks_empty(metric) && threshold.result == model::ThresholdResult::passed) {
        out.push_back({key, threshold.expression,
                       "passed, though every figure of the metric is 0: most likely it has no samples"});
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
  if (const auto healthy = healthy_requests(evidence))
    out.push_back(fmt::format("the median of the {} requests in seconds without failures took {}",
                              format_count(static_cast<double>(healthy->requests)),
                              format_ms(healthy->median_ms)));
  for (const auto& [key, metric] : evidence.metrics)
    for (const model::Threshold& threshold : metric.thresholds)
      if (out.size() < 6 && !threshold.expression.empty())
        out.push_back(fmt::format("{}: {}", key, threshold.expression));
  if (nothing_arrived(evidence))
    out.push_back("http_req_connecting and data_received above 0: connections stand and bytes come back");
  return out;
}

}  // namespace loadtriage::rank
