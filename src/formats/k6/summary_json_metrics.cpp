#include "formats/k6/summary_json_metrics.h"

#include <algorithm>
#include <set>
#include <string>

#include "formats/k6/metric_names.h"

namespace loadtriage::formats {
namespace {

using model::Contains;
using model::Metric;
using model::MetricType;
using model::ThresholdResult;

constexpr std::size_t kMostMetrics = 10'000;  // besides k6's own
constexpr std::size_t kMostChecks = 10'000;

// More than any test can count or measure; a number beyond it is none.
constexpr double kLargest = 1e15;

class Builder {
 public:
  Builder(model::RunSummary& summary, model::InputId input) : summary_(summary), input_(input) {}

  void metric(std::string_view key, const JsonValue& stated);
  void thresholds(Metric& metric, const JsonValue& stated);
  void group(const JsonValue& group, std::string_view path, int depth);
  void check(std::string_view name, std::string_view group, const JsonValue& stated);
  void machine_readable(const JsonValue& root);
  void checks_rate(const JsonValue& metrics);
  void add(Metric metric);
  void note_oddities();

 private:
  // What can't be, such as -1 requests, is absent.
  void drop_nonsense(Metric& metric);

  model::SourceRef place_of(const JsonValue& value) const { return {input_, value.line, value.offset}; }

