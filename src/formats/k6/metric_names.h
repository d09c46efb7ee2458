// The metrics that k6 itself defines, for inputs that do not say what a metric is.
#pragma once
#include <optional>
#include <string_view>

#include "model/metric.h"

namespace loadtriage::formats {

struct KnownMetric {
  std::string_view name;
  model::MetricType type;
  model::Contains contains;
};

// Nothing for the names that scripts invent.
const KnownMetric* find_known_metric(std::string_view name);

// "http_req_duration{expected_response:true}" cut into name and selector; the selector
// without the blanks that the console puts around it.
void set_name(model::Metric& metric, std::string_view key);

// A metric of that key without values, of the type that k6 gives it; a counter where k6 has none of
// that name.
model::Metric metric_named(std::string_view key);

// The rank that a key of trend statistics names: `med` 50, `p(99.9)` and `p99.9` 99.9.
std::optional<double> percentile_rank(std::string_view key);

// The length of the run as its counters tell it: count / rate. Summaries of the old
// shapes do not state it otherwise.
std::optional<double> duration_from_counters(const std::vector<model::Metric>& metrics);

// Sets `value` as the statistic that `key` names; false where it names none.
bool set_statistic(model::Trend& trend, std::string_view key, double value);

// A percentile of 0 above one that is not 0 was never computed: scripts that print
// p(99) without having asked k6 for it write 0.
void drop_impossible_percentiles(model::Trend& trend);

}  // namespace loadtriage::formats
