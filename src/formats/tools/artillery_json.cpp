#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "formats/json/document.h"
#include "formats/tools/artillery.h"
#include "formats/tools/text.h"
#include "input/line_count.h"

namespace loadtriage::formats::tools {
namespace {

using Kind = JsonValue::Kind;

constexpr double kPeriod_s = 10;
constexpr std::size_t kMostPeriods = 20'000;

template <typename Take>
void for_each_number(const JsonValue* object, Take take) {
  if (object == nullptr || !object->is(Kind::object)) return;
  for (std::size_t i = 0; i < object->items.size(); ++i)
    if (object->items[i].is(Kind::number)) take(object->keys[i], object->items[i].number);
}

model::Trend trend_of(const JsonValue& times) {
  model::Trend trend;
  trend.avg = times.number_at("mean");
  trend.min = times.number_at("min");
  trend.max = times.number_at("max");
  trend.count = times.number_at("count");
  constexpr std::pair<std::string_view, double> kRanks[] = {
      {"median", 50}, {"p50", 50}, {"p75", 75}, {"p90", 90}, {"p95", 95}, {"p99", 99}, {"p999", 99.9}};
  for (const auto& [name, rank] : kRanks)
    if (const auto value = times.number_at(name)) trend.percentiles[rank] = {*value, *value};
  return trend;
}

// Version 1 names what version 2 has among its counters.
void add_legacy(const JsonValue& report, ArtilleryCounts& counts) {
  counts.created += report.number_at("scenariosCreated").value_or(0);
  counts.completed += report.number_at("scenariosCompleted").value_or(0);
  counts.skipped += report.number_at("scenariosAvoided").value_or(0);
  double answered = 0, errors = 0;
  for_each_number(report.find("codes"), [&](const std::string& code, double count) {
    counts.add("http.codes." + code, count);
    answered += count;
  });
  for_each_number(report.find("errors"), [&](const std::string& error, double count) {
    counts.add("errors." + error, count);
    errors += count;
  });
  // It counts completed requests alone.
  const double completed = report.number_at("requestsCompleted").value_or(answered);
  counts.requests += std::max(completed, answered) + errors;
  if (const JsonValue* latency = report.find_object("latency")) counts.latency = trend_of(*latency);
}

ArtilleryCounts counts_of(const JsonValue& report) {
  ArtilleryCounts counts;
  const JsonValue* counters = report.find_object("counters");
  const bool legacy =
      report.find("scenariosCreated") != nullptr || report.find("requestsCompleted") != nullptr;
  if (legacy) {
    add_legacy(report, counts);
    return counts;
  }
  for_each_number(counters, [&](const std::string& name, double count) { counts.add(name, count); });
  for (const char* member : {"summaries", "histograms"})
    if (const JsonValue* all = report.find_object(member))
      if (const JsonValue* times = all->find_object("http.response_time")) counts.latency = trend_of(*times);
  return counts;
}

// When the period began, in seconds since 1970.
std::optional<double> start_of(const JsonValue& report) {
  for (const char* name : {"period", "firstCounterAt", "firstMetricAt"}) {
    const JsonValue* value = report.find(name);
    if (value == nullptr) continue;
    const auto ms = value->is(Kind::text) ? number_of(value->text) : report.number_at(name);
    if (ms && *ms > 1e12 && *ms < 9e12) return *ms / 1000;
  }
  // Version 1: the end of the period, in text.
  return std::nullopt;
}

// When each kind of failure happened: amounts by period.
using Failed = std::map<std::pair<int, std::string>, std::map<std::size_t, double>>;

class Report {
 public:
  explicit Report(Counts& counts) : counts_(counts) {}
  void read(const JsonValue& root, std::uint64_t line);

 private:
  void read_periods(const JsonValue* list);
  void note_failures(const ArtilleryCounts& period, std::size_t number);
  void date_failures();

