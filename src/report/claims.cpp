#include "report/claims.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.h"
#include "report/observed.h"
#include "report/tables.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;
using model::Evidence;

constexpr std::int64_t kSecond_ns = 1'000'000'000;

struct Claim {
  std::string kind, subject, population;
  double value = 0;
  std::string unit, source;
  bool exact = true;
};

void add(Json& array, const Claim& claim) {
  Json one = Json::object();
  one["kind"] = claim.kind;
  one["subject"] = text(claim.subject);
  put(one, "population", claim.population);
  one["value"] = number(claim.value);
  put(one, "unit", claim.unit);
  put(one, "source", claim.source);
  if (!claim.exact) one["within"] = model::Histogram::kRelativeError;
  array.push_back(std::move(one));
}

std::string source_of(const Evidence& evidence, const model::SourceRef& where) {
  return where.input < evidence.inputs.size() ? evidence.inputs[where.input].path : "";
}

bool of_points(const Evidence& evidence, const model::SourceRef& where) {
  return where.input < evidence.inputs.size() &&
         evidence.inputs[where.input].figures == model::Input::Figures::points;
}

// The percentiles among the key numbers are those of the summary, over all requests, unless the
// points contradict it.
void add_percentiles(Json& array, const Diagnosis& diagnosis) {
  const Evidence& evidence = diagnosis.evidence;
  const auto* metric = evidence.find_metric("http_req_duration");
  if (metric == nullptr || !diagnosis.unreal_latency.empty()) return;
  for (const auto& [rank, interval] : metric->trend.percentiles)
    if (of_points(evidence, metric->where))
      add(array, {"percentile", fmt::format("http_req_duration p({})", rank), "all requests", interval.high,
                  "ms", "raw points", false});
    else if (interval.exact())
      add(array, {"percentile", fmt::format("http_req_duration p({})", rank), "all requests", interval.high,
                  "ms", source_of(evidence, metric->where)});
}

void add_parts(Json& array, const Evidence& evidence) {
  if (evidence.points.empty()) return;
  for (const char* part :
       {"http_req_sending", "http_req_receiving", "http_req_blocked", "http_req_waiting"}) {
    const auto found = evidence.points.trends.find(part);
    if (found == evidence.points.trends.end()) continue;
    if (const auto value = found->second.quantile(0.95))
      add(array,
          {"percentile", std::string(part) + " p(95)", "all requests", *value, "ms", "raw points", false});
  }
}

void add_thresholds(Json& array, const Diagnosis& diagnosis) {
  for (const auto& named : all_thresholds(diagnosis))
    if (const auto observed = observed_of(diagnosis.evidence, *named.of, *named.threshold))
      add(array, {"threshold", named.metric + ": " + named.threshold->expression, "samples of the metric",
                  observed->value, "", observed->source, observed->exact});
}

void add_explained(Json& array, const Diagnosis& diagnosis) {
  for (const auto& cause : diagnosis.causes)
    if (cause.share)
      add(array, {"explained", cause.finding.id, "failed requests", cause.explained, "requests", ""});
}

void add_observations(Json& array, const Diagnosis& diagnosis) {
  const Evidence& evidence = diagnosis.evidence;
  for (const auto& [name, seen] : evidence.observations)
    for (const auto& quote : seen.quotes) {
      if (!quote.at_s || quote.where.line == 0 || quote.where.input >= evidence.inputs.size()) continue;
      add(array, {"line-time", name, "", *quote.at_s, "s",
                  fmt::format("{}:{}", evidence.inputs[quote.where.input].path, quote.where.line)});
    }
}

// Messages of the service, counted: none of them twice.
void add_counts(Json& array, const Evidence& evidence) {
  for (const auto& [name, seen] : evidence.observations) {
    if (seen.by_words || seen.quotes.empty() || seen.count + seen.outside <= 0) continue;
    const auto& where = seen.quotes.front().where;
    const bool of_service = std::any_of(evidence.logs.begin(), evidence.logs.end(), [&](const auto& log) {
      return log.input == where.input && log.speaker == model::Speaker::backend;
    });
    if (!of_service || where.line == 0 || where.input >= evidence.inputs.size()) continue;
    add(array, {"lines", name, "lines of logs", seen.count + seen.outside, "lines",
                fmt::format("{}:{}", evidence.inputs[where.input].path, where.line)});
  }
}

void add_absent(Json& array, const Diagnosis& diagnosis) {
  for (const auto& cause : diagnosis.causes)
    for (const auto& name : cause.finding.absent)
      add(array, {"absent", name, "lines of all inputs", 0, "lines", "all inputs"});
}

}  // namespace

Json json_claims(const Diagnosis& diagnosis) {
  Json array = Json::array();
  // `run.start` has whole seconds; all moments of the report count from this.
  if (const auto start_ns = diagnosis.evidence.run.start_ns)
    add(array,
        {"start", "run", "", static_cast<double>((*start_ns % kSecond_ns + kSecond_ns) % kSecond_ns) / 1e9,
         "s after run.start", ""});
  add_percentiles(array, diagnosis);
  add_parts(array, diagnosis.evidence);
  add_thresholds(array, diagnosis);
  add_explained(array, diagnosis);
  add_observations(array, diagnosis);
  add_counts(array, diagnosis.evidence);
  add_absent(array, diagnosis);
  return array;
}

}  // namespace loadtriage::report
