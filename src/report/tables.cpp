#include "report/tables.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.h"
#include "base/text.h"
#include "report/observed.h"
#include "report/over_time.h"
#include "report/story.h"

namespace loadtriage::report {
namespace {

constexpr auto kRight = Table::Align::right;

std::string count_or_nothing(const std::optional<double>& value) { return value ? format_count(*value) : ""; }
std::string ms_or_nothing(const std::optional<double>& value) { return value ? format_ms(*value) : ""; }

std::string failed_share(double failed, double requests) {
  return requests > 0 ? format_share(failed / requests) : "";
}

template <typename T>
std::vector<const T*> greatest_first(const std::vector<T>& all, double (*weight)(const T&)) {
  std::vector<const T*> sorted;
  for (const auto& one : all) sorted.push_back(&one);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [&](const T* a, const T* b) { return weight(*a) > weight(*b); });
  return sorted;
}

void keep(Table& table, std::size_t most) {
  if (table.rows.size() <= most) return;
  table.left_out = table.rows.size() - most;
  table.rows.resize(most);
}

std::string describe_status(const model::FailureCell& cell) {
  std::string text;
  if (cell.status) text = *cell.status == 0 ? "no response" : fmt::format("status {}", *cell.status);
  if (cell.error_code && *cell.error_code != 0)
    text += fmt::format("{}error code {}", text.empty() ? "" : ", ", *cell.error_code);
  return text.empty() ? "not told apart" : text;
}

std::string failed_number(const model::Evidence& evidence) {
  const auto failed = evidence.failed_requests();
  const auto share = evidence.failed_share();
  std::string text = failed ? format_count(*failed) : "";
  if (share) text += failed ? fmt::format(" ({})", format_share(*share)) : format_share(*share);
  if (text.empty()) return {};
  if (const auto* metric = evidence.find_metric("http_req_failed"))
    for (const auto& threshold : metric->thresholds) text += ", limit " + threshold.expression;
  return text;
}

std::string checks_number(const model::Evidence& evidence) {
  double passes = 0;
  double fails = 0;
  for (const auto& check : evidence.checks) {
    passes += check.passes;
    fails += check.fails;
  }
  const auto* metric = evidence.find_metric("checks");
  if (metric && metric->nonzero && metric->zero) {
    passes = *metric->nonzero;
    fails = *metric->zero;
  }
  if (passes + fails == 0) return {};
  return fmt::format("{} of {} passed", format_count(passes), format_count(passes + fails));
}

std::string thresholds_number(const model::Diagnosis& diagnosis) {
  constexpr std::size_t kMostNamed = 3;
  const auto all = all_thresholds(diagnosis);
  if (all.empty()) return {};
  std::vector<std::string> failed;
  for (const auto& one : all)
    if (one.threshold->result == model::ThresholdResult::failed)
      failed.push_back(std::string(trim(one.metric + " " + one.threshold->expression)) +
                       (one.observed.empty() ? "" : " (" + one.observed + ")"));
  std::string text = fmt::format("{} of {} failed", failed.size(), all.size());
  const std::size_t left_out = failed.size() > kMostNamed ? failed.size() - kMostNamed : 0;
  failed.resize(failed.size() - left_out);
  if (!failed.empty()) text += ": " + join(failed, ", ");
  if (left_out > 0) text += fmt::format(" and {} more", left_out);
  return text;
}

std::string latency_number(const model::Diagnosis& diagnosis) {
  const auto* metric = diagnosis.evidence.find_metric("http_req_duration");
  if (!metric || !diagnosis.unreal_latency.empty()) return {};
  std::string text;
  for (const double rank : {50.0, 95.0, 99.0})
    if (const auto value = metric->trend.percentile(rank))
      text += fmt::format("{}p{} {}", text.empty() ? "" : ", ", rank, format_ms(value->high));
  return text.empty() ? text : text + " of all requests";
}

std::string requests_number(const model::Evidence& evidence) {
  const auto requests = evidence.requests();
  if (!requests) return {};
  std::string text = format_count(*requests);
  const auto* metric = evidence.find_metric("http_reqs");
  if (metric && metric->per_second) text += fmt::format(" ({})", format_rate(*metric->per_second));
  return text;
}

std::string duration_number(const model::RunInfo& run) {
  if (!run.duration_s) return {};
  std::string text = format_seconds(*run.duration_s);
  if (run.planned_duration_s) text += fmt::format(" ({} planned)", format_seconds(*run.planned_duration_s));
  return text;
}

std::string dropped_number(const model::Evidence& evidence) {
  const auto* metric = evidence.find_metric("dropped_iterations");
  return metric && metric->count && *metric->count > 0 ? format_count(*metric->count) : "";
}

Table operations_of_script(const model::Diagnosis& diagnosis) {
  Table table{{{"Operation"}, {"Requests", kRight}, {"Failed", kRight}, {"p95 of good ones", kRight}}, {}};
  const auto& all = diagnosis.evidence.operations;
  for (const auto* one : greatest_first<model::Operation>(
           all, [](const model::Operation& o) { return o.requests.value_or(0); })) {
    std::string p95 = ms_or_nothing(one->p95_ms);
    if (!p95.empty() && !one->latency_real) p95 += " (not real)";
    std::string failed = one->failed && one->requests ? failed_share(*one->failed, *one->requests)
                                                      : count_or_nothing(one->failed);
    table.rows.push_back({one->name, count_or_nothing(one->requests), std::move(failed), std::move(p95)});
  }
  return table;
}

Table endpoints(const model::Diagnosis& diagnosis) {
  Table table{{{"Endpoint"}, {"Requests", kRight}, {"Failed", kRight}, {"p95 of good ones", kRight}}, {}};
  const auto& all = diagnosis.evidence.endpoints;
  for (const auto* one :
       greatest_first<model::Endpoint>(all, [](const model::Endpoint& e) { return e.failed; })) {
    const std::string name = one->method.empty() ? one->name : one->method + " " + one->name;
    table.rows.push_back({name, format_count(one->requests), failed_share(one->failed, one->requests),
                          ms_or_nothing(one->p95_ms)});
  }
  return table;
}

}  // namespace

