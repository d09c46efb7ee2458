// The contract with other programs: docs/report.schema.json. Members may be added, their
// meaning never changes, and what the inputs do not tell is absent.
#include "report/claims.h"
#include "report/json_run.h"
#include "report/reporter.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

constexpr const char* kSchema = "loadtriage.report/1";

const char* name_of(model::CauseKind kind) { return kind == model::CauseKind::root ? "root" : "symptom"; }

const char* name_of(model::Affects affects) {
  switch (affects) {
    case model::Affects::failures:
      return "failures";
    case model::Affects::latency:
      return "latency";
    case model::Affects::checks:
      return "checks";
    case model::Affects::load:
      return "load";
    case model::Affects::validity:
      break;
  }
  return "validity";
}

Json json_support(const Diagnosis& diagnosis, const model::Support& support) {
  Json one = Json::object();
  one["text"] = text(support.text);
  one["for"] = support.favours;
  one["log_odds"] = number(support.log_odds);
  put_json(one, "source", json_source(diagnosis.evidence, support.where));
  put(one, "quote", support.quote);
  put(one, "at_s", support.at_s);
  return one;
}

Json json_evidence(const Diagnosis& diagnosis, const model::Finding& finding) {
  Json array = Json::array();
  for (const auto* support : favouring(finding)) array.push_back(json_support(diagnosis, *support));
  for (const auto* support : contradicting(finding)) array.push_back(json_support(diagnosis, *support));
  return array;
}

Json json_cause(const Diagnosis& diagnosis, const model::RankedCause& cause, std::size_t rank) {
  const auto& finding = cause.finding;
  Json one = Json::object();
  one["rank"] = rank;
  one["role"] = model::name_of(cause.role);
  one["id"] = text(finding.id);
  one["title"] = text(finding.title);
  one["kind"] = name_of(finding.kind);
  one["affects"] = name_of(finding.affects);
  one["latent"] = false;
  one["confidence"] = number(cause.confidence);
  put(one, "share", cause.share);
  if (cause.share) one["explained"] = number(cause.explained);
  put(one, "onset_s", finding.onset_s);
  put(one, "headline", sentence_of(diagnosis, cause));
  one["chain"] = texts(cause.chain);
  one["evidence"] = json_evidence(diagnosis, finding);
  put(one, "leads_to", finding.leads_to);
  one["because"] = texts(finding.because);
  put(one, "ruled_out", finding.ruled_out);
  one["verify"] = texts(finding.verify);
  one["next_steps"] = texts(finding.next_steps);
  put(one, "settle", finding.settle);
  put(one, "curl_may_work", finding.curl_may_work);
  return one;
}

Json json_latent(const model::LatentWall& wall, std::size_t rank) {
  Json one = Json::object();
  one["rank"] = rank;
  one["role"] = "latent";
  one["id"] = text(wall.cause);
  one["title"] = text(wall.title);
  one["kind"] = "root";
  one["latent"] = true;
  one["headline"] = text(wall.text);
  one["reached_at"] = number(wall.reached_at);
  put(one, "source", wall.source);
  one["chain"] = Json::array();
  Json evidence = Json::object();
  evidence["text"] = text(wall.text);
  evidence["for"] = true;
  one["evidence"] = Json::array({std::move(evidence)});
  return one;
}

Json json_causes(const Diagnosis& diagnosis) {
  Json array = Json::array();
  std::size_t rank = 0;
  for (const auto& cause : diagnosis.causes) array.push_back(json_cause(diagnosis, cause, ++rank));
  for (const auto& cause : diagnosis.alternatives) array.push_back(json_cause(diagnosis, cause, ++rank));
  for (const auto& wall : diagnosis.latent) array.push_back(json_latent(wall, ++rank));
  return array;
}

Json json_vacuous(const Diagnosis& diagnosis) {
  Json array = Json::array();
  for (const auto& threshold : diagnosis.vacuous) {
    Json one = Json::object();
    one["metric"] = text(threshold.metric);
    one["expression"] = text(threshold.expression);
    put(one, "why", threshold.why);
    array.push_back(std::move(one));
  }
  return array;
}

void put_observations(Json& report, const Diagnosis& diagnosis) {
  put(report, "unexplained", diagnosis.unexplained);
  put(report, "smoking_gun", diagnosis.smoking_gun);
  put(report, "unreal_latency", diagnosis.unreal_latency);
  put_json(report, "vacuous_thresholds", json_vacuous(diagnosis));
  put_json(report, "unrecognised", json_unknown(diagnosis.evidence));
  put(report, "healthy_look", diagnosis.healthy_look);
  put(report, "curl_may_work", curl_may_work(diagnosis));
  put(report, "verify", verify(diagnosis));
  put(report, "next_steps", next_steps(diagnosis));
  put(report, "not_examined", diagnosis.not_examined);
}

void put_measurements(Json& report, const Diagnosis& diagnosis) {
  const auto& evidence = diagnosis.evidence;
  put_json(report, "timeline", json_timeline(diagnosis));
  put_json(report, "thresholds", json_thresholds(diagnosis));
  put_json(report, "checks", json_checks(evidence));
  put_json(report, "operations", json_operations(evidence));
  put_json(report, "endpoints", json_endpoints(evidence));
  put_json(report, "failures", json_failures(evidence));
}

std::string write_json(const Diagnosis& diagnosis, const Style& style) {
  Json report = Json::object();
  report["schema"] = kSchema;
  report["producer"] = Json::object({{"name", "loadtriage"}});
  put(report["producer"], "version", style.version);
  report["verdict"] = model::name_of(diagnosis.verdict);
  report["headline"] = text(diagnosis.headline);
  report["run"] = json_run(diagnosis);
  report["causes"] = json_causes(diagnosis);
  put_observations(report, diagnosis);
  put_measurements(report, diagnosis);
  report["facts"] = json_facts(diagnosis);
  put_json(report, "limiters", json_limiters(diagnosis.evidence));
  put_json(report, "topology", json_topology(diagnosis));
  report["inputs"] = json_inputs(diagnosis.evidence);
  put_json(report, "baseline", json_baseline(diagnosis));
  put_json(report, "clocks", json_clocks(diagnosis.evidence));
  put_json(report, "claims", json_claims(diagnosis));
  put(report, "notes", diagnosis.evidence.notes);
  return dump(report);
}

}  // namespace

extern const Reporter json;
const Reporter json = {"json", "for programs: one document, docs/report.schema.json", write_json};

}  // namespace loadtriage::report
