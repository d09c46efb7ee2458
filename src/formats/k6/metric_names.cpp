#include "formats/k6/metric_names.h"

#include <algorithm>

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::formats {
namespace {

using model::Contains;
using model::MetricType;

constexpr KnownMetric kKnown[] = {
    {"browser_data_received", MetricType::counter, Contains::data},
    {"browser_data_sent", MetricType::counter, Contains::data},
    {"browser_http_req_duration", MetricType::trend, Contains::time},
    {"browser_http_req_failed", MetricType::rate, Contains::plain},
    {"browser_web_vital_cls", MetricType::trend, Contains::plain},
    {"browser_web_vital_fcp", MetricType::trend, Contains::time},
    {"browser_web_vital_fid", MetricType::trend, Contains::time},
    {"browser_web_vital_inp", MetricType::trend, Contains::time},
    {"browser_web_vital_lcp", MetricType::trend, Contains::time},
    {"browser_web_vital_ttfb", MetricType::trend, Contains::time},
    {"checks", MetricType::rate, Contains::plain},
    {"data_received", MetricType::counter, Contains::data},
    {"data_sent", MetricType::counter, Contains::data},
    {"dropped_iterations", MetricType::counter, Contains::plain},
    {"group_duration", MetricType::trend, Contains::time},
    {"grpc_req_duration", MetricType::trend, Contains::time},
    {"grpc_streams", MetricType::counter, Contains::plain},
    {"grpc_streams_msgs_received", MetricType::counter, Contains::plain},
    {"grpc_streams_msgs_sent", MetricType::counter, Contains::plain},
    {"http_req_blocked", MetricType::trend, Contains::time},
    {"http_req_connecting", MetricType::trend, Contains::time},
    {"http_req_duration", MetricType::trend, Contains::time},
    {"http_req_failed", MetricType::rate, Contains::plain},
    {"http_req_receiving", MetricType::trend, Contains::time},
    {"http_req_sending", MetricType::trend, Contains::time},
    {"http_req_tls_handshaking", MetricType::trend, Contains::time},
    {"http_req_waiting", MetricType::trend, Contains::time},
    {"http_reqs", MetricType::counter, Contains::plain},
    {"iteration_duration", MetricType::trend, Contains::time},
    {"iterations", MetricType::counter, Contains::plain},
    {"vus", MetricType::gauge, Contains::plain},
    {"vus_max", MetricType::gauge, Contains::plain},
    {"ws_connecting", MetricType::trend, Contains::time},
    {"ws_msgs_received", MetricType::counter, Contains::plain},
    {"ws_msgs_sent", MetricType::counter, Contains::plain},
    {"ws_ping", MetricType::trend, Contains::time},
    {"ws_session_duration", MetricType::trend, Contains::time},
    {"ws_sessions", MetricType::counter, Contains::plain},
};

}  // namespace

const KnownMetric* find_known_metric(std::string_view name) {
  const auto* found = std::lower_bound(std::begin(kKnown), std::end(kKnown), name,
                                       [](const auto& known, auto wanted) { return known.name < wanted; });
  return found != std::end(kKnown) && found->name == name ? found : nullptr;
}

void set_name(model::Metric& metric, std::string_view key) {
  const auto brace = key.find('{');
  if (brace == std::string_view::npos || !key.ends_with('}')) {
    metric.name = key;
    return;
  }
  metric.name = trim(key.substr(0, brace));
  metric.selector = trim(key.substr(brace + 1, key.size() - brace - 2));
}

model::Metric metric_named(std::string_view key) {
  model::Metric metric;
  set_name(metric, key);
  if (const KnownMetric* known = find_known_metric(metric.name)) {
    metric.type = known->type;
    metric.contains = known->contains;
  }
  return metric;
}

std::optional<double> percentile_rank(std::string_view key) {
  if (key == "med" || key == "median") return 50;
  if (!key.starts_with('p') && !key.starts_with('P')) return std::nullopt;
  key.remove_prefix(1);
  if (key.starts_with('(') && key.ends_with(')')) key = key.substr(1, key.size() - 2);
  const auto rank = parse_number(key);
  if (!rank || *rank <= 0 || *rank >= 100) return std::nullopt;
  return rank;
}

bool set_statistic(model::Trend& trend, std::string_view key, double value) {
  if (key == "avg" || key == "mean") return trend.avg = value, true;
  if (key == "min" || key == "p(0)") return trend.min = value, true;
  if (key == "max" || key == "p(100)") return trend.max = value, true;
  if (key == "count") return trend.count = value, true;
  const auto rank = percentile_rank(key);
  if (!rank) return false;
  trend.percentiles[*rank] = {value, value};
  return true;
}

void drop_impossible_percentiles(model::Trend& trend) {
  double below = 0;
  for (auto at = trend.percentiles.begin(); at != trend.percentiles.end();) {
    if (at->second.high == 0 && below > 0) {
      at = trend.percentiles.erase(at);
    } else {
      below = std::max(below, at->second.low);
      ++at;
    }
  }
}

std::optional<double> duration_from_counters(const std::vector<model::Metric>& metrics) {
  const model::Metric* best = nullptr;
  for (const auto& metric : metrics) {
    const bool usable = metric.type == MetricType::counter && metric.selector.empty() &&
                        metric.contains == Contains::plain && metric.count.value_or(0) > 0 &&
                        metric.per_second.value_or(0) > 0;
    if (usable && (!best || *metric.count > *best->count)) best = &metric;
  }
  if (!best) return std::nullopt;
  return *best->count / *best->per_second;
}

}  // namespace loadtriage::formats
