#include "model/metric.h"

namespace loadtriage::model {
namespace {

std::optional<Interval> exactly(const std::optional<double>& value) {
  if (!value) return std::nullopt;
  return Interval{*value, *value};
}

// k6 prints 0 for every statistic of a trend without samples, so only a number other
// than 0 proves that there were some.
bool has_nonzero_statistic(const Trend& trend) {
  for (const auto& statistic : {trend.avg, trend.min, trend.max})
    if (statistic && *statistic != 0) return true;
  for (const auto& [rank, value] : trend.percentiles)
    if (value.low != 0 || value.high != 0) return true;
  return false;
}

}  // namespace

std::optional<Interval> Trend::percentile(double rank) const {
  if (rank <= 0) return exactly(min);
  if (rank >= 100) return exactly(max);
  const auto found = percentiles.find(rank);
  if (found == percentiles.end()) return std::nullopt;
  return found->second;
}

std::string Metric::key() const { return selector.empty() ? name : name + "{" + selector + "}"; }

std::optional<bool> Metric::empty() const {
  switch (type) {
    case MetricType::counter:
      if (count) return *count == 0;
      return std::nullopt;
    case MetricType::rate:
      if (nonzero && zero) return *nonzero + *zero == 0;
      if (share && *share > 0) return false;
      return std::nullopt;
    case MetricType::gauge:
      if (value || min || max) return false;
      return std::nullopt;
    case MetricType::trend:
      if (trend.count) return *trend.count == 0;
      if (has_nonzero_statistic(trend)) return false;
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace loadtriage::model