  model::RunSummary& summary_;
  model::InputId input_;
  std::size_t others_ = 0;     // metrics that are not k6's own
  std::size_t left_out_ = 0;   // metrics and checks beyond what is kept
  std::set<std::string> odd_;  // names of metrics with numbers that can't be
};

std::optional<MetricType> stated_type(const JsonValue& metric) {
  const auto type = metric.text_at("type");
  if (type == "counter") return MetricType::counter;
  if (type == "gauge") return MetricType::gauge;
  if (type == "rate") return MetricType::rate;
  if (type == "trend") return MetricType::trend;
  return std::nullopt;
}

bool has_percentile(const JsonValue& values) {
  return std::any_of(values.keys.begin(), values.keys.end(),
                     [](const auto& key) { return percentile_rank(key).has_value(); });
}

// The old shape does not say what a metric is; its statistics do.
MetricType infer_type(std::string_view name, const JsonValue& values) {
  if (const auto* known = find_known_metric(name)) return known->type;
  if (values.find("passes") && values.find("fails")) return MetricType::rate;
  if (values.find("matches") && values.find("total")) return MetricType::rate;
  if (values.find("avg") || has_percentile(values)) return MetricType::trend;
  if (values.find("count")) return MetricType::counter;
  if (values.find("rate")) return MetricType::rate;
  if (values.find("value")) return MetricType::gauge;
  return MetricType::trend;
}

void read_rate_metric(Metric& metric, const JsonValue& values) {
  // "passes" and "matches" count samples that are not zero, whatever that means for
  // the metric: for http_req_failed they are the failed requests.
  metric.nonzero = values.number_at("passes");
  metric.zero = values.number_at("fails");
  if (const auto matches = values.number_at("matches"); matches && !metric.nonzero) metric.nonzero = matches;
  if (const auto total = values.number_at("total"); total && metric.nonzero && !metric.zero)
    metric.zero = std::max(0.0, *total - *metric.nonzero);
  metric.share = values.number_at("rate");
  if (!metric.share) metric.share = values.number_at("value");
  if (metric.nonzero && metric.zero && *metric.nonzero + *metric.zero > 0)
    metric.share = *metric.nonzero / (*metric.nonzero + *metric.zero);
}

void read_trend(Metric& metric, const JsonValue& values) {
  for (std::size_t i = 0; i < values.keys.size(); ++i)
    if (values.items[i].is(JsonValue::Kind::number))
      set_statistic(metric.trend, values.keys[i], values.items[i].number);
  drop_impossible_percentiles(metric.trend);
}

void Builder::drop_nonsense(Metric& metric) {
  const auto keep = [&](std::optional<double>& number, double least, double most) {
    if (!number || (*number >= least && *number <= most)) return;
    number.reset();
    if (odd_.size() < 3) odd_.insert(metric.key());
  };
  for (auto* count : {&metric.count, &metric.per_second, &metric.nonzero, &metric.zero, &metric.trend.count})
    keep(*count, 0, kLargest);
  keep(metric.share, 0, 1);
  for (auto* value :
       {&metric.value, &metric.min, &metric.max, &metric.trend.avg, &metric.trend.min, &metric.trend.max})
    keep(*value, -kLargest, kLargest);
  std::erase_if(metric.trend.percentiles, [](const auto& percentile) {
    return !(percentile.second.low >= -kLargest && percentile.second.high <= kLargest);
  });
}

void Builder::add(Metric metric) {
  const bool own = find_known_metric(metric.name) != nullptr && metric.selector.empty();
  if (!own && ++others_ > kMostMetrics) {
    ++left_out_;
    return;
  }
  drop_nonsense(metric);
  summary_.metrics.push_back(std::move(metric));
}

void Builder::note_oddities() {
  if (left_out_ > 0)
    summary_.notes.push_back(std::to_string(left_out_) + " metrics and checks beyond the first " +
                             std::to_string(kMostMetrics) + " are left out");
  for (const std::string& name : odd_)
    summary_.notes.push_back("numbers of " + name + " that no test can give are read as absent");
}

void Builder::metric(std::string_view key, const JsonValue& stated) {
  if (!stated.is(JsonValue::Kind::object)) return;
  Metric metric;
  set_name(metric, key);
  metric.where = place_of(stated);
  const auto* nested = stated.find_object("values");
  const JsonValue& values = nested ? *nested : stated;
  const auto* known = find_known_metric(metric.name);
  metric.type = stated_type(stated).value_or(infer_type(metric.name, values));
  if (const auto contains = stated.text_at("contains"); !contains.empty())
    metric.contains = contains == "time"   ? Contains::time
                      : contains == "data" ? Contains::data
                                           : Contains::plain;
  else if (known)
    metric.contains = known->contains;
  switch (metric.type) {
    case MetricType::counter:
      metric.count = values.number_at("count");
      metric.per_second = values.number_at("rate");
      break;
    case MetricType::gauge:
      metric.value = values.number_at("value");
      metric.min = values.number_at("min");
      metric.max = values.number_at("max");
      break;
    case MetricType::rate:
      read_rate_metric(metric, values);
      break;
    case MetricType::trend:
      read_trend(metric, values);
      break;
  }
  thresholds(metric, stated);
  add(std::move(metric));
}

// `{"rate<0.01": true}` is the old shape and means that the threshold was crossed;
// `{"rate<0.01": {"ok": true}}` is handleSummary's and means that it was kept.
void Builder::thresholds(Metric& metric, const JsonValue& stated) {
  const auto* all = stated.find_object("thresholds");
  if (!all) return;
  for (std::size_t i = 0; i < all->keys.size(); ++i) {
    const JsonValue& result = all->items[i];
    model::Threshold threshold;
    threshold.expression = all->keys[i];
    threshold.where = place_of(result);
    if (result.is(JsonValue::Kind::boolean)) {
      threshold.result = result.truth ? ThresholdResult::failed : ThresholdResult::passed;
    } else if (const auto* ok = result.find("ok"); ok && ok->is(JsonValue::Kind::boolean)) {
      threshold.result = ok->truth ? ThresholdResult::passed : ThresholdResult::failed;
    }
    metric.thresholds.push_back(std::move(threshold));
  }
}

void Builder::check(std::string_view name, std::string_view group, const JsonValue& stated) {
  if (!stated.is(JsonValue::Kind::object)) return;
  model::Check check;
  const auto own = stated.text_at("name");
  check.name = own.empty() ? name : own;
  check.group = group;
  const auto count = [&](const char* key) {
    return std::clamp(stated.number_at(key).value_or(0), 0.0, kLargest);
  };
  check.passes = count("passes");
  check.fails = count("fails");
  check.where = place_of(stated);
  if (check.name.empty()) return;
  if (summary_.checks.size() < kMostChecks)
    summary_.checks.push_back(std::move(check));
  else
    ++left_out_;
}

// `checks` and `groups` are objects by name in the old shape and lists in the newer.
void Builder::group(const JsonValue& group, std::string_view path, int depth) {
  if (depth > 32) return;
  const auto name_at = [](const JsonValue& all, std::size_t i) {
    return all.is(JsonValue::Kind::object) ? std::string_view(all.keys[i]) : std::string_view();
  };
  if (const auto* checks = group.find("checks"))
    for (std::size_t i = 0; i < checks->items.size(); ++i) check(name_at(*checks, i), path, checks->items[i]);
  const auto* groups = group.find("groups");
  if (!groups) return;
  for (std::size_t i = 0; i < groups->items.size(); ++i) {
    const JsonValue& inner = groups->items[i];
    std::string inner_path(inner.text_at("path"));
    if (inner_path.empty()) {
      const auto name = inner.text_at("name").empty() ? name_at(*groups, i) : inner.text_at("name");
      inner_path = std::string(path) + "::" + std::string(name);
    }
    this->group(inner, inner_path, depth + 1);
  }
}

// The checks of the machine-readable shape are three metrics; the others have one.
void Builder::checks_rate(const JsonValue& metrics) {
  for (const JsonValue& stated : metrics.items) {
    const auto name = stated.text_at("name");
    const auto* values = stated.find_object("values");
    if (!values || (name != "checks_succeeded" && name != "checks_failed")) continue;
    Metric checks;
    checks.name = "checks";
    checks.type = MetricType::rate;
    checks.where = place_of(stated);
    read_rate_metric(checks, *values);
    if (!checks.nonzero || !checks.zero) continue;
    if (name == "checks_failed") std::swap(checks.nonzero, checks.zero);
    const double total = *checks.nonzero + *checks.zero;
    checks.share = total > 0 ? *checks.nonzero / total : 0;
    add(std::move(checks));
    return;
  }
}

void Builder::machine_readable(const JsonValue& root) {
  if (const auto* config = root.find_object("config"))
    summary_.run.duration_s = config->number_at("duration");
  if (const auto* metadata = root.find_object("metadata")) {
    auto version = metadata->text_at("k6_version");
    if (version.empty()) version = metadata->text_at("k6Version");
    if (!version.empty()) summary_.run.k6_version = std::string(version);
  }
  const auto* results = root.find_object("results");
  if (!results) return;
  if (const auto* metrics = results->find_list("metrics"))
    for (const JsonValue& stated : metrics->items) metric(stated.text_at("name"), stated);
  const auto* checks = results->find_object("checks");
  if (!checks) return;
  if (const auto* metrics = checks->find_list("metrics")) checks_rate(*metrics);
  if (const auto* each = checks->find_list("results"))
    for (const JsonValue& stated : each->items) check({}, {}, stated);
}

void note_run(model::RunSummary& summary) {
  if (!summary.run.duration_s) summary.run.duration_s = duration_from_counters(summary.metrics);
  for (const Metric& metric : summary.metrics)
    if (metric.name == "vus_max" && metric.selector.empty())
      summary.run.vus_max = metric.max ? metric.max : metric.value;
}

}  // namespace

model::RunSummary build_summary(const JsonValue& object, model::SummaryShape shape, model::InputId input) {
  model::RunSummary summary;
  summary.shape = shape;
  summary.where = {input, object.line, object.offset};
  Builder build(summary, input);
  if (shape == model::SummaryShape::machine_readable) {
    build.machine_readable(object);
  } else {
    if (const auto* metrics = object.find_object("metrics"))
      for (std::size_t i = 0; i < metrics->keys.size(); ++i)
        build.metric(metrics->keys[i], metrics->items[i]);
    if (const auto* root = object.find_object("root_group")) build.group(*root, "", 0);
    if (const auto* state = object.find_object("state"))
      if (const auto ms = state->number_at("testRunDurationMs")) summary.run.duration_s = *ms / 1000;
    summary.has_setup_data = object.find("setup_data") != nullptr;
  }
  build.note_oddities();
  note_run(summary);
  return summary;
}

}  // namespace loadtriage::formats
