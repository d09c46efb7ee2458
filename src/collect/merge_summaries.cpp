#include "collect/merge_summaries.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "base/saturate.h"
#include "collect/runners.h"

namespace loadtriage::collect {
namespace {

using model::Interval;
using model::Metric;
using model::RunSummary;

// Which of two summaries of one run says more.
int fullness(const RunSummary& summary) {
  using enum model::SummaryShape;
  switch (summary.shape) {
    case handle_summary:
      return 5;
    case summary_export:
      return 4;
    case console_legacy:
      return 3;
    case console:
      return 2;
    case machine_readable:
    case tool:
      return 1;
  }
  return 0;
}

// Where things with a name stand in a list that only grows. Looking through the list for each
// of a million metrics would take days.
template <typename Item>
class Places {
 public:
  using Name = std::pair<std::string, std::string>;
  Places(std::vector<Item>& items, Name (*name_of)(const Item&)) : items_(items), name_of_(name_of) {
    for (std::size_t i = 0; i < items.size(); ++i) at_.emplace(name_of(items[i]), i);
  }

  // The item of the same name, or null after adding this one.
  Item* find_or_add(const Item& wanted) {
    const auto [at, added] = at_.emplace(name_of_(wanted), items_.size());
    if (!added) return &items_[at->second];
    items_.push_back(wanted);
    return nullptr;
  }