std::string_view name_of(model::ThresholdResult result) {
  switch (result) {
    case model::ThresholdResult::passed:
      return "passed";
    case model::ThresholdResult::failed:
      return "failed";
    case model::ThresholdResult::unknown:
      break;
  }
  return "unknown";
}

std::string capital(std::string word) {
  if (!word.empty() && word.front() >= 'a' && word.front() <= 'z') word.front() -= 'a' - 'A';
  return word;
}

Numbers key_numbers(const model::Diagnosis& diagnosis) {
  const auto& evidence = diagnosis.evidence;
  const auto& run = evidence.run;
  Numbers numbers = {
      {run.request_word.empty() ? "Requests" : capital(run.request_word) + "s", requests_number(evidence)},
      {"Failed", failed_number(evidence)},
      {"Duration", duration_number(run)},
      {"Peak " + user_word(run) + "s", count_or_nothing(run.vus_max)},
      {"Latency", latency_number(diagnosis)},
      {"Checks", checks_number(evidence)},
      {"Thresholds", thresholds_number(diagnosis)},
      {"Iterations cut off",
       run.interrupted_iterations.value_or(0) > 0 ? format_count(*run.interrupted_iterations) : ""},
      {"Iterations dropped", dropped_number(evidence)},
      {run.tool.empty() ? "k6 exit code" : run.tool + " exit code",
       run.exit_code ? fmt::format("{}", *run.exit_code) : ""},
  };
  for (auto& scaling : scaling_numbers(evidence.timeline)) numbers.push_back(std::move(scaling));
  std::erase_if(numbers, [](const auto& number) { return number.second.empty(); });
  return numbers;
}

Table operations(const model::Diagnosis& diagnosis, std::size_t most) {
  Table table =
      diagnosis.evidence.operations.empty() ? endpoints(diagnosis) : operations_of_script(diagnosis);
  keep(table, most);
  return table;
}

Table failures(const model::Diagnosis& diagnosis, std::size_t most) {
  Table table{{{"Failed", kRight}, {"Look"}, {"Error"}, {"Endpoint"}, {"First at", kRight}}, {}};
  const auto& all = diagnosis.evidence.failures;
  for (const auto* cell :
       greatest_first<model::FailureCell>(all, [](const model::FailureCell& c) { return c.count; }))
    table.rows.push_back({format_count(cell->count), describe_status(*cell), cell->error,
                          cell->method.empty() ? cell->endpoint : cell->method + " " + cell->endpoint,
                          cell->first_s ? moment(*cell->first_s) : ""});
  keep(table, most);
  return table;
}

Table thresholds(const model::Diagnosis& diagnosis) {
  Table table{{{"Metric"}, {"Threshold"}, {"Result"}, {"Observed"}}, {}};
  for (const auto& one : all_thresholds(diagnosis)) {
    std::string result(name_of(one.threshold->result));
    if (one.vacuous) result += ", but says nothing";
    table.rows.push_back({one.metric, one.threshold->expression, std::move(result), one.observed});
  }
  return table;
}

