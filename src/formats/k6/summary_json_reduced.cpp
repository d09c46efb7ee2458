// Summaries that a script made up itself from a few of k6's numbers. Only names that
// leave no doubt are taken; `error_rate` and the like mean whatever their author meant.
#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "base/quantity.h"
#include "base/text.h"
#include "formats/k6/metric_names.h"
#include "formats/k6/summary_json_metrics.h"
#include "formats/written_values.h"

namespace loadtriage::formats {
namespace {

using model::Metric;
using model::MetricType;

struct Alias {
  std::string_view written;  // normalised: lower case, words joined by `_`
  std::string_view metric;
  std::string_view statistic;
};
constexpr Alias kAliases[] = {
    {"total_requests", "http_reqs", "count"},
    {"requests_total", "http_reqs", "count"},
    {"total_http_requests", "http_reqs", "count"},
    {"failed_requests", "http_req_failed", "nonzero"},
    {"http_req_failed_rate", "http_req_failed", "rate"},
    {"http_req_failed_count", "http_req_failed", "nonzero"},
    {"failed_rate", "http_req_failed", "rate"},
    {"failure_rate", "http_req_failed", "rate"},
    {"avg_response_time", "http_req_duration", "avg"},
    {"average_response_time", "http_req_duration", "avg"},
    {"max_response_time", "http_req_duration", "max"},
    {"min_response_time", "http_req_duration", "min"},
    {"median_response_time", "http_req_duration", "med"},
    {"p90_response_time", "http_req_duration", "p90"},
    {"p95_response_time", "http_req_duration", "p95"},
    {"p99_response_time", "http_req_duration", "p99"},
    {"total_iterations", "iterations", "count"},
    {"max_vus", "vus_max", "value"},
};

// "http_req_duration_p95_ms", "totalRequests" -> words joined by `_`, without the unit.
std::string normalise(std::string_view key) {
  std::string words;
  for (const char c : key) {
    if (c >= 'A' && c <= 'Z') {
      if (!words.empty() && words.back() != '_' && !(words.back() >= '0' && words.back() <= '9'))
        words += '_';
      words += static_cast<char>(c - 'A' + 'a');
    } else {
      words += c == '-' || c == ' ' || c == '.' ? '_' : c;
    }
  }
  if (words.ends_with("_ms")) words.resize(words.size() - 3);
  return words;
}

struct Meaning {
  std::string metric, statistic;
};

std::optional<Meaning> meaning_of(std::string_view key) {
  const auto words = normalise(key);
  for (const auto& alias : kAliases)
    if (alias.written == words) return Meaning{std::string(alias.metric), std::string(alias.statistic)};
  if (find_known_metric(words)) return Meaning{words, ""};
  const auto cut = words.rfind('_');
  if (cut == std::string::npos || !find_known_metric(words.substr(0, cut))) return std::nullopt;
  return Meaning{words.substr(0, cut), words.substr(cut + 1)};
}

std::optional<double> number_of(const JsonValue& value) {
  if (value.is(JsonValue::Kind::number)) return value.number;
  if (!value.is(JsonValue::Kind::text)) return std::nullopt;
  if (const auto ms = read_duration_ms(value.text)) return ms;
  if (const auto share = read_percent(value.text)) return share;
  return parse_number(trim(value.text));
}

// False when the metric has no such statistic, or when the number can't be one.
bool set(Metric& metric, std::string_view statistic, double value) {
  if (!std::isfinite(value)) return false;
  switch (metric.type) {
    case MetricType::counter:
      if (statistic.empty() || statistic == "count" || statistic == "total")
        return metric.count = value, true;
      if (statistic == "rate") return metric.per_second = value, true;
      return false;
    case MetricType::gauge:
      if (statistic.empty() || statistic == "value") return metric.value = value, true;
      if (statistic == "max") return metric.max = value, true;
      return false;
    case MetricType::rate:
      if (statistic == "nonzero" || statistic == "count") return metric.nonzero = value, true;
      // A share above 1 is a percentage or a count; which, only its author knows.
      if ((statistic.empty() || statistic == "rate" || statistic == "value") && value >= 0 && value <= 1)
        return metric.share = value, true;
      return false;
    case MetricType::trend:
      return set_statistic(metric.trend, statistic, value);
  }
  return false;
}

class Reduced {
 public:
  Reduced(model::InputId input) : input_(input) {}

