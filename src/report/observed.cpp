#include "report/observed.h"

#include <fmt/format.h>

#include "base/quantity.h"
#include "model/threshold_expression.h"
#include "report/story.h"

namespace loadtriage::report {
namespace {

using model::Metric;

std::optional<double> of_metric(const Metric& metric, std::string_view aggregate) {
  const bool trend = metric.type == model::MetricType::trend;
  if (aggregate == "rate") return metric.type == model::MetricType::rate ? metric.share : metric.per_second;
  if (aggregate == "count") return trend ? metric.trend.count : metric.count;
  if (aggregate == "value") return metric.value;
  if (aggregate == "avg") return metric.trend.avg;
  if (aggregate == "min") return metric.trend.min;
  if (aggregate == "max") return metric.trend.max;
  const auto rank = model::rank_of(aggregate);
  if (!rank) return std::nullopt;
  const auto interval = metric.trend.percentile(*rank);
  return interval && interval->exact() ? std::optional<double>(interval->high) : std::nullopt;
}

// Raw points know percentiles that a summary leaves out.
std::optional<double> of_points(const model::Points& points, const Metric& metric,
                                std::string_view aggregate) {
  if (!metric.selector.empty()) return std::nullopt;
  if (const auto trend = points.trends.find(metric.name); trend != points.trends.end()) {
    const auto rank = model::rank_of(aggregate);
    if (rank) return trend->second.quantile(*rank / 100);
    if (trend->second.empty()) return std::nullopt;
    if (aggregate == "avg") return trend->second.mean();
    if (aggregate == "max") return trend->second.max();
    if (aggregate == "min") return trend->second.min();
  }
  if (const auto counter = points.counters.find(metric.name);
      aggregate == "count" && counter != points.counters.end())
    return counter->second;
  const auto rate = points.rates.find(metric.name);
  if (aggregate != "rate" || rate == points.rates.end()) return std::nullopt;
  const auto [nonzero, zero] = rate->second;
  return nonzero + zero > 0 ? std::optional<double>(nonzero / (nonzero + zero)) : std::nullopt;
}

std::string with_unit(const Metric& metric, const Observed& observed) {
  if (observed.aggregate == "count") return format_count(observed.value);
  if (metric.type == model::MetricType::rate) return format_share(observed.value);
  if (observed.aggregate == "rate") return format_rate(observed.value);
  if (metric.contains == model::Contains::time) return format_ms(observed.value);
  if (metric.contains == model::Contains::data) return format_bytes(observed.value);
  return format_number(observed.value, 4);
}

}  // namespace

std::optional<Observed> observed_of(const model::Evidence& evidence, const Metric& metric,
                                    const model::Threshold& threshold) {
  // No samples, no value: a rate of nothing is written as 0.
  if (metric.empty() == true && metric.type != model::MetricType::counter) return std::nullopt;
  Observed observed{std::string(model::aggregate_of(threshold.expression)), 0, true, {}};
  if (const auto value = of_metric(metric, observed.aggregate)) {
    observed.value = *value;
    if (const auto place = file_place(evidence, metric.where)) observed.source = place->path;
    return observed;
  }
  const auto value = of_points(evidence.points, metric, observed.aggregate);
  if (!value) return std::nullopt;
  observed.value = *value;
  observed.exact = metric.type != model::MetricType::trend;
  observed.source = "raw points";
  return observed;
}

std::string observed_text(const model::Evidence& evidence, const Metric& metric,
                          const model::Threshold& threshold) {
  const auto observed = observed_of(evidence, metric, threshold);
  if (!observed) return threshold.observed;
  return fmt::format("{} is {}{}", observed->aggregate, observed->exact ? "" : "about ",
                     with_unit(metric, *observed));
}

}  // namespace loadtriage::report