Table checks(const model::Diagnosis& diagnosis) {
  Table table{{{"Check"}, {"Passed", kRight}, {"Failed", kRight}}, {}};
  for (const auto& check : diagnosis.evidence.checks)
    table.rows.push_back({check.name, format_count(check.passes), format_count(check.fails)});
  return table;
}

Table facts(const model::Diagnosis& diagnosis) {
  Table table{{{"Name"}, {"Value", kRight}, {"Unit"}, {"From"}}, {}};
  const auto add = [&](const std::string& name, const model::Fact& fact) {
    const std::string owner = fact.owner.empty() ? "" : " (" + fact.owner + ")";
    table.rows.push_back(
        {name, fact.number ? format_number(*fact.number, 6) : fact.text, fact.unit, fact.source + owner});
  };
  for (const auto& [name, fact] : diagnosis.evidence.facts) {
    add(name, fact);
    const auto others = diagnosis.evidence.other_facts.find(name);
    if (others == diagnosis.evidence.other_facts.end()) continue;
    for (const model::Fact& other : others->second)
      if (other.owner != fact.owner) add(name, other);
  }
  return table;
}

Table inputs(const model::Diagnosis& diagnosis) {
  Table table{{{"Input"}, {"Taken for"}, {"Lines", kRight}, {"Understood", kRight}, {"Notes"}}, {}};
  for (const auto& input : diagnosis.evidence.inputs)
    table.rows.push_back({input.from_here(),
                          input.unreadable()   ? "could not be read"
                          : input.kind.empty() ? "not recognised"
                                               : input.kind,
                          format_count(static_cast<double>(input.fates.lines)),
                          input.fates.lines == 0 ? "" : format_share(input.fates.understood()),
                          join(input.notes, "; ")});
  return table;
}

std::vector<Event> events(const model::Diagnosis& diagnosis, Dated dated) {
  constexpr std::size_t kMostOfACause = 4;
  std::vector<Event> all;
  for (const auto& cause : diagnosis.causes) {
    std::size_t taken = 0;
    for (const auto* support : favouring(cause.finding)) {
      if (dated == Dated::turns_only || !support->at_s || taken == kMostOfACause) continue;
      const auto place = file_place(diagnosis.evidence, support->where);
      all.push_back({*support->at_s, moment(*support->at_s), support->text, place ? describe(*place) : ""});
      ++taken;
    }
  }
  const auto& timeline = diagnosis.evidence.timeline;
  const auto in_slice = [&](double at_s, std::string text) {
    all.push_back({at_s, about(at_s, timeline.width_s), std::move(text), ""});
  };
  const auto exactly = [&](double at_s, std::string text) {
    all.push_back({at_s, moment(at_s), std::move(text), ""});
  };
  const auto onset = onset_s(diagnosis);
  if (onset && diagnosis.evidence.failed_requests().value_or(0) > 0)
    exactly(*onset, timeline.first_failure_s == onset
                        ? "first failed request"
                        : "first failed request of those that a cause accounts for");
  else if (onset && timeline.slow_onset_s != onset)
    in_slice(*onset, "the first cause sets in");
  for (const auto& change : told_changes(diagnosis.evidence, dated)) in_slice(change.at_s, describe(change));
  // A change of the median says the same with numbers.
  const bool median_told = std::any_of(timeline.changes.begin(), timeline.changes.end(), [](const auto& one) {
    return one.figure == model::Figure::median_ms && one.after > one.before;
  });
  const bool slow_told =
      timeline.slow_onset_s && std::any_of(all.begin(), all.end(), [&](const Event& event) {
        return event.at_s == *timeline.slow_onset_s;
      });
  if (timeline.slow_onset_s && !slow_told && !median_told)
    in_slice(*timeline.slow_onset_s, "latency leaves its baseline");
  if (timeline.recovered && timeline.last_failure_s)
    exactly(*timeline.last_failure_s, "the last failed request ends; from here on requests succeed again");
  std::stable_sort(all.begin(), all.end(), [](const Event& a, const Event& b) { return a.at_s < b.at_s; });
  return all;
}

std::vector<NamedThreshold> all_thresholds(const model::Diagnosis& diagnosis) {
  std::vector<NamedThreshold> all;
  for (const auto& [key, metric] : diagnosis.evidence.metrics)
    for (const auto& threshold : metric.thresholds) {
      const auto vacuous =
          std::find_if(diagnosis.vacuous.begin(), diagnosis.vacuous.end(), [&, &name = key](const auto& one) {
            return one.metric == name && one.expression == threshold.expression;
          });
      all.push_back({key, &threshold, observed_text(diagnosis.evidence, metric, threshold), &metric,
                     vacuous == diagnosis.vacuous.end() ? nullptr : &*vacuous});
    }
  return all;
}

}  // namespace loadtriage::report
