#include "rules/missed_limit.h"

#include "base/quantity.h"
#include "base/text.h"
#include "rules/run_figures.h"

namespace loadtriage::rules {
namespace {

using model::Metric;

// "p(99.9)" -> 99.9, "med" -> 50, "max" -> 100; nothing for "avg" and what is no rank.
std::optional<double> rank_in(std::string_view aggregate) {
  if (aggregate == "med") return 50;
  if (aggregate == "max") return 100;
  if (aggregate == "min") return 0;
  if (!aggregate.starts_with("p(") || !aggregate.ends_with(")")) return std::nullopt;
  return parse_number(aggregate.substr(2, aggregate.size() - 3));
}

std::optional<MissedLimit> missed_by(const model::Evidence& evidence, const Metric& metric,
                                     const model::Threshold& threshold) {
  if (threshold.result != model::ThresholdResult::failed) return std::nullopt;
  const std::string_view expression = threshold.expression;
  const auto limit = upper_limit(expression);
  const auto aggregate = trim(expression.substr(0, expression.find('<')));
  const auto rank = rank_in(aggregate);
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

std::optional<double> upper_limit(std::string_view expression) {
  const auto less = expression.find('<');
  if (less == std::string_view::npos) return std::nullopt;
  auto rest = expression.substr(less + 1);
  if (rest.starts_with('=')) rest.remove_prefix(1);
  return parse_number(trim(rest));
}

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