 private:
  std::vector<Item>& items_;
  Name (*name_of_)(const Item&);
  std::map<Name, std::size_t> at_;
};

Places<Metric> places_of(std::vector<Metric>& metrics) {
  return {metrics, [](const Metric& metric) { return std::pair(metric.name, metric.selector); }};
}
Places<model::Check> places_of(std::vector<model::Check>& checks) {
  return {checks, [](const model::Check& check) { return std::pair(check.group, check.name); }};
}

model::Threshold* find_same(std::vector<model::Threshold>& thresholds, const model::Threshold& wanted) {
  for (model::Threshold& threshold : thresholds)
    if (threshold.expression == wanted.expression) return &threshold;
  return nullptr;
}

// The old console marks a metric whose thresholds it does not write: that says nothing
// beside a text that has them.
bool unwritten(const model::Threshold& threshold) { return threshold.expression.empty(); }

void fill_thresholds(Metric& into, const Metric& from) {
  const auto written = [](const Metric& metric) {
    return std::any_of(metric.thresholds.begin(), metric.thresholds.end(),
                       [](const model::Threshold& threshold) { return !unwritten(threshold); });
  };
  if (written(from)) std::erase_if(into.thresholds, unwritten);
  for (const model::Threshold& threshold : from.thresholds) {
    if (unwritten(threshold) && written(into)) continue;
    model::Threshold* known = find_same(into.thresholds, threshold);
    if (known == nullptr)
      into.thresholds.push_back(threshold);
    else if (known->result == model::ThresholdResult::unknown)
      *known = threshold;
  }
}

double seconds_between(const model::RunInfo& from, const model::RunInfo& to) {
  return from.start_ns && to.start_ns
             ? static_cast<double>(saturated_difference(*to.start_ns, *from.start_ns)) / 1e9
             : 0.0;
}

model::FailureCount* find_same(std::vector<model::FailureCount>& failures,
                               const model::FailureCount& wanted) {
  for (model::FailureCount& failure : failures)
    if (failure.status == wanted.status && failure.error == wanted.error &&
        failure.endpoint == wanted.endpoint && failure.method == wanted.method)
      return &failure;
  return nullptr;
}

model::FailureCount moved(model::FailureCount failure, double by_s) {
  for (auto* time : {&failure.first_s, &failure.last_s})
    if (*time) *time = **time + by_s;
  failure.at.first_s += by_s;
  return failure;
}

// Of two tellings of the same failures the one that knows when they were says more.
void complete_failures(RunSummary& into, const RunSummary& from, double by_s) {
  const bool had = !into.failures.empty();
  for (const model::FailureCount& failure : from.failures) {
    model::FailureCount* known = find_same(into.failures, failure);
    if (known == nullptr && !had) {
      into.failures.push_back(moved(failure, by_s));
    } else if (known != nullptr && known->at.amounts.empty() && !known->first_ns) {
      const double count = known->count;
      *known = moved(failure, by_s);
      known->count = std::max(count, failure.count);
    }
  }
}

void add_slices(RunSummary& into, const RunSummary& from, double by_s) {
  for (model::SummarySlice slice : from.slices) {
    slice.start_s += by_s;
    into.slices.push_back(slice);
  }
}

// Takes from another telling of the same run what this one lacks.
void complete_summary(RunSummary& into, const RunSummary& from) {
  const double by_s = seconds_between(into.run, from.run);
  if (into.slices.empty()) add_slices(into, from, by_s);
  complete_failures(into, from, by_s);
  complete(into.run, from.run);
  Places<Metric> metrics = places_of(into.metrics);
  for (const Metric& metric : from.metrics)
    if (Metric* known = metrics.find_or_add(metric)) fill_thresholds(*known, metric);
  if (into.checks.empty()) into.checks = from.checks;
  into.truncated = into.truncated && from.truncated;
}

void add(std::optional<double>& into, std::optional<double> from) {
  if (from) into = into.value_or(0) + *from;
}
template <typename Pick>
void pick(std::optional<double>& into, std::optional<double> from, Pick choose) {
  if (from) into = into ? choose(*into, *from) : *from;
}
const auto kLower = [](double a, double b) { return std::min(a, b); };
const auto kUpper = [](double a, double b) { return std::max(a, b); };

// Percentiles of shards cannot be added: the whole lies between the lowest and the
// highest of them. An average can, when each shard's count of samples is known.
void merge_trend(model::Trend& into, const model::Trend& from) {
  if (into.avg && from.avg && into.count && from.count && *into.count + *from.count > 0)
    into.avg = (*into.avg * *into.count + *from.avg * *from.count) / (*into.count + *from.count);
  else
    into.avg.reset();
  add(into.count, from.count);
  pick(into.min, from.min, kLower);
  pick(into.max, from.max, kUpper);
  for (auto i = into.percentiles.begin(); i != into.percentiles.end();) {
    const auto other = from.percentiles.find(i->first);
    if (other == from.percentiles.end()) {
      i = into.percentiles.erase(i);
      continue;
    }
    i->second =
        Interval{std::min(i->second.low, other->second.low), std::max(i->second.high, other->second.high)};
    ++i;
  }
}

// Where only the seconds of a run are known, they tell how many requests there were.
void count_slices(RunSummary& whole) {
  if (counts_requests(whole) || whole.slices.empty()) return;
  double requests = 0, failed = 0;
  for (const model::SummarySlice& slice : whole.slices) {
    requests += slice.requests;
    failed += slice.failed;
  }
  Metric sent;
  sent.name = "http_reqs";
  sent.count = requests;
  sent.where = whole.where;
  Metric bad;
  bad.name = "http_req_failed";
  bad.type = model::MetricType::rate;
  bad.nonzero = std::min(failed, requests);
  bad.zero = requests - *bad.nonzero;
  bad.where = whole.where;
  if (requests > 0) bad.share = *bad.nonzero / requests;
  whole.metrics.push_back(std::move(sent));
  whole.metrics.push_back(std::move(bad));
}

void merge_shard_thresholds(Metric& into, const Metric& from) {
  for (const model::Threshold& threshold : from.thresholds) {
    model::Threshold* known = find_same(into.thresholds, threshold);
    if (known == nullptr)
      into.thresholds.push_back(threshold);
    else if (threshold.result == model::ThresholdResult::failed)
      *known = threshold;
  }
}

void merge_metric(Metric& into, const Metric& from) {
  add(into.count, from.count);
  add(into.per_second, from.per_second);
  add(into.value, from.value);
  pick(into.min, from.min, kLower);
  if (into.name == "vus" || into.name == "vus_max")
    add(into.max, from.max);
  else
    pick(into.max, from.max, kUpper);
  add(into.nonzero, from.nonzero);
  add(into.zero, from.zero);
  if (into.nonzero && into.zero && *into.nonzero + *into.zero > 0)
    into.share = *into.nonzero / (*into.nonzero + *into.zero);
  merge_trend(into.trend, from.trend);
  merge_shard_thresholds(into, from);
}

void merge_shard(RunSummary& into, const RunSummary& from) {
  Places<Metric> metrics = places_of(into.metrics);
  for (const Metric& metric : from.metrics)
    if (Metric* known = metrics.find_or_add(metric)) merge_metric(*known, metric);
  Places<model::Check> checks = places_of(into.checks);
  for (const model::Check& check : from.checks) {
    model::Check* known = checks.find_or_add(check);
    if (known == nullptr) continue;
    known->passes += check.passes;
    known->fails += check.fails;
  }
  into.truncated = into.truncated || from.truncated;
  const double by_s = seconds_between(into.run, from.run);
  add_slices(into, from, by_s);
  for (const model::FailureCount& failure : from.failures) into.failures.push_back(moved(failure, by_s));
  pick(into.run.duration_s, from.run.duration_s, kUpper);
  add(into.run.complete_iterations, from.run.complete_iterations);
  add(into.run.interrupted_iterations, from.run.interrupted_iterations);
  complete(into.run, from.run);
}

}  // namespace

void complete(model::RunInfo& into, const model::RunInfo& from) {
  const auto fill = [](auto& to, const auto& value) {
    if (!to && value) to = value;
  };
  fill(into.k6_version, from.k6_version);
  fill(into.start_ns, from.start_ns);
  fill(into.duration_s, from.duration_s);
  fill(into.planned_duration_s, from.planned_duration_s);
  fill(into.exit_code, from.exit_code);
  fill(into.vus_max, from.vus_max);
  fill(into.complete_iterations, from.complete_iterations);
  fill(into.interrupted_iterations, from.interrupted_iterations);
  if (into.tool.empty() && !from.tool.empty()) {
    into.tool = from.tool;
    into.user_word = from.user_word;
    into.request_word = from.request_word;
    into.full_output = from.full_output;
  }
  fill(into.tool_version, from.tool_version);
  if (into.script.empty()) into.script = from.script;
  if (into.crossed.empty()) into.crossed = from.crossed;
  if (into.scenarios.empty()) into.scenarios = from.scenarios;
}

void merge_summaries(std::vector<RunSummary> summaries, model::Evidence& evidence) {
  if (summaries.empty()) return;
  std::stable_sort(summaries.begin(), summaries.end(), [](const RunSummary& a, const RunSummary& b) {
    if (a.shape != model::SummaryShape::tool || b.shape != a.shape) return fullness(a) > fullness(b);
    return count_of(a, "http_reqs").value_or(0) > count_of(b, "http_reqs").value_or(0);
  });
  std::vector<RunSummary> runs, parts;
  for (RunSummary& summary : summaries) {
    if (summary.shape == model::SummaryShape::tool && !counts_requests(summary)) {
      parts.push_back(std::move(summary));
      continue;
    }
    const auto known = std::find_if(runs.begin(), runs.end(), [&](const RunSummary& run) {
      return tell_one_run(run, summary, evidence);
    });
    if (known == runs.end())
      runs.push_back(std::move(summary));
    else
      complete_summary(*known, summary);
  }
  if (runs.empty()) {
    runs.push_back(std::move(parts.front()));
    parts.erase(parts.begin());
  }
  if (runs.size() > 1) note_failing_runners(runs, evidence);
  RunSummary whole = std::move(runs.front());
  for (std::size_t i = 1; i < runs.size(); ++i) merge_shard(whole, runs[i]);
  std::set<std::string_view> kinds;
  for (const RunSummary& part : parts) {
    const std::string_view kind = kind_of(part, evidence);
    if (kind.empty() || kinds.insert(kind).second)
      complete_summary(whole, part);
    else
      merge_shard(whole, part);  // the same of another worker
  }
  count_slices(whole);
  if (runs.size() > 1)
    evidence.notes.push_back(
        fmt::format("{} summaries with different counts are taken for shards of one run: counts add up, "
                    "percentiles are only known "
                    "to lie between the shards' own",
                    runs.size()));
  for (Metric& metric : whole.metrics) {
    std::string key = metric.key();
    evidence.metrics.emplace(std::move(key), std::move(metric));
  }
  evidence.checks = std::move(whole.checks);
  evidence.failure_counts = std::move(whole.failures);
  evidence.summary_slices = std::move(whole.slices);
  complete(evidence.run, whole.run);
  evidence.summaries = runs.size();
  evidence.has_summary = true;
  evidence.summary_cut = whole.truncated;
}

}  // namespace loadtriage::collect
