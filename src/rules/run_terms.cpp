#include "rules/run_facts.h"
#include "rules/run_mentions.h"

#include <algorithm>

namespace loadtriage::rules {

using namespace expr;

Value number_of(std::optional<double> value, Unit unit) { return value ? Value::of(*value, unit) : Value(); }
Value text_of(const std::string& text) { return text.empty() ? Value() : Value::of(text); }

namespace {

using Facts = RunFacts;

const Type kBool = Type::boolean();
const Type kText = Type::text();
const Type kNumber = Type::number();
const Type kCount = Type::number(Unit::count);
const Type kShare = Type::number(Unit::share);
const Type kMs = Type::number(Unit::ms);
const Type kSeconds = Type::number(Unit::seconds);
const Type kBytes = Type::number(Unit::bytes);
const Type kRate = Type::number(Unit::per_second);

Value ratio(std::optional<double> part, std::optional<double> whole, Unit unit) {
  return part && whole && *whole > 0 ? Value::of(*part / *whole, unit) : Value();
}

std::optional<double> metric_count(const Facts& f, const char* name) {
  if (const auto* metric = f.evidence.find_metric(name); metric != nullptr && metric->count)
    return metric->count;
  const auto found = f.evidence.points.counters.find(name);
  return found != f.evidence.points.counters.end() ? std::optional<double>(found->second) : std::nullopt;
}

Value stopped_early(const Facts& f) {
  const auto& run = f.evidence.run;
  if (run.exit_code && (*run.exit_code == 105 || *run.exit_code == 108 || *run.exit_code == 103))
    return Value::of(true);
  if (!run.planned_duration_s || !run.duration_s) return Value();
  return Value::of(*run.duration_s < 0.9 * *run.planned_duration_s - 1);
}

Value from_start(const Facts& f) {
  const auto& t = f.evidence.timeline;
  if (!t.onset_s) return Value();
  const double duration = f.evidence.run.duration_s.value_or(0);
  return Value::of(*t.onset_s <= std::max(1.0, 0.02 * duration));
}

Value silent(const Facts& f) {
  const auto& voice = f.evidence.voice;
  if (!voice.silent_s || !voice.first_s || !f.evidence.run.duration_s) return Value();
  // It spoke for a while, and what it left out is long against its usual pace.
  const double spoke = *voice.last_s - *voice.first_s;
  const double pace = voice.events > 1 ? spoke / voice.events : spoke;
  return Value::of(voice.events >= 5 &&
                   *voice.silent_s > std::max({3.0, 0.1 * *f.evidence.run.duration_s, 8 * pace}));
}

// What is refused ends at once, what waits for a connection or an answer does not.
Value failed_at_once(const Facts& f) {
  const auto& i = f.figures.iterations;
  if (!f.figures.latency.all_p50 || !i.p50 || !i.min) return Value();
  constexpr double kGrain_ms = 20;
  return Value::of(*f.figures.latency.all_p50 == 0 && *i.p50 < 1.1 * *i.min + kGrain_ms);
}

Value target(const Facts& f) {
  const auto& g = f.figures;
  return g.target_host.empty() ? Value() : Value::of(g.target_host + ":" + g.target_port);
}

Value script(const Facts& f) {
  for (const model::Input& input : f.evidence.inputs)
    if (input.kind == "k6-script") return Value::of(input.from_here());
  return text_of(f.evidence.run.script);
}

// clang-format off
const Term kTerms[] = {
    {"run.duration_s", kSeconds, "how long the run took", [](const Facts& f) { return number_of(f.evidence.run.duration_s, Unit::seconds); }},
    {"run.planned_duration_s", kSeconds, "how long the scenarios were to take", [](const Facts& f) { return number_of(f.evidence.run.planned_duration_s, Unit::seconds); }},
    {"run.exit_code", kNumber, "k6's exit code", [](const Facts& f) { return f.evidence.run.exit_code ? Value::of(static_cast<double>(*f.evidence.run.exit_code)) : Value(); }},
    {"run.vus_max", kNumber, "the most VUs", [](const Facts& f) { return number_of(f.evidence.run.vus_max); }},
    {"run.complete_iterations", kCount, "iterations that ended, as the console counts them", [](const Facts& f) { return number_of(f.evidence.run.complete_iterations, Unit::count); }},
    {"run.interrupted_iterations", kCount, "iterations cut off", [](const Facts& f) { return number_of(f.evidence.run.interrupted_iterations, Unit::count); }},
    {"run.stopped_early", kBool, "it ended clearly before it was to", stopped_early},
    {"run.target", kText, "host and port of the target", target},
    {"run.target_host", kText, "host of the target", [](const Facts& f) { return text_of(f.figures.target_host); }},
    {"run.target_port", kText, "port of the target", [](const Facts& f) { return text_of(f.figures.target_port); }},
    {"run.script", kText, "the test script: the input that it is, or what the load generator calls it", script},
    {"run.tool", kText, "what sent the requests: k6, JMeter, Locust, ...", [](const Facts& f) { return Value::of(f.evidence.run.tool.empty() ? std::string("k6") : f.evidence.run.tool); }},
    {"run.k6_version", kText, "k6's version", [](const Facts& f) { return f.evidence.run.k6_version ? Value::of(*f.evidence.run.k6_version) : Value(); }},

    {"has.raw_points", kBool, "raw points were read", [](const Facts& f) { return Value::of(f.evidence.has_raw_points); }},
    {"has.summary", kBool, "an end-of-test summary was read", [](const Facts& f) { return Value::of(f.evidence.has_summary); }},
    {"has.console", kBool, "k6's console was read", [](const Facts& f) { return Value::of(f.evidence.has_console); }},
    {"has.k6_log", kBool, "k6's own log lines were read", [](const Facts& f) { return Value::of(f.evidence.has_k6_log); }},
    {"has.backend_log", kBool, "a log of the system under test was read", [](const Facts& f) { return Value::of(f.evidence.has_backend_log); }},
    {"has.access_log", kBool, "an access log was read", [](const Facts& f) { return Value::of(f.evidence.has_access_log); }},
    {"has.script", kBool, "the test script was read", [](const Facts& f) { return Value::of(f.evidence.has_script); }},
    {"has.context", kBool, "the operator gave context", [](const Facts& f) { return Value::of(f.evidence.has_context); }},
    {"has.failure_looks", kBool, "status or error code of the failures are known", [](const Facts& f) { return Value::of(f.figures.knows_looks); }},

    {"requests.count", kCount, "requests sent", [](const Facts& f) { return number_of(f.figures.requests, Unit::count); }},
    {"requests.failed", kCount, "requests that failed", [](const Facts& f) { return number_of(f.figures.failed, Unit::count); }},
    {"requests.good", kCount, "requests that succeeded", [](const Facts& f) { return number_of(f.figures.good, Unit::count); }},
    {"requests.failed_share", kShare, "failed share of the requests", [](const Facts& f) { return number_of(f.evidence.failed_share(), Unit::share); }},
    {"requests.failed_at_once", kBool, "half of them have no duration, and the median iteration is hardly longer than the shortest", failed_at_once},
    {"requests.per_second", kRate, "requests sent per second", [](const Facts& f) { return ratio(f.figures.requests, f.evidence.run.duration_s, Unit::per_second); }},

    {"iterations.count", kCount, "iterations", [](const Facts& f) { return number_of(f.figures.iterations.count, Unit::count); }},
    {"iterations.dropped", kCount, "iterations that never began", [](const Facts& f) { return number_of(f.figures.iterations.dropped, Unit::count); }},
    {"iterations.dropped_share", kShare, "dropped share of all iterations due", [](const Facts& f) {
       const auto& i = f.figures.iterations;
       return i.dropped && i.count ? ratio(i.dropped, *i.dropped + *i.count, Unit::share) : Value(); }},
    {"iterations.p50_ms", kMs, "median iteration", [](const Facts& f) { return number_of(f.figures.iterations.p50, Unit::ms); }},
    {"iterations.p95_ms", kMs, "95th percentile of iterations", [](const Facts& f) { return number_of(f.figures.iterations.p95, Unit::ms); }},
    {"iterations.min_ms", kMs, "shortest iteration", [](const Facts& f) { return number_of(f.figures.iterations.min, Unit::ms); }},
    {"iterations.overhead_ms", kMs, "median iteration less its requests: sleep and the script's own work", [](const Facts& f) { return number_of(f.figures.iterations.overhead, Unit::ms); }},
    {"iterations.per_request", kNumber, "requests per iteration", [](const Facts& f) { return number_of(f.figures.iterations.per_request); }},

    {"checks.count", kCount, "check evaluations", [](const Facts& f) { return Value::of(f.figures.checks_passed + f.figures.checks_failed, Unit::count); }},
    {"checks.failed", kCount, "failed check evaluations", [](const Facts& f) { return Value::of(f.figures.checks_failed, Unit::count); }},
    {"checks.failed_share", kShare, "failed share of them", [](const Facts& f) { return ratio(f.figures.checks_failed, f.figures.checks_passed + f.figures.checks_failed, Unit::share); }},

    {"thresholds.count", kCount, "thresholds", [](const Facts& f) { return Value::of(f.figures.thresholds.count, Unit::count); }},
    {"thresholds.failed", kCount, "thresholds not met", [](const Facts& f) { return Value::of(f.figures.thresholds.failed, Unit::count); }},
    {"thresholds.failed_latency", kBool, "a threshold on a duration was not met", [](const Facts& f) { return Value::of(f.figures.thresholds.failed_latency); }},
    {"thresholds.failed_errors", kBool, "a threshold on errors or counts was not met", [](const Facts& f) { return Value::of(f.figures.thresholds.failed_errors); }},
    {"thresholds.failed_checks", kBool, "a threshold on checks was not met", [](const Facts& f) { return Value::of(f.figures.thresholds.failed_checks); }},

    {"latency.p50_ms", kMs, "median of requests that succeeded", [](const Facts& f) { return number_of(f.figures.latency.p50, Unit::ms); }},
    {"latency.p95_ms", kMs, "95th percentile of requests that succeeded", [](const Facts& f) { return number_of(f.figures.latency.p95, Unit::ms); }},
    {"latency.p99_ms", kMs, "99th percentile of requests that succeeded", [](const Facts& f) { return number_of(f.figures.latency.p99, Unit::ms); }},
    {"latency.max_ms", kMs, "slowest request that succeeded", [](const Facts& f) { return number_of(f.figures.latency.max, Unit::ms); }},
    {"latency.all_p50_ms", kMs, "median of all requests", [](const Facts& f) { return number_of(f.figures.latency.all_p50, Unit::ms); }},
    {"latency.all_p95_ms", kMs, "95th percentile of all requests", [](const Facts& f) { return number_of(f.figures.latency.all_p95, Unit::ms); }},
    {"latency.all_max_ms", kMs, "slowest of all requests", [](const Facts& f) { return number_of(f.figures.latency.all_max, Unit::ms); }},
    {"latency.waiting_p95_ms", kMs, "http_req_waiting", [](const Facts& f) { return number_of(f.figures.latency.waiting_p95, Unit::ms); }},
    {"latency.sending_p95_ms", kMs, "http_req_sending", [](const Facts& f) { return number_of(f.figures.latency.sending_p95, Unit::ms); }},
    {"latency.receiving_p95_ms", kMs, "http_req_receiving", [](const Facts& f) { return number_of(f.figures.latency.receiving_p95, Unit::ms); }},
    {"latency.blocked_p95_ms", kMs, "http_req_blocked", [](const Facts& f) { return number_of(f.figures.latency.blocked_p95, Unit::ms); }},
    {"latency.blocked_max_ms", kMs, "http_req_blocked, the longest", [](const Facts& f) { return number_of(f.figures.latency.blocked_max, Unit::ms); }},
    {"latency.connecting_p95_ms", kMs, "http_req_connecting", [](const Facts& f) { return number_of(f.figures.latency.connecting_p95, Unit::ms); }},
    {"latency.connecting_max_ms", kMs, "http_req_connecting, the longest", [](const Facts& f) { return number_of(f.figures.latency.connecting_max, Unit::ms); }},
    {"latency.tls_p95_ms", kMs, "http_req_tls_handshaking", [](const Facts& f) { return number_of(f.figures.latency.tls_p95, Unit::ms); }},
    {"latency.tls_max_ms", kMs, "http_req_tls_handshaking, the longest", [](const Facts& f) { return number_of(f.figures.latency.tls_max, Unit::ms); }},
    {"latency.first_p50_ms", kMs, "median in the first fifth of the run", [](const Facts& f) { return number_of(f.figures.latency.first_p50, Unit::ms); }},
    {"latency.last_p50_ms", kMs, "median in the last fifth", [](const Facts& f) { return number_of(f.figures.latency.last_p50, Unit::ms); }},
    {"latency.growth", kNumber, "last over first", [](const Facts& f) { return number_of(f.figures.latency.growth); }},
    {"latency.peak_p50_ms", kMs, "median in the worst slice", [](const Facts& f) { return number_of(f.figures.latency.peak_p50, Unit::ms); }},
    {"latency.limit_ms", kMs, "the tightest threshold on a duration", [](const Facts& f) { return number_of(f.figures.latency.limit, Unit::ms); }},
    {"latency.missed_of", kText, "what missed its limit: p(99) of http_req_duration", [](const Facts& f) { return text_of(f.figures.latency.missed_of); }},
    {"latency.missed_ms", kMs, "its value", [](const Facts& f) { return number_of(f.figures.latency.missed, Unit::ms); }},
    {"latency.missed_limit_ms", kMs, "what is allowed", [](const Facts& f) { return number_of(f.figures.latency.missed_limit, Unit::ms); }},
    {"latency.over_limit", kBool, "a threshold on a duration was not met", [](const Facts& f) { return Value::of(f.figures.latency.over_limit); }},
    {"latency.slow_onset_s", kSeconds, "when latency left its baseline", [](const Facts& f) { return number_of(f.evidence.timeline.slow_onset_s, Unit::seconds); }},

    {"data.sent", kBytes, "bytes sent", [](const Facts& f) { return number_of(metric_count(f, "data_sent"), Unit::bytes); }},
    {"data.received", kBytes, "bytes received", [](const Facts& f) { return number_of(metric_count(f, "data_received"), Unit::bytes); }},

    {"timeline.first_failure_s", kSeconds, "start of the first failed request", [](const Facts& f) { return number_of(f.evidence.timeline.first_failure_s, Unit::seconds); }},
    {"timeline.last_failure_s", kSeconds, "end of the last failed request", [](const Facts& f) { return number_of(f.evidence.timeline.last_failure_s, Unit::seconds); }},
    {"timeline.onset_s", kSeconds, "when failures began", [](const Facts& f) { return number_of(f.evidence.timeline.onset_s, Unit::seconds); }},
    {"timeline.recovered", kBool, "requests succeeded again for good", [](const Facts& f) { return f.evidence.timeline.first_failure_s ? Value::of(f.evidence.timeline.recovered) : Value(); }},
    {"timeline.from_start", kBool, "failing within the first second or 2 % of the run", from_start},
    {"timeline.shape", kText, "how failures lie in time", [](const Facts& f) { return f.evidence.timeline.first_failure_s ? Value::of(std::string(name_of(f.evidence.timeline.shape))) : Value(); }},
    {"timeline.healthy_s", kSeconds, "time with requests and no failures", [](const Facts& f) { return f.evidence.timeline.slices.empty() ? Value() : Value::of(f.evidence.timeline.healthy_s, Unit::seconds); }},

    {"load.per_second", kRate, "requests sent per second", [](const Facts& f) { return ratio(f.figures.requests, f.evidence.run.duration_s, Unit::per_second); }},
    {"load.in_flight", kCount, "requests in flight on average (Little's law)", [](const Facts& f) { return number_of(f.figures.in_flight, Unit::count); }},
    {"load.vus_max", kNumber, "the most VUs", [](const Facts& f) { return number_of(f.evidence.run.vus_max); }},
    {"load.knee", kBool, "throughput stayed flat while VUs and latency rose", [](const Facts& f) { return f.evidence.has_raw_points ? Value::of(f.evidence.timeline.knee_vus.has_value()) : Value(); }},
    {"load.knee_vus", kNumber, "VUs at the knee", [](const Facts& f) { return number_of(f.evidence.timeline.knee_vus); }},
    {"load.peak_per_second", kRate, "requests in the busiest second", [](const Facts& f) { return number_of(f.evidence.timeline.peak_per_second, Unit::per_second); }},

    {"generator.send_receive_p95_ms", kMs, "sending plus receiving, which no server has a part in", [](const Facts& f) { return number_of(f.figures.send_receive_p95, Unit::ms); }},

    {"access.count", kCount, "requests in the access logs", [](const Facts& f) { return number_of(f.figures.access_requests, Unit::count); }},
    {"access.failed", kCount, "of these with status 400 or above", [](const Facts& f) { return number_of(f.figures.access_failed, Unit::count); }},
    {"access.failed_share", kShare, "their share", [](const Facts& f) { return ratio(f.figures.access_failed, f.figures.access_requests, Unit::share); }},
    {"access.no_arrivals", kBool, "k6 sent, but the access log holds next to none", [](const Facts& f) { return f.figures.no_arrivals ? Value::of(*f.figures.no_arrivals) : Value(); }},

    {"logs.file", kText, "the log that tells most of what went wrong", [](const Facts& f) {
       const auto log = telling_log(f.evidence);
       return log ? Value::of(*log) : Value(); }},
    {"logs.errors", kCount, "log events of level error or worse inside the run", [](const Facts& f) { return f.evidence.has_backend_log ? Value::of(f.evidence.voice.errors, Unit::count) : Value(); }},
    {"logs.silent_s", kSeconds, "from the last log event to the run's end", [](const Facts& f) { return number_of(f.evidence.voice.silent_s, Unit::seconds); }},
    {"logs.silent", kBool, "the logs spoke, and stopped well before the run's end", silent},
    {"logs.stopped", kText, "a log that spoke steadily and falls silent while others go on", [](const Facts& f) {
       const auto& stopped = f.evidence.voice.stopped;
       return stopped.empty() ? Value() : Value::of(f.evidence.inputs[stopped.front().input].from_here()); }},
    {"logs.stopped_s", kSeconds, "its last event", [](const Facts& f) {
       const auto& stopped = f.evidence.voice.stopped;
       return stopped.empty() ? Value() : Value::of(stopped.front().last_s, Unit::seconds); }},
    {"logs.first_s", kSeconds, "first log event inside the run", [](const Facts& f) { return number_of(f.evidence.voice.first_s, Unit::seconds); }},
    {"logs.last_s", kSeconds, "last log event inside the run", [](const Facts& f) { return number_of(f.evidence.voice.last_s, Unit::seconds); }},
};
// clang-format on

}  // namespace

std::span<const Term> run_terms() { return kTerms; }

}  // namespace loadtriage::rules
