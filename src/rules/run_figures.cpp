#include "rules/run_figures.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "model/threshold_expression.h"
#include "rules/missed_limit.h"

namespace loadtriage::rules {
namespace {

using model::Evidence;
using model::Metric;

std::optional<double> sum(std::optional<double> a, std::optional<double> b) {
  if (!a && !b) return std::nullopt;
  return a.value_or(0) + b.value_or(0);
}

// Of requests that succeeded: raw points know them; a summary has a submetric for them,
// or no request failed.
std::optional<double> good_latency(const Evidence& evidence, const RunFigures& figures, double rank) {
  if (!evidence.points.empty()) return trend_of(evidence, "http_req_duration{good}", rank);
  if (evidence.find_metric("http_req_duration{expected_response:true}") != nullptr)
    return trend_of(evidence, "http_req_duration{expected_response:true}", rank);
  if (figures.failed && *figures.failed == 0) return trend_of(evidence, "http_req_duration", rank);
  return std::nullopt;
}

void fill_first_and_last(const Evidence& evidence, RunFigures::Latency& latency) {
  const auto& slices = evidence.timeline.slices;
  if (slices.size() < 5) return;
  const std::size_t fifth = slices.size() / 5;
  const auto median_of = [&](std::size_t from, std::size_t to) -> std::optional<double> {
    std::vector<double> medians;
    for (std::size_t i = from; i < to; ++i)
      if (slices[i].p50_ms) medians.push_back(*slices[i].p50_ms);
    if (medians.empty()) return std::nullopt;
    std::nth_element(medians.begin(), medians.begin() + static_cast<std::ptrdiff_t>(medians.size() / 2),
                     medians.end());
    return medians[medians.size() / 2];
  };
  latency.first_p50 = median_of(0, fifth);
  latency.last_p50 = median_of(slices.size() - fifth, slices.size());
  if (latency.first_p50 && latency.last_p50 && *latency.first_p50 > 0)
    latency.growth = *latency.last_p50 / *latency.first_p50;
  for (const model::TimeSlice& slice : slices)
    if (slice.p50_ms && slice.requests >= 3)
      latency.peak_p50 = std::max(latency.peak_p50.value_or(0), *slice.p50_ms);
}

bool is_latency(const Metric& metric) {
  if (metric.name == "http_req_duration" || metric.name == "http_req_waiting" ||
      metric.name == "iteration_duration" || metric.name == "grpc_req_duration" ||
      metric.name == "group_duration")
    return true;
  return metric.type == model::MetricType::trend;
}

void fill_thresholds(const Evidence& evidence, RunFigures& figures) {
  for (const auto& [key, metric] : evidence.metrics) {
    for (const model::Threshold& threshold : metric.thresholds) {
      ++figures.thresholds.count;
      const bool failed = threshold.result == model::ThresholdResult::failed;
      figures.thresholds.failed += failed ? 1 : 0;
      if (is_latency(metric)) {
        if (const auto limit = model::upper_limit(threshold.expression))
          figures.latency.limit = std::min(figures.latency.limit.value_or(*limit), *limit);
        figures.thresholds.failed_latency = figures.thresholds.failed_latency || failed;
        figures.latency.over_limit = figures.latency.over_limit || failed;
      } else if (metric.name == "checks") {
        figures.thresholds.failed_checks = figures.thresholds.failed_checks || failed;
      } else {
        figures.thresholds.failed_errors = figures.thresholds.failed_errors || failed;
      }
    }
  }
}

void fill_latency(const Evidence& evidence, RunFigures& figures) {
  RunFigures::Latency& latency = figures.latency;
  latency.p50 = good_latency(evidence, figures, 50);
  latency.p95 = good_latency(evidence, figures, 95);
  latency.p99 = good_latency(evidence, figures, 99);
  latency.max = good_latency(evidence, figures, 100);
  latency.all_p50 = trend_of(evidence, "http_req_duration", 50);
  latency.all_p95 = trend_of(evidence, "http_req_duration", 95);
  latency.all_max = trend_of(evidence, "http_req_duration", 100);
  latency.waiting_p95 = trend_of(evidence, "http_req_waiting", 95);
  latency.sending_p95 = trend_of(evidence, "http_req_sending", 95);
  latency.receiving_p95 = trend_of(evidence, "http_req_receiving", 95);
  latency.blocked_p95 = trend_of(evidence, "http_req_blocked", 95);
  latency.blocked_max = trend_of(evidence, "http_req_blocked", 100);
  latency.connecting_p95 = trend_of(evidence, "http_req_connecting", 95);
  latency.connecting_max = trend_of(evidence, "http_req_connecting", 100);
  latency.tls_p95 = trend_of(evidence, "http_req_tls_handshaking", 95);
  latency.tls_max = trend_of(evidence, "http_req_tls_handshaking", 100);
  fill_first_and_last(evidence, latency);
  if (const auto missed = missed_limit_of(evidence)) {
    latency.missed_of = missed->of;
    latency.missed = missed->observed_ms;
    latency.missed_limit = missed->limit_ms;
  }
  figures.send_receive_p95 = sum(latency.sending_p95, latency.receiving_p95);
}

std::optional<double> counter_of(const Evidence& evidence, const std::string& name) {
  if (const Metric* metric = evidence.find_metric(name); metric != nullptr && metric->count)
    return metric->count;
  const auto found = evidence.points.counters.find(name);
  if (found != evidence.points.counters.end()) return found->second;
  return std::nullopt;
}

void fill_iterations(const Evidence& evidence, RunFigures& figures) {
  RunFigures::Iterations& iterations = figures.iterations;
  iterations.count = counter_of(evidence, "iterations");
  if (!iterations.count) iterations.count = evidence.run.complete_iterations;
  iterations.dropped = counter_of(evidence, "dropped_iterations");
  iterations.p50 = trend_of(evidence, "iteration_duration", 50);
  iterations.p95 = trend_of(evidence, "iteration_duration", 95);
  iterations.min = trend_of(evidence, "iteration_duration", 0);
  if (figures.requests && iterations.count && *iterations.count > 0)
    iterations.per_request = *figures.requests / *iterations.count;
  const auto request = trend_of(evidence, "http_req_duration", 50);
  if (iterations.p50 && request && iterations.per_request)
    iterations.overhead = *iterations.p50 - *request * *iterations.per_request;
}

void fill_access(const Evidence& evidence, RunFigures& figures) {
  if (!evidence.has_access_log) return;
  double requests = 0, failed = 0;
  for (const model::AccessCell& cell : evidence.access) {
    requests += cell.count;
    failed += cell.status >= 400 || cell.status == 0 ? cell.count : 0;
  }
  figures.access_requests = requests;
  figures.access_failed = failed;
  if (figures.requests) figures.no_arrivals = *figures.requests >= 20 && requests < 0.01 * *figures.requests;
}

// "host:port" out of a text such as `Get "http://127.0.0.1:28010/x": dial tcp ...`.
bool target_from(std::string_view text, RunFigures& figures) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return false;
  const bool tls = scheme >= 5 && text.substr(scheme - 5, 5) == "https";
  std::string_view authority = text.substr(scheme + 3);
  authority = authority.substr(0, authority.find_first_of("/\"' ?#)"));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority = authority.substr(at + 1);
  const std::size_t colon = authority.rfind(':');
  const bool has_port =
      colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos;
  figures.target_host = std::string(has_port ? authority.substr(0, colon) : authority);
  figures.target_port = has_port ? std::string(authority.substr(colon + 1)) : tls ? "443" : "80";
  return !figures.target_host.empty() && figures.target_host.find_first_of("${}*<") == std::string::npos;
}

void fill_target(const Evidence& evidence, RunFigures& figures) {
  for (const char* name : {"target", "base_url", "url"})
    if (const auto fact = evidence.facts.find(name);
        fact != evidence.facts.end() && target_from(fact->second.text, figures))
      return;
  for (const auto& log : evidence.logs)
    if (log.speaker == model::Speaker::k6)
      for (const auto& [error, seen] : log.request_errors)
        if (target_from(seen.first.text, figures)) return;
  figures.target_host.clear();
  figures.target_port.clear();
}

void fill_looks(const Evidence& evidence, RunFigures& figures) {
  double known = 0, all = 0;
  for (const model::FailureCell& cell : evidence.failures) {
    all += cell.count;
    known += cell.status && cell.from != "summary" ? cell.count : 0;
  }
  figures.knows_looks = all > 0 && known >= 0.9 * all;
}

}  // namespace