  Counts& counts_;
  Failed failed_;
};

void Report::note_failures(const ArtilleryCounts& period, std::size_t number) {
  for (const auto& [status, count] : period.codes)
    if (status >= 400) failed_[{status, {}}][number] += count;
  for (const auto& [error, count] : period.errors) failed_[{0, error}][number] += count;
}

void Report::read_periods(const JsonValue* list) {
  if (list == nullptr) return;
  std::optional<double> first;
  for (const JsonValue& report : list->items)
    if (const auto start = start_of(report)) first = std::min(first.value_or(*start), *start);
  if (!first) return;
  double end_s = 0;
  for (const JsonValue& report : list->items) {
    const auto start = start_of(report);
    if (!start || counts_.summary().slices.size() >= kMostPeriods) continue;
    const ArtilleryCounts period = counts_of(report);
    model::SummarySlice slice;
    slice.start_s = *start - *first;
    slice.width_s = kPeriod_s;
    slice.requests = period.requests;
    slice.failed = period.failed();
    if (const auto p50 = period.latency.percentile(50)) slice.p50_ms = p50->low;
    if (const auto p95 = period.latency.percentile(95)) slice.p95_ms = p95->low;
    end_s = std::max(end_s, slice.start_s + kPeriod_s);
    note_failures(period, static_cast<std::size_t>(slice.start_s / kPeriod_s));
    counts_.summary().slices.push_back(slice);
  }
  counts_.run().start_ns = static_cast<std::int64_t>(*first * 1e3) * 1'000'000;
  counts_.run().duration_s = end_s;
}

void Report::date_failures() {
  for (model::FailureCount& failure : counts_.summary().failures) {
    const auto seen = failed_.find({failure.status.value_or(0), failure.error});
    if (seen == failed_.end()) continue;
    const std::size_t first = seen->second.begin()->first, last = seen->second.rbegin()->first;
    if (last - first > kMostPeriods) continue;
    failure.at.first_s = static_cast<double>(first) * kPeriod_s;
    failure.at.width_s = kPeriod_s;
    failure.at.amounts.assign(last - first + 1, 0);
    for (const auto& [number, count] : seen->second) failure.at.amounts[number - first] = count;
    failure.first_s = failure.at.first_s;
    failure.last_s = static_cast<double>(last + 1) * kPeriod_s;
  }
}

void Report::read(const JsonValue& root, std::uint64_t line) {
  const JsonValue* aggregate = root.find_object("aggregate");
  if (aggregate == nullptr) return;
  const ArtilleryCounts all = counts_of(*aggregate);
  give_counts(all, counts_, line);
  read_periods(root.find_list("intermediate"));
  date_failures();
  const auto first = aggregate->number_at("firstMetricAt"), last = aggregate->number_at("lastMetricAt");
  if (first && last && *first > 1e12 && *last > *first && *last < 9e12) {
    counts_.run().duration_s = (*last - *first) / 1000;
    // Periods begin at full tens of seconds, the run somewhere in the first.
    if (counts_.summary().slices.empty())
      counts_.run().start_ns = static_cast<std::int64_t>(*first) * 1'000'000;
  }
  const double unfinished = all.created - all.completed - all.failed_users;
  if (all.created > 0 && unfinished > 0) counts_.run().interrupted_iterations = unfinished;
}

bool is_report(std::string_view head) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] != '{') return false;
  const std::size_t name = head.find_first_not_of(" \t\r\n", first + 1);
  return name != std::string_view::npos && head.substr(name, 11) == "\"aggregate\"";
}

Sureness recognises(std::string_view head, bool) {
  if (!is_report(head)) return 0;
  for (const std::string_view own : {"vusers.", "http.codes", "\"scenariosCreated\"", "\"firstCounterAt\"",
                                     "\"requestsCompleted\"", "\"counters\""})
    if (contains(head, own)) return 0.97;
  return 0;
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestText);
  const JsonDocument document = read_json(whole.text, whole.text.find('{'));
  Counts counts(artillery(), input);
  Report(counts).read(document.root, document.root.line);
  model::LineFates fates;
  fates.lines = fates.samples =
      input::count_lines(whole.text) + (!whole.text.empty() && whole.text.back() != '\n' ? 1 : 0);
  sink.on_lines(fates);
  sink.on_run(counts.run());
  if (document.cut || document.damaged) sink.on_note("the JSON is cut short; what was complete is used");
  if (counts.empty()) {
    sink.on_note("counts no request: no virtual user sent one");
    return true;
  }
  sink.on_note("a status is no error to Artillery; those from 400 on are counted as failed");
  counts.give(sink);
  return true;
}

}  // namespace

const Adapter artillery_json = {.name = "artillery-json",
                                .summary = "report of artillery run --output",
                                .recognises = recognises,
                                .read = read};

}  // namespace loadtriage::formats::tools