  void read(const JsonValue& object, int depth) {
    for (std::size_t i = 0; i < object.keys.size(); ++i) {
      const JsonValue& value = object.items[i];
      const auto meaning = meaning_of(object.keys[i]);
      if (value.is(JsonValue::Kind::object)) {
        if (meaning && meaning->statistic.empty())
          statistics(meaning->metric, value);
        else if (depth < 1 && object.keys[i] == "metrics")
          read(value, depth + 1);
      } else if (const auto number = number_of(value); meaning && number) {
        take(*meaning, value, *number);
      }
    }
  }

  std::vector<Metric> finish() && {
    std::vector<Metric> all;
    for (auto& [name, metric] : metrics_) {
      drop_impossible_percentiles(metric.trend);
      all.push_back(std::move(metric));
    }
    return all;
  }
  std::size_t taken() const { return taken_; }

 private:
  void statistics(const std::string& metric, const JsonValue& object) {
    for (std::size_t i = 0; i < object.keys.size(); ++i)
      if (const auto number = number_of(object.items[i]))
        take({metric, normalise(object.keys[i])}, object.items[i], *number);
  }

  void take(const Meaning& meaning, const JsonValue& value, double number) {
    const auto* known = find_known_metric(meaning.metric);
    if (!known) return;
    Metric fresh;
    fresh.name = known->name;
    fresh.type = known->type;
    fresh.contains = known->contains;
    fresh.where = {input_, value.line, value.offset};
    const auto found = metrics_.find(fresh.name);
    Metric& metric = found == metrics_.end() ? fresh : found->second;
    if (!set(metric, meaning.statistic, number)) return;
    ++taken_;
    if (found == metrics_.end()) metrics_.emplace(fresh.name, std::move(fresh));
  }

  model::InputId input_;
  std::map<std::string, Metric> metrics_;
  std::size_t taken_ = 0;
};

void complete_failures(std::vector<Metric>& metrics) {
  const auto named = [&](std::string_view name) {
    return std::find_if(metrics.begin(), metrics.end(),
                        [&](const auto& metric) { return metric.name == name; });
  };
  const auto failed = named("http_req_failed");
  const auto sent = named("http_reqs");
  if (failed == metrics.end() || sent == metrics.end() || !sent->count) return;
  if (failed->share && !failed->nonzero) failed->nonzero = std::round(*failed->share * *sent->count);
  if (!failed->nonzero || *failed->nonzero > *sent->count) return;
  failed->zero = *sent->count - *failed->nonzero;
  if (!failed->share && *sent->count > 0) failed->share = *failed->nonzero / *sent->count;
}

}  // namespace

bool is_reduced_summary(const JsonValue& object) {
  Reduced reduced(0);
  reduced.read(object, 0);
  const auto taken = reduced.taken();
  const auto metrics = std::move(reduced).finish();
  const bool http = std::any_of(metrics.begin(), metrics.end(),
                                [](const auto& metric) { return metric.name.starts_with("http_req"); });
  return http && taken >= 2;
}

model::RunSummary build_reduced_summary(const JsonValue& object, model::InputId input) {
  model::RunSummary summary;
  summary.shape = model::SummaryShape::handle_summary;
  summary.where = {input, object.line, object.offset};
  Reduced reduced(input);
  reduced.read(object, 0);
  summary.metrics = std::move(reduced).finish();
  complete_failures(summary.metrics);
  for (const auto& metric : summary.metrics)
    if (metric.name == "vus_max") summary.run.vus_max = metric.max ? metric.max : metric.value;
  for (const std::string_view key : {"duration_seconds", "duration_s", "durationSeconds"})
    if (const auto seconds = object.number_at(key)) summary.run.duration_s = seconds;
  if (!summary.run.duration_s) summary.run.duration_s = duration_from_counters(summary.metrics);
  summary.notes.push_back("reduced by its script to a few numbers: thresholds and most metrics are missing");
  return summary;
}

}  // namespace loadtriage::formats
