#include "collect/compare.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/quantity.h"

namespace loadtriage::collect {
namespace {

using model::Baseline;
using model::Evidence;

// Of a run that may serve as the control group.
constexpr double kMostFailed = 0.01;
// An observation needs so many events in both runs before their rates are compared.
constexpr double kFewest = 3;
constexpr double kAsFrequent = 0.7;
constexpr std::size_t kMostRows = 12;

std::optional<double> per_second(const Evidence& run) {
  const auto requests = run.requests();
  if (const auto* metric = run.find_metric("http_reqs"); metric && metric->per_second)
    return metric->per_second;
  if (!requests || !run.run.duration_s || *run.run.duration_s <= 0) return std::nullopt;
  return *requests / *run.run.duration_s;
}

// Of one population: failed requests may be quick, so that good ones and all are no comparison.
std::optional<double> latency(const Evidence& run, const char* metric_key, const char* trend_key,
                              double rank) {
  if (const auto* metric = run.find_metric(metric_key))
    if (const auto value = metric->trend.percentile(rank)) return value->high;
  const auto trend = run.points.trends.find(trend_key);
  return trend != run.points.trends.end() ? trend->second.quantile(rank / 100) : std::nullopt;
}

std::optional<double> good_latency(const Evidence& run, double rank) {
  if (const auto value =
          latency(run, "http_req_duration{expected_response:true}", "http_req_duration{good}", rank))
    return value;
  // Where none failed, all are good.
  return run.failed_requests() == 0.0 ? latency(run, "http_req_duration", "http_req_duration", rank)
                                      : std::nullopt;
}

void add_latency(Baseline& baseline, const Evidence& now, const Evidence& before, double rank) {
  const std::string name = rank < 95 ? "p50" : "p95";
  const auto good_before = good_latency(before, rank), good_now = good_latency(now, rank);
  if (good_before && good_now) {
    baseline.figures.push_back({name, "ms", good_before, good_now, "good requests"});
    return;
  }
  const auto all_before = latency(before, "http_req_duration", "http_req_duration", rank);
  const auto all_now = latency(now, "http_req_duration", "http_req_duration", rank);
  if (all_before || all_now) baseline.figures.push_back({name, "ms", all_before, all_now, "all requests"});
}

std::optional<double> dropped(const Evidence& run) {
  const auto* metric = run.find_metric("dropped_iterations");
  return metric ? metric->count : std::nullopt;
}

void add_figure(Baseline& baseline, std::string name, std::string unit, std::optional<double> before,
                std::optional<double> now) {
  if (before || now) baseline.figures.push_back({std::move(name), std::move(unit), before, now, {}});
}

// Those that both runs know, the most requested first.
void add_operations(Baseline& baseline, const Evidence& now, const Evidence& before) {
  std::vector<Baseline::Figure> rows;
  for (const model::Operation& operation : now.operations)
    for (const model::Operation& earlier : before.operations)
      if (earlier.name == operation.name && operation.p95_ms && earlier.p95_ms && operation.latency_real)
        rows.push_back({"p95 of " + operation.name, "ms", earlier.p95_ms, operation.p95_ms, "good requests"});
  if (rows.size() > kMostRows) rows.resize(kMostRows);
  for (auto& row : rows) baseline.figures.push_back(std::move(row));
}

void add_figures(Baseline& baseline, const Evidence& now, const Evidence& before) {
  add_figure(baseline, "requests", "requests", before.requests(), now.requests());
  add_figure(baseline, "throughput", "per_s", per_second(before), per_second(now));
  add_figure(baseline, "failed requests", "share", before.failed_share(), now.failed_share());
  add_latency(baseline, now, before, 50);
  add_latency(baseline, now, before, 95);
  add_figure(baseline, "peak VUs", "VUs", before.run.vus_max, now.run.vus_max);
  if (dropped(before).value_or(0) + dropped(now).value_or(0) > 0)
    add_figure(baseline, "dropped iterations", "iterations", dropped(before), dropped(now));
  add_operations(baseline, now, before);
}

void add_change(Baseline& baseline, std::string name, std::string before, std::string now) {
  if (before != now) baseline.changes.push_back({std::move(name), std::move(before), std::move(now)});
}

std::string written(const model::Fact& fact) {
  std::string text = fact.number ? format_number(*fact.number, 6) : fact.text;
  return fact.unit.empty() || text.empty() ? text : text + " " + fact.unit;
}

std::string fact_of(const Evidence& run, const std::string& name) {
  const auto found = run.facts.find(name);
  return found == run.facts.end() ? std::string() : written(found->second);
}

// By metric, all its expressions in one text.
std::map<std::string, std::string> thresholds_of(const Evidence& run) {
  std::map<std::string, std::string> all;
  for (const auto& [key, metric] : run.metrics)
    for (const model::Threshold& threshold : metric.thresholds)
      if (!threshold.expression.empty()) all[key] += (all[key].empty() ? "" : ", ") + threshold.expression;
  return all;
}

void add_thresholds(Baseline& baseline, const Evidence& now, const Evidence& before) {
  auto new_ones = thresholds_of(now);
  auto old_ones = thresholds_of(before);
  if (new_ones.empty() || old_ones.empty()) return;  // one of the inputs does not hold them
  for (const auto& [metric, written] : new_ones) old_ones.try_emplace(metric);
  for (const auto& [metric, written] : old_ones)
    add_change(baseline, "threshold of " + metric, written, new_ones[metric]);
}

void add_changes(Baseline& baseline, const Evidence& now, const Evidence& before) {
  if (now.run.k6_version && before.run.k6_version)
    add_change(baseline, "k6", *before.run.k6_version, *now.run.k6_version);
  if (!now.run.script.empty() && !before.run.script.empty())
    add_change(baseline, "script", before.run.script, now.run.script);
  std::set<std::string> names;
  for (const auto& [name, fact] : now.facts) names.insert(name);
  for (const auto& [name, fact] : before.facts) names.insert(name);
  for (const std::string& name : names) {
    // A setting that one run's inputs do not hold is not known to have changed.
    if (now.facts.contains(name) && before.facts.contains(name))
      add_change(baseline, name, fact_of(before, name), fact_of(now, name));
  }
  add_thresholds(baseline, now, before);
}

// Events of the run itself: what a boot wrote before it is the same each time.
double in_run(const Evidence& run, const std::string& name) {
  const auto found = run.observations.find(name);
  return found == run.observations.end() ? 0 : found->second.count - found->second.before;
}

void add_signs(Baseline& baseline, const Evidence& now, const Evidence& before) {
  // What no log could show is not absent.
  const bool told = (now.has_backend_log || now.has_k6_log) && (before.has_backend_log || before.has_k6_log);
  if (!told) return;
  std::set<std::string> names;
  for (const auto& [name, seen] : now.observations) names.insert(name);
  for (const auto& [name, seen] : before.observations) names.insert(name);
  for (const std::string& name : names) {
    const double then = in_run(before, name);
    const double here = in_run(now, name);
    if (name.starts_with("noise.")) continue;  // marks what explains nothing by itself
    if ((then > 0) != (here > 0)) baseline.signs.push_back({name, then, here});
  }
  std::stable_sort(baseline.signs.begin(), baseline.signs.end(),
                   [](const auto& a, const auto& b) { return a.now + a.before > b.now + b.before; });
  if (baseline.signs.size() > kMostRows) baseline.signs.resize(kMostRows);
}

// How many requests stand behind a run's events, so that their frequencies compare.
double volume(const Evidence& run) {
  return std::max(1.0, run.requests().value_or(run.run.duration_s.value_or(1)));
}

void judge_innocence(Evidence& now, const Evidence& before) {
  const double here = volume(now), then = volume(before);
  for (auto& [name, seen] : now.observations) {
    const double earlier = in_run(before, name);
    const double count = seen.count - seen.before;
    if (earlier < kFewest || count < kFewest) continue;
    if (earlier / then >= kAsFrequent * count / here) seen.innocent = true;
  }
  std::erase_if(now.unknown, [&](const model::UnknownPattern& pattern) {
    double earlier = 0;
    for (const model::InputLog& log : before.logs)
      if (const auto found = log.templates.find(pattern.text); found != log.templates.end())
        earlier += static_cast<double>(found->second.count);
    return earlier / then >= kAsFrequent * pattern.count / here;
  });
}

}  // namespace

Baseline compare(Evidence& now, const Evidence& before) {
  Baseline baseline;
  add_figures(baseline, now, before);
  add_changes(baseline, now, before);
  add_signs(baseline, now, before);
  const double failed = before.failed_share().value_or(0);
  if (failed <= kMostFailed) {
    judge_innocence(now, before);
  } else {
    baseline.notes.push_back(fmt::format(
        "{} of its requests failed: it shows what changed, not what is healthy", format_share(failed)));
  }
  return baseline;
}

}  // namespace loadtriage::collect
