#include "rank/trouble.h"

#include <algorithm>

namespace loadtriage::rank {

bool Trouble::failures_matter() const {
  if (failed <= 0) return false;
  return errors_failed || (failed_share >= kStray && !tolerated);
}

bool Trouble::anything() const {
  return failures_matter() || thresholds_failed || dropped || checks_failed_share >= kStray;
}

std::optional<double> dropped_iterations(const model::Evidence& evidence) {
  const auto metric = evidence.metrics.find("dropped_iterations");
  if (metric != evidence.metrics.end() && metric->second.count) return metric->second.count;
  const auto counted = evidence.points.counters.find("dropped_iterations");
  return counted != evidence.points.counters.end() ? std::optional<double>(counted->second) : std::nullopt;
}

namespace {

// A threshold on failed requests that let pass more than a stray share, and was met.
bool errors_are_allowed(const model::Evidence& evidence) {
  const model::Metric* failed = evidence.find_metric("http_req_failed");
  return failed != nullptr && failed->share.value_or(0) > kStray &&
         std::any_of(failed->thresholds.begin(), failed->thresholds.end(), [](const auto& threshold) {
           return threshold.result == model::ThresholdResult::passed;
         });
}

}  // namespace

Trouble trouble_of(const model::Evidence& evidence) {
  Trouble trouble;
  trouble.unknown = !evidence.requests().has_value();
  trouble.requests = evidence.requests().value_or(0);
  trouble.failed = evidence.failed_requests().value_or(0);
  trouble.failed_share = evidence.failed_share().value_or(0);
  double passes = 0, fails = 0;
  for (const model::Check& check : evidence.checks) {
    passes += check.passes;
    fails += check.fails;
  }
  // A summary may count them in all and name none.
  if (const auto* checks = evidence.find_metric("checks"); evidence.checks.empty() && checks != nullptr) {
    passes = checks->nonzero.value_or(0);
    fails = checks->zero.value_or(0);
  }
  if (passes + fails > 0) trouble.checks_failed_share = fails / (passes + fails);
  for (const auto& [key, metric] : evidence.metrics) {
    for (const model::Threshold& threshold : metric.thresholds) {
      if (threshold.result == model::ThresholdResult::unknown) continue;
      trouble.judged = true;
      if (threshold.result != model::ThresholdResult::failed) continue;
      trouble.thresholds_failed = true;
      (metric.type == model::MetricType::trend ? trouble.latency_failed : trouble.errors_failed) = true;
    }
  }
  const bool allowed = errors_are_allowed(evidence);
  const bool client_errors =
      !evidence.failures.empty() &&
      std::all_of(evidence.failures.begin(), evidence.failures.end(), [](const model::FailureCell& cell) {
        return cell.status && *cell.status >= 400 && *cell.status < 500;
      });
  // Where the script checks nothing, its threshold alone says what may fail.
  const bool expected =
      (client_errors && passes > 0) || (allowed && (passes == 0 || passes >= trouble.requests));
  trouble.tolerated = expected && fails == 0 && !trouble.thresholds_failed;
  if (trouble.unknown && evidence.has_access_log) {
    for (const model::AccessCell& cell : evidence.access) {
      trouble.requests += cell.count;
      trouble.failed += cell.status >= 400 ? cell.count : 0;
    }
    if (trouble.requests > 0) trouble.failed_share = trouble.failed / trouble.requests;
  }
  trouble.dropped = dropped_iterations(evidence).value_or(0) > 0;
  return trouble;
}

}  // namespace loadtriage::rank