std::optional<double> trend_of(const Evidence& evidence, const std::string& key, double rank) {
  const Metric* metric = evidence.find_metric(key);
  if (metric != nullptr) {
    if (const auto interval = metric->trend.percentile(rank)) return (interval->low + interval->high) / 2;
  }
  const auto found = evidence.points.trends.find(key);
  if (found != evidence.points.trends.end()) return found->second.quantile(rank / 100);
  return std::nullopt;
}

std::string vacuous_because(const Evidence& evidence, const Metric& metric,
                            const model::Threshold& threshold) {
  // A counter that k6 only writes when something happens: none is what was asked for.
  if (metric.empty() == true && metric.name != "dropped_iterations") return "the metric has no samples";
  if (threshold.result != model::ThresholdResult::passed) return {};
  const bool none = evidence.failed_share() == 1.0;
  const auto received = counter_of(evidence, "data_received");
  const bool dead = none && (received == 0.0 || trend_of(evidence, "http_req_duration", 100) == 0.0);
  if (dead && metric.type == model::MetricType::trend) return "no request reached a server";
  if (none && metric.name == "http_req_duration" && metric.selector.empty())
    return "only failed requests were timed";
  return {};
}

RunFigures figures_of(const Evidence& evidence) {
  RunFigures figures;
  figures.requests = evidence.requests();
  figures.failed = evidence.failed_requests();
  if (figures.requests && figures.failed) figures.good = *figures.requests - *figures.failed;
  fill_latency(evidence, figures);
  fill_iterations(evidence, figures);
  fill_thresholds(evidence, figures);
  for (const model::Check& check : evidence.checks) {
    figures.checks_passed += check.passes;
    figures.checks_failed += check.fails;
  }
  const auto mean = [&]() -> std::optional<double> {
    if (const Metric* metric = evidence.find_metric("http_req_duration");
        metric != nullptr && metric->trend.avg)
      return metric->trend.avg;
    const auto found = evidence.points.trends.find("http_req_duration");
    if (found != evidence.points.trends.end() && !found->second.empty()) return found->second.mean();
    return std::nullopt;
  }();
  if (figures.requests && evidence.run.duration_s && *evidence.run.duration_s > 0 && mean)
    figures.in_flight = *figures.requests / *evidence.run.duration_s * *mean / 1000;
  fill_access(evidence, figures);
  fill_target(evidence, figures);
  fill_looks(evidence, figures);
  return figures;
}

}  // namespace loadtriage::rules
