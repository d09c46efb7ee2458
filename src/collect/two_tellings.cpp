#include "collect/two_tellings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>
#include <string>

#include "base/quantity.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::Histogram;
using model::Metric;

// A console rounds; a mean of the same samples does not move further than that.
constexpr double kRounding = 0.02;
constexpr double kLeast_ms = 0.5;

// Both count the requests, and about as many.
bool of_equal_count(Evidence& evidence) {
  const Metric* metric = evidence.find_metric("http_reqs");
  const auto counter = evidence.points.counters.find("http_reqs");
  if (metric == nullptr || !metric->count || counter == evidence.points.counters.end()) return false;
  const double summary = *metric->count, points = counter->second;
  if (std::abs(summary - points) <= 0.001 * std::max(summary, points)) return true;
  evidence.notes.push_back(fmt::format("the summary counts {} requests, the raw points hold {}",
                                       format_count(summary), format_count(points)));
  return false;
}

bool contradicts(const Metric& metric, const Histogram& points) {
  if (metric.contains != model::Contains::time || !metric.trend.avg || points.empty()) return false;
  const double off = std::abs(*metric.trend.avg - points.mean());
  return off > kLeast_ms && off > kRounding * std::max(*metric.trend.avg, points.mean());
}

model::Trend trend_of_points(const Histogram& points) {
  model::Trend trend;
  trend.avg = points.mean();
  trend.min = points.min();
  trend.max = points.max();
  trend.count = static_cast<double>(points.count());
  for (const double rank : {50.0, 90.0, 95.0, 99.0})
    if (const auto value = points.quantile(rank / 100))
      trend.percentiles[rank] = {*value * (1 - Histogram::kRelativeError), *value};
  return trend;
}

}  // namespace

void compare_summary_with_points(Evidence& evidence) {
  if (!of_equal_count(evidence)) return;
  const auto with_points =
      std::find_if(evidence.inputs.begin(), evidence.inputs.end(),
                   [](const auto& input) { return input.figures == model::Input::Figures::points; });
  std::set<std::string> replaced;
  for (auto& [key, metric] : evidence.metrics) {
    const auto points = evidence.points.trends.find(metric.name);
    if (!metric.selector.empty() || points == evidence.points.trends.end()) continue;
    if (!contradicts(metric, points->second)) continue;
    evidence.notes.push_back(
        fmt::format("the summary has {} for the mean {}, the raw points have {}: they are not of one run, or "
                    "one was changed; times in this report are those of the points",
                    format_ms(*metric.trend.avg), metric.name, format_ms(points->second.mean())));
    metric.trend = trend_of_points(points->second);
    metric.where = {static_cast<model::InputId>(with_points - evidence.inputs.begin()), 0, 0};
    replaced.insert(metric.name);
  }
  for (auto& [key, metric] : evidence.metrics)
    if (!metric.selector.empty() && replaced.count(metric.name) != 0) metric.trend = {};
}

}  // namespace loadtriage::collect
