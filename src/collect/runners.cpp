#include "collect/runners.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>

#include "base/quantity.h"

namespace loadtriage::collect {
namespace {

using model::Metric;
using model::RunSummary;

const Metric* find(const RunSummary& summary, std::string_view name) {
  for (const Metric& metric : summary.metrics)
    if (metric.selector.empty() && metric.name == name) return &metric;
  return nullptr;
}

bool near(std::optional<double> a, std::optional<double> b) {
  return !a || !b || std::abs(*a - *b) <= 0.01 * std::max(*a, *b);
}

// What a tool prints and what it writes to a file tell the same run, though the file may be some
// seconds behind where the tool was stopped.
bool two_views(const RunSummary& a, const RunSummary& b, const model::Evidence& evidence) {
  return a.shape == model::SummaryShape::tool && b.shape == a.shape && a.run.tool == b.run.tool &&
         kind_of(a, evidence) != kind_of(b, evidence);
}

std::optional<double> average_of(const RunSummary& summary) {
  const Metric* metric = find(summary, "http_req_duration");
  return metric != nullptr ? metric->trend.avg : std::nullopt;
}

std::optional<double> failed_of(const RunSummary& summary) {
  const Metric* metric = find(summary, "http_req_failed");
  return metric != nullptr ? metric->nonzero : std::nullopt;
}

// Two files of one shape are the same run only where one is a copy of the other: the runners of
// one test send about as many requests each.
bool is_copy(const RunSummary& a, const RunSummary& b) {
  return count_of(a, "http_reqs") == count_of(b, "http_reqs") &&
         count_of(a, "iterations") == count_of(b, "iterations") && failed_of(a) == failed_of(b) &&
         average_of(a) == average_of(b);
}

bool same_run(const RunSummary& a, const RunSummary& b) {
  if (a.shape == b.shape && a.where.input == b.where.input) return false;  // two runs in one file
  if (a.shape == b.shape && a.shape != model::SummaryShape::tool) return is_copy(a, b);
  const bool comparable = (count_of(a, "http_reqs") && count_of(b, "http_reqs")) ||
                          (count_of(a, "iterations") && count_of(b, "iterations"));
  return comparable && near(count_of(a, "http_reqs"), count_of(b, "http_reqs")) &&
         near(count_of(a, "iterations"), count_of(b, "iterations"));
}

std::string name_of(const RunSummary& summary, const model::Evidence& evidence) {
  const std::size_t input = summary.where.input;
  return input < evidence.inputs.size() ? evidence.inputs[input].from_here() : std::string("a summary");
}

}  // namespace

std::optional<double> count_of(const RunSummary& summary, std::string_view name) {
  const Metric* metric = find(summary, name);
  return metric != nullptr ? metric->count : std::nullopt;
}

bool counts_requests(const RunSummary& summary) {
  return count_of(summary, "http_reqs") || count_of(summary, "iterations");
}

std::string_view kind_of(const RunSummary& summary, const model::Evidence& evidence) {
  const std::size_t input = summary.where.input;
  return input < evidence.inputs.size() ? std::string_view(evidence.inputs[input].kind) : std::string_view();
}

bool tell_one_run(const RunSummary& a, const RunSummary& b, const model::Evidence& evidence) {
  return same_run(a, b) || two_views(a, b, evidence);
}

void note_failing_runners(const std::vector<RunSummary>& runs, model::Evidence& evidence) {
  double all = 0;
  std::vector<const RunSummary*> failing;
  for (const RunSummary& run : runs) {
    const double failed = failed_of(run).value_or(0);
    all += failed;
    if (failed > 0) failing.push_back(&run);
  }
  if (failing.empty() || failing.size() * 2 > runs.size()) return;
  std::string told;
  for (const RunSummary* run : failing)
    told +=
        fmt::format("{}{} ({} of its {} requests)", told.empty() ? "" : ", ", name_of(*run, evidence),
                    format_count(*failed_of(*run)), format_count(count_of(*run, "http_reqs").value_or(0)));
  evidence.notes.push_back(
      fmt::format("all {} failed requests are counted by {} of {} summaries: {}; what sets {} apart (the "
                  "machine, its way to the target) is the first thing to look at",
                  format_count(all), failing.size(), runs.size(), told,
                  failing.size() == 1 ? "that runner" : "those runners"));
}

}  // namespace loadtriage::collect
