#include "report/json_run.h"

namespace loadtriage::report {
namespace {

using model::Timeline;

Json json_changes(const Timeline& timeline) {
  Json array = Json::array();
  for (const auto& change : timeline.changes) {
    Json one = Json::object();
    one["figure"] = name_of(change.figure);
    one["at_s"] = number(change.at_s);
    one["before"] = number(change.before);
    one["after"] = number(change.after);
    one["p_value"] = number(change.p_value);
    array.push_back(std::move(one));
  }
  return array;
}

Json json_scaling(const Timeline& timeline) {
  const auto& scaling = timeline.scaling;
  if (!scaling) return nullptr;
  Json out = Json::object();
  out["load"] = scaling->load == model::Scaling::Load::vus ? "vus" : "requests-in-flight";
  out["lambda_per_s"] = number(scaling->lambda);
  out["sigma"] = number(scaling->sigma);
  out["kappa"] = number(scaling->kappa);
  out["r_squared"] = number(scaling->r_squared);
  out["levels"] = scaling->levels;
  out["greatest_load"] = number(scaling->greatest_load);
  put(out, "peak_load", scaling->peak_load);
  put(out, "peak_per_s", scaling->peak_per_second);
  return out;
}

Json json_times(const std::optional<model::RequestTimes>& times) {
  if (!times) return nullptr;
  Json out = Json::object();
  out["requests"] = number(times->requests);
  put(out, "blocked_ms", times->blocked_ms);
  put(out, "connecting_ms", times->connecting_ms);
  put(out, "tls_ms", times->tls_ms);
  put(out, "sending_ms", times->sending_ms);
  put(out, "waiting_ms", times->waiting_ms);
  put(out, "receiving_ms", times->receiving_ms);
  put(out, "p50_ms", times->p50_ms);
  put(out, "p95_ms", times->p95_ms);
  return out;
}

Json json_timings(const Timeline& timeline) {
  Json out = Json::object();
  put_json(out, "before", json_times(timeline.timings.before));
  put_json(out, "after", json_times(timeline.timings.after));
  put_json(out, "failed", json_times(timeline.timings.failed));
  if (!out.empty()) put(out, "at_s", timeline.timings.at_s);
  return out;
}

}  // namespace

Json json_timeline(const model::Diagnosis& diagnosis) {
  const auto& timeline = diagnosis.evidence.timeline;
  Json out = Json::object();
  if (timeline.shape != model::Shape::none) out["shape"] = name_of(timeline.shape);
  put(out, "onset_s", timeline.onset_s);
  put(out, "first_failure_s", timeline.first_failure_s);
  put(out, "last_failure_s", timeline.last_failure_s);
  if (timeline.last_failure_s) out["recovered"] = timeline.recovered;
  put(out, "slow_onset_s", timeline.slow_onset_s);
  put(out, "knee_vus", timeline.knee_vus);
  put(out, "peak_per_s", timeline.peak_per_second);
  put_json(out, "changes", json_changes(timeline));
  put_json(out, "scaling", json_scaling(timeline));
  put_json(out, "timings", json_timings(timeline));
  if (timeline.slices.empty()) return out;
  out["healthy_s"] = number(timeline.healthy_s);
  out["slice_s"] = number(timeline.width_s);
  for (const auto& slice : timeline.slices) {
    Json one = Json::object();
    one["start_s"] = number(slice.start_s);
    one["requests"] = number(slice.requests);
    one["failed"] = number(slice.failed);
    put(one, "p50_ms", slice.p50_ms);
    put(one, "p95_ms", slice.p95_ms);
    put(one, "vus", slice.vus);
    if (slice.dropped_iterations > 0) one["dropped_iterations"] = number(slice.dropped_iterations);
    out["slices"].push_back(std::move(one));
  }
  return out;
}

}  // namespace loadtriage::report
