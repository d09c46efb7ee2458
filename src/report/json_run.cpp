#include "report/json_run.h"

#include <cmath>

#include "base/text.h"
#include "report/observed.h"
#include "report/story.h"
#include "report/tables.h"

namespace loadtriage::report {
namespace {

using model::Evidence;

Json json_scenarios(const model::RunInfo& run) {
  Json array = Json::array();
  for (const auto& scenario : run.scenarios) {
    Json one = Json::object();
    one["name"] = text(scenario.name);
    put(one, "description", scenario.description);
    put(one, "vus_max", scenario.max_vus);
    put(one, "duration_s", scenario.duration_s);
    put(one, "rate_per_s", scenario.rate_per_s);
    array.push_back(std::move(one));
  }
  return array;
}

std::string source_of_metric(const Evidence& evidence, const char* key) {
  const auto* metric = evidence.find_metric(key);
  if (!metric) return {};
  const auto place = file_place(evidence, metric->where);
  return place ? describe(*place) : "";
}

// The run's own numbers stand among the facts too, unless a rule named a better one.
void put_fact(Json& facts, const char* name, const std::optional<double>& value, const char* unit,
              const std::string& source) {
  if (!value || facts.contains(name)) return;
  Json fact = Json::object();
  fact["value"] = number(*value);
  fact["unit"] = unit;
  put(fact, "source", source);
  facts[name] = std::move(fact);
}

std::optional<double> dropped_iterations(const Evidence& evidence) {
  const auto* metric = evidence.find_metric("dropped_iterations");
  return metric ? metric->count : std::nullopt;
}

// The number that matters for the first cause stands before one of the same name.
void put_first_cause(Json& facts, const model::Diagnosis& diagnosis) {
  if (diagnosis.causes.empty()) return;
  const auto& finding = diagnosis.causes.front().finding;
  const auto place = place_of(diagnosis, finding);
  for (const auto& fact : finding.facts) {
    const auto known = diagnosis.evidence.facts.find(fact.name);
    const bool same = known != diagnosis.evidence.facts.end() && known->second.number == fact.value;
    if (!std::isfinite(fact.value) || same) continue;
    Json one = Json::object();
    one["value"] = number(fact.value);
    put(one, "unit", fact.unit);
    put(one, "written", fact.text);
    if (place) put(one, "source", describe(*place));
    facts[printable(fact.name)] = std::move(one);
  }
}

}  // namespace

Json json_source(const Evidence& evidence, const std::optional<model::SourceRef>& where) {
  if (!where || where->input >= evidence.inputs.size()) return nullptr;
  Json source = Json::object();
  source["file"] = text(evidence.inputs[where->input].path);
  if (where->line > 0) source["line"] = where->line;
  return source;
}

Json json_run(const model::Diagnosis& diagnosis) {
  const auto& evidence = diagnosis.evidence;
  const auto& info = evidence.run;
  Json run = Json::object();
  run["tool"] = text(info.tool.empty() ? "k6" : info.tool);
  put(run, "tool_version", info.tool_version.value_or(""));
  put(run, "k6_version", info.k6_version.value_or(""));
  put(run, "script", info.script);
  put(run, "start", wall_clock(info, 0));
  put(run, "duration_s", info.duration_s);
  put(run, "planned_duration_s", info.planned_duration_s);
  put(run, "requests", evidence.requests());
  put(run, "failed", evidence.failed_requests());
  put(run, "failed_share", evidence.failed_share());
  put(run, "onset_s", onset_s(diagnosis));
  put(run, "vus_max", info.vus_max);
  put(run, "complete_iterations", info.complete_iterations);
  put(run, "interrupted_iterations", info.interrupted_iterations);
  put(run, "dropped_iterations", dropped_iterations(evidence));
  if (info.exit_code) run["exit_code"] = *info.exit_code;
  if (evidence.summaries > 1) run["summaries"] = evidence.summaries;
  put_json(run, "scenarios", json_scenarios(info));
  return run;
}

Json json_thresholds(const model::Diagnosis& diagnosis) {
  Json array = Json::array();
  for (const auto& named : all_thresholds(diagnosis)) {
    Json one = Json::object();
    one["metric"] = text(named.metric);
    one["expression"] = text(named.threshold->expression);
    one["result"] = name_of(named.threshold->result);
    put(one, "observed", named.observed);
    if (const auto observed = observed_of(diagnosis.evidence, *named.of, *named.threshold))
      one["observed_value"] = number(observed->value);
    if (named.vacuous) one["vacuous_because"] = text(named.vacuous->why);
    put_json(one, "source", json_source(diagnosis.evidence, named.threshold->where));
    array.push_back(std::move(one));
  }
  return array;
}

Json json_checks(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& check : evidence.checks) {
    Json one = Json::object();
    one["name"] = text(check.name);
    put(one, "group", check.group);
    one["passes"] = number(check.passes);
    one["fails"] = number(check.fails);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_operations(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& operation : evidence.operations) {
    Json one = Json::object();
    one["name"] = text(operation.name);
    put(one, "requests", operation.requests);
    put(one, "failed", operation.failed);
    put(one, "p95_ms", operation.p95_ms);
    if (operation.p95_ms) one["latency_real"] = operation.latency_real;
    put(one, "derived_from", operation.derived_from);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_endpoints(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& endpoint : evidence.endpoints) {
    Json one = Json::object();
    one["name"] = text(endpoint.name);
    put(one, "method", endpoint.method);
    one["requests"] = number(endpoint.requests);
    one["failed"] = number(endpoint.failed);
    put(one, "p50_ms", endpoint.p50_ms);
    put(one, "p95_ms", endpoint.p95_ms);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_failures(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& cell : evidence.failures) {
    Json one = Json::object();
    one["count"] = number(cell.count);
    if (cell.status) one["status"] = *cell.status;
    if (cell.error_code) one["error_code"] = *cell.error_code;
    put(one, "error", cell.error);
    put(one, "method", cell.method);
    put(one, "endpoint", cell.endpoint);
    put(one, "first_s", cell.first_s);
    put(one, "last_s", cell.last_s);
    put(one, "p50_ms", cell.p50_ms);
    put(one, "p95_ms", cell.p95_ms);
    put(one, "known_from", cell.from);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_facts(const model::Diagnosis& diagnosis) {
  const auto& evidence = diagnosis.evidence;
  Json facts = Json::object();
  for (const auto& [name, fact] : evidence.facts) {
    Json one = Json::object();
    one["value"] = fact.number ? number(*fact.number) : text(fact.text);
    put(one, "unit", fact.unit);
    if (fact.number) put(one, "written", fact.text);
    put(one, "source", fact.source);
    put(one, "owner", fact.owner);
    facts[printable(name)] = std::move(one);
  }
  put_first_cause(facts, diagnosis);
  put_fact(facts, "requests", evidence.requests(), "requests", source_of_metric(evidence, "http_reqs"));
  put_fact(facts, "failed_requests", evidence.failed_requests(), "requests",
           source_of_metric(evidence, "http_req_failed"));
  const std::string users = user_word(evidence.run) + "s";
  put_fact(facts, "vus_max", evidence.run.vus_max, users.c_str(), source_of_metric(evidence, "vus_max"));
  put_fact(facts, "dropped_iterations", dropped_iterations(evidence), "iterations",
           source_of_metric(evidence, "dropped_iterations"));
  return facts;
}

Json json_limiters(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& limiter : evidence.limiters) {
    Json one = Json::object();
    put(one, "name", limiter.name);
    one["limit"] = number(limiter.limit);
    one["window_s"] = number(limiter.window_s);
    put(one, "written", limiter.written);
    put(one, "source", limiter.source);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_unknown(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& pattern : evidence.unknown) {
    Json one = Json::object();
    one["pattern"] = text(pattern.text);
    one["count"] = number(pattern.count);
    one["healthy"] = number(pattern.healthy);
    put(one, "first_s", pattern.first_s);
    put(one, "example", pattern.example.text);
    put_json(one, "source", json_source(evidence, pattern.example.where));
    array.push_back(std::move(one));
  }
  return array;
}

Json json_inputs(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& input : evidence.inputs) {
    const auto& fates = input.fates;
    Json one = Json::object();
    one["path"] = text(input.path);
    if (!input.here.empty()) one["here"] = text(input.here);
    put(one, "kind", input.kind);
    one["understood"] = number(input.kind.empty() ? 0 : fates.understood());
    one["lines"] = fates.lines;
    one["samples"] = fates.samples;
    one["events"] = fates.events;
    one["continuations"] = fates.continuations;
    one["blank"] = fates.blank;
    one["dropped"] = fates.dropped;
    const auto id = static_cast<model::InputId>(&input - evidence.inputs.data());
    one["meaningful"] = number(meaningful_lines(evidence, id));
    one["tells_nothing"] = tells_nothing(evidence, id);
    one["notes"] = texts(input.notes);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_clocks(const Evidence& evidence) {
  Json array = Json::array();
  for (const auto& clock : evidence.clocks) {
    if (clock.input >= evidence.inputs.size()) continue;
    Json one = Json::object();
    one["file"] = text(evidence.inputs[clock.input].path);
    one["offset_s"] = number(clock.offset_s);
    put(one, "reason", clock.reason);
    array.push_back(std::move(one));
  }
  return array;
}

}  // namespace loadtriage::report
