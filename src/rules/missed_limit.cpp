#include "rules/missed_limit.h"

#include "model/threshold_expression.h"
#include "rules/run_figures.h"

namespace loadtriage::rules {
namespace {

using model::Metric;

// As trend_of() wants it; nothing for "avg".
std::optional<double> statistic_rank(std::string_view aggregate) {
  if (aggregate == "max") return 100;
  if (aggregate == "min") return 0;
  return model::rank_of(aggregate);
}

std::optional<MissedLimit> missed_by(const model::Evidence& evidence, const Metric& metric,
                                     const model::Threshold& threshold) {
  if (threshold.result != model::ThresholdResult::failed) return std::nullopt;
  const auto limit = model::upper_limit(threshold.expression);
  const auto aggregate = model::aggregate_of(threshold.expression);
  const auto rank = statistic_rank(aggregate);
  std::optional<double> observed;
  if (rank)
    observed = trend_of(evidence, metric.key(), *rank);
  else if (aggregate == "avg")
    observed = metric.trend.avg;
  if (!limit || *limit <= 0 || !observed || *observed < *limit) return std::nullopt;
  return MissedLimit{std::string(aggregate) + " of " + metric.key(), *observed, *limit};
}

bool is_of_requests(const Metric& metric) { return metric.name == "http_req_duration"; }

}  // namespace

std::optional<MissedLimit> missed_limit_of(const model::Evidence& evidence) {
  std::optional<MissedLimit> worst;
  bool worst_is_of_requests = false;
  for (const auto& [key, metric] : evidence.metrics) {
    if (metric.type != model::MetricType::trend || metric.contains != model::Contains::time) continue;
    for (const model::Threshold& threshold : metric.thresholds) {
      const auto missed = missed_by(evidence, metric, threshold);
      if (!missed) continue;
      const bool of_requests = is_of_requests(metric);
      const bool by_more =
          worst && missed->observed_ms / missed->limit_ms > worst->observed_ms / worst->limit_ms;
      if (worst && (of_requests == worst_is_of_requests ? !by_more : !of_requests)) continue;
      worst = missed;
      worst_is_of_requests = of_requests;
    }
  }
  return worst;
}

}  // namespace loadtriage::rules
