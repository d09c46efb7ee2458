#include "collect/assemble.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "base/saturate.h"
#include "collect/client_errors.h"
#include "collect/clocks.h"
#include "collect/failures.h"
#include "collect/gaps.h"
#include "collect/keep_fact.h"
#include "collect/logs/unknown.h"
#include "collect/merge_summaries.h"
#include "collect/observations.h"
#include "collect/operations.h"
#include "collect/series/aligned.h"
#include "collect/series/timeline_fill.h"
#include "collect/two_tellings.h"
#include "formats/k6/metric_names.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::InputLog;

struct Logs {
  std::vector<InputLog> k6, backend;
};

// Readings of resources are no events.
bool speaks(const std::vector<InputLog>& logs) {
  return std::any_of(logs.begin(), logs.end(), [](const InputLog& log) { return log.events > 0; });
}

void note_drops(model::Input& input, const std::vector<DroppedLine>& dropped) {
  for (const DroppedLine& line : dropped)
    input.notes.push_back(fmt::format("line {}: {}", line.where.line, line.why));
}

model::Input::Figures figures_of(const Harvest& harvest) {
  using enum model::Input::Figures;
  if (!harvest.points.empty()) return points;
  return harvest.summaries.empty() && harvest.progress.empty() ? none : sums;
}

// Moves what each input gave into the evidence; logs and summaries are handed back, as
// they need the whole before they can be placed.
void take_harvests(std::vector<Harvest>& harvests, Evidence& evidence, Logs& logs,
                   std::vector<model::RunSummary>& summaries, std::vector<model::RunInfo>& runs) {
  for (Harvest& harvest : harvests) {
    note_drops(harvest.input, harvest.dropped);
    const std::string& kind = harvest.input.kind;
    evidence.has_console = evidence.has_console || kind == "k6-console";
    evidence.has_script = evidence.has_script || kind == "k6-script";
    evidence.has_context = evidence.has_context || kind == "context";
    harvest.input.figures = figures_of(harvest);
    evidence.inputs.push_back(std::move(harvest.input));
    for (auto& summary : harvest.summaries) summaries.push_back(std::move(summary));
    for (auto& run : harvest.runs) runs.push_back(std::move(run));
    for (auto& step : harvest.progress) evidence.progress.push_back(step);
    for (auto& [name, fact] : harvest.facts) keep_fact(evidence, name, std::move(fact));
    for (auto& limiter : harvest.limiters) evidence.limiters.push_back(std::move(limiter));
    for (model::Sightings* sightings :
         {&harvest.k6_log.sightings, &harvest.backend_log.sightings, &harvest.settings})
      if (!sightings->empty()) evidence.sightings.push_back(std::move(*sightings));
    evidence.points.merge(std::move(harvest.points));
    if (!harvest.k6_log.empty()) logs.k6.push_back(std::move(harvest.k6_log));
    if (!harvest.backend_log.empty()) logs.backend.push_back(std::move(harvest.backend_log));
  }
  std::stable_sort(
      evidence.progress.begin(), evidence.progress.end(),
      [](const model::Progress& a, const model::Progress& b) { return a.elapsed_s < b.elapsed_s; });
}

std::vector<AlignedLog> align_all(const std::vector<InputLog>& logs, const Window& window,
                                  Evidence& evidence) {
  std::vector<AlignedLog> aligned;
  for (const InputLog& log : logs) {
    const model::ClockOffset offset = align(log, window);
    if (!offset.reason.empty()) evidence.clocks.push_back(offset);
    // Without a start nothing has a time; the lines count all the same.
    static const Window kNowhere;
    aligned.push_back({&log, saturated_cast(std::round(offset.offset_s * 1e9)),
                       counts_from_elsewhere(log, window) ? &kNowhere : &window});
  }
  return aligned;
}

void fill_run(Evidence& evidence, const Window& window) {
  model::RunInfo& run = evidence.run;
  if (!run.start_ns) run.start_ns = window.start_ns;
  if (!run.duration_s) run.duration_s = window.duration_s;
  if (run.vus_max) return;
  if (const model::Metric* metric = evidence.find_metric("vus_max"); metric != nullptr && metric->max)
    run.vus_max = metric->max;
  else if (const auto gauge = evidence.points.gauges_max.find("vus_max");
           gauge != evidence.points.gauges_max.end())
    run.vus_max = gauge->second;
}

// Checks that only the raw points know.
void fill_checks(Evidence& evidence) {
  if (!evidence.checks.empty()) return;
  for (const auto& [key, count] : evidence.points.checks) {
    model::Check check;
    check.group = key.first;
    check.name = key.second;
    check.passes = static_cast<double>(count.passes);
    check.fails = static_cast<double>(count.fails);
    evidence.checks.push_back(std::move(check));
  }
}

// Thresholds of which nothing is known but that k6's last line says they were not met.
void note_crossed(Evidence& evidence) {
  for (const std::string& key : evidence.run.crossed) {
    const auto [at, added] = evidence.metrics.try_emplace(key);
    model::Metric& metric = at->second;
    if (!metric.thresholds.empty()) continue;
    if (added) metric = formats::metric_named(key);
    model::Threshold threshold;
    threshold.result = model::ThresholdResult::failed;
    metric.thresholds.push_back(std::move(threshold));
  }
}

void settle_failures(Evidence& evidence, const Watches& watches) {
  const double cut = settle_errors(evidence.points, watches.client_error);
  if (cut == 0) return;
  evidence.notes.push_back(fmt::format("{} {} under way when the run ended, and {} not counted as failed",
                                       format_count(cut), cut == 1 ? "request was" : "requests were",
                                       cut == 1 ? "is" : "are"));
}

}  // namespace

Evidence assemble(std::vector<Harvest> harvests, const Watches& watches) {
  Evidence evidence;
  Logs logs;
  std::vector<model::RunSummary> summaries;
  std::vector<model::RunInfo> runs;
  take_harvests(harvests, evidence, logs, summaries, runs);
  merge_summaries(std::move(summaries), evidence);
  for (const model::RunInfo& run : runs) complete(evidence.run, run);
  evidence.has_raw_points = !evidence.points.empty();
  evidence.has_k6_log = speaks(logs.k6);
  evidence.has_backend_log = speaks(logs.backend);
  note_crossed(evidence);
  compare_summary_with_points(evidence);
  settle_failures(evidence, watches);

  const Window window = find_window(evidence, logs.k6, logs.backend);
  fill_run(evidence, window);
  fill_checks(evidence);
  const std::vector<AlignedLog> k6_logs = align_all(logs.k6, window, evidence);
  const std::vector<AlignedLog> backend_logs = align_all(logs.backend, window, evidence);
  fill_failures(evidence, k6_logs, backend_logs, watches.client_error, window);
  evidence.has_access_log = !evidence.access.empty();
  fill_timeline(evidence, window);
  fill_observations(evidence, k6_logs, backend_logs, watches, window);
  fill_voice(evidence, backend_logs, window);
  fill_unknown(evidence, backend_logs);
  fill_operations(evidence);
  fill_gaps(evidence);
  evidence.logs = std::move(logs.k6);
  for (InputLog& log : logs.backend) evidence.logs.push_back(std::move(log));
  return evidence;
}

}  // namespace loadtriage::collect
