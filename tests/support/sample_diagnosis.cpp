#include "support/sample_diagnosis.h"

#include <algorithm>

namespace loadtriage::test {
namespace {

using namespace model;

Support supported(std::string text, InputId input, std::uint64_t line, double log_odds,
                  std::string quote = {}, std::optional<double> at_s = {}) {
  return {std::move(text), true, log_odds, SourceRef{input, line, 0}, std::move(quote), at_s};
}

Input read_input(std::string path, std::string kind, std::uint64_t lines) {
  Input input{std::move(path), {}, std::move(kind), {}, {}};
  input.fates.lines = lines;
  input.fates.events = lines;
  return input;
}

Metric rate_metric(std::string name, double nonzero, double zero) {
  Metric metric;
  metric.name = std::move(name);
  metric.type = MetricType::rate;
  metric.nonzero = nonzero;
  metric.zero = zero;
  metric.share = nonzero / (nonzero + zero);
  return metric;
}

Metric counter_metric(std::string name, double count, double per_second) {
  Metric metric;
  metric.name = std::move(name);
  metric.count = count;
  metric.per_second = per_second;
  return metric;
}

Metric trend_metric(std::string name, double p95) {
  Metric metric;
  metric.name = std::move(name);
  metric.type = MetricType::trend;
  metric.contains = Contains::time;
  metric.trend.percentiles[95] = {p95, p95};
  return metric;
}

void add(Evidence& evidence, Metric metric) { evidence.metrics[metric.key()] = std::move(metric); }

Fact fact(double number, std::string text, std::string unit, std::string source) {
  return {number, std::move(text), std::move(unit), std::move(source), {}, {}};
}

Evidence chat_evidence() {
  Evidence evidence;
  evidence.inputs = {read_input("logs/backend.log", "nest", 14), read_input("k6/k6.log", "k6-log-json", 2450),
                     read_input("k6/summary.json", "k6-summary-export", 112),
                     read_input("context.json", "context", 18)};
  auto& run = evidence.run;
  run.k6_version = "v2.2.0";
  run.start_ns = 1795420438000000000;
  run.duration_s = 41.8;
  run.planned_duration_s = 40;
  run.exit_code = 99;
  run.vus_max = 120;
  run.complete_iterations = 2450;
  run.script = "/srv/loadtest/chat.js";
  run.scenarios = {{"chat", "Up to 120 looping VUs for 40s over 3 stages", 120, 40, {}}};

  Metric failed = rate_metric("http_req_failed", 2450, 0);
  failed.thresholds = {{"rate<0.01", ThresholdResult::failed, "rate=100.00%", {}}};
  add(evidence, failed);
  add(evidence, counter_metric("http_reqs", 2450, 58.566));
  add(evidence, rate_metric("checks", 0, 4163));
  Metric send = trend_metric("latency_send", 1);
  send.thresholds = {{"p(95)<500", ThresholdResult::passed, "p(95)=1ms", {}},
                     {"p(99)<1000", ThresholdResult::passed, "p(99)=3ms", {}}};
  add(evidence, send);
  Metric history = trend_metric("latency_history", 1);
  history.thresholds = {{"p(95)<400", ThresholdResult::passed, "p(95)=1ms", {}}};
  add(evidence, history);
  add(evidence, trend_metric("http_req_duration", 0));
  evidence.checks = {{"send status is 201", "::send message", 0, 1713, {}},
                     {"history status is 200", "::read history", 0, 737, {}}};
  evidence.facts["pool_size"] = fact(10, "10", "connections", "context.json");
  evidence.limiters = {{"messaging", 200, 900, "200 per 15 min", "context.json"}};
  FailureCell refused;
  refused.status = 0;
  refused.error_code = 1212;
  refused.error = "dial: connection refused";
  refused.count = 2450;
  refused.first_s = 0.0;
  refused.last_s = 40.9;
  refused.from = "raw points";
  evidence.failures = {refused};
  evidence.operations = {{"send", 1713, 1713, 1, false, "submetric name:send"},
                         {"history", 737, 737, 1, false, "submetric name:history"}};
  return evidence;
}

RankedCause chat_cause() {
  RankedCause cause;
  cause.confidence = 0.97;
  cause.share = 1;
  cause.explained = 2450;
  cause.chain = {"net.connection-refused"};
  auto& finding = cause.finding;
  finding.id = "app.boot-failure";
  finding.title = "The app failed to boot";
  finding.onset_s = 0;
  finding.headline = "all 2,450 requests failed from the first second: nothing listened on 127.0.0.1:28010";
  finding.support = {
      supported(
          "`Starting Nest application...` was never followed by `successfully started`; the last line came "
          "2.0 s before the test",
          0, 0, 1.5, "", -2.0),
      supported(
          "Nest exits while it builds its modules: PrismaClientConstructorValidationError "
          "(prisma.service.js:26)",
          0, 2, 4,
          "PrismaClientConstructorValidationError: Unknown property datasources provided to PrismaClient "
          "constructor.",
          -2.0),
      supported("2,450 times connection refused, first at 0.0 s", 1, 1, 1,
                "dial tcp 127.0.0.1:28010: connect: connection refused", 0.0)};
  finding.because = {"The process started, threw while it built its modules, and left before it listened"};
  finding.ruled_out = {"a crash under load (no request was ever served)",
                       "DNS, TLS, dial timeout (error code 1212 only)",
                       "generator limits (iterations took sleep time only)"};
  finding.next_steps = {
      "Prisma 7 no longer takes `datasources` in the constructor; pass a driver adapter "
      "(prisma.service.js:26)"};
  return cause;
}

}  // namespace

Diagnosis boot_failure() {
  Diagnosis diagnosis;
  diagnosis.evidence = chat_evidence();
  diagnosis.verdict = Verdict::failed;
  diagnosis.causes = {chat_cause()};
  diagnosis.headline = diagnosis.causes.front().finding.headline;
  diagnosis.latent = {
      {"app.rate-limited", "Messaging limiter, 200 per 15 min",
       "200 per 15 min is 0.22/s. This test sends 41.0/s (1,713 in 41.8 s): the limit is reached after "
       "4.9 s, and from then on 99.5 % of sends get 429. `DISABLE_RATE_LIMIT=true` is set; that it "
       "takes effect was never exercised here.",
       0.005, "context.json"},
      {"db.pool-exhausted", "Connection pool of 10",
       "At 58.6 requests/s ten connections suffice while each is held for less than 171 ms (10 / 58.6); "
       "beyond that requests queue. Measure the hold time in a smoke run before the full one.",
       1, "context.json"}};
  diagnosis.smoking_gun =
      "http_req_duration is 0 ms for every request, connecting and data_received are 0: no byte ever reached "
      "a server.";
  diagnosis.unreal_latency = {
      "latency_send 0.45 ms and latency_history 0.43 ms are the script's own clock around a "
      "refused connection."};
  const std::string why = "They timed refused connections, which cost next to nothing.";
  diagnosis.vacuous = {{"latency_send", "p(95)<500", why},
                       {"latency_send", "p(99)<1000", why},
                       {"latency_history", "p(95)<400", why}};
  diagnosis.healthy_look = {"send answers 201 and history 200, with data_received above 0"};
  diagnosis.verify = {
      "curl -sS -m 3 -o /dev/null -w '%{http_code}\\n' http://127.0.0.1:28010/ # refused now?",
      "ss -ltnp 'sport = :28010' # does anything listen?",
      "grep -n 'successfully started\\|ExceptionHandler' logs/backend.log # did it ever come up?"};
  diagnosis.next_steps = {
      diagnosis.causes.front().finding.next_steps.front(),
      "Start it and wait for the port before k6 runs (health check in CI, or setup() that fails the run).",
      "Smoke first: 5 VUs for 30 s; then 30, 60, 120. Watch for 429 after 200 sends and for pool waits.",
      "Add abortOnFail to http_req_failed and a threshold on checks: this run went on for 41 s against "
      "nothing."};
  return diagnosis;
}

namespace {

// Healthy for 30 s, then four of ten requests fail.
Timeline stepped() {
  Timeline timeline;
  timeline.width_s = 1;
  for (int second = 0; second < 60; ++second) {
    TimeSlice slice;
    slice.start_s = second;
    slice.requests = std::min(100, 10 + second * 5);
    slice.failed = second < 30 ? 0 : 40;
    slice.p95_ms = second < 28 ? 80 : 1900;
    slice.vus = 50;
    timeline.slices.push_back(slice);
  }
  timeline.onset_s = 30.2;
  timeline.first_failure_s = 30.2;
  timeline.last_failure_s = 59.8;
  timeline.slow_onset_s = 28.0;
  timeline.healthy_s = 30;
  timeline.shape = Shape::step;
  return timeline;
}

RankedCause pool_cause() {
  RankedCause cause;
  cause.confidence = 0.91;
  cause.share = 0.95;
  cause.explained = 1140;
  cause.chain = {"app.server-errors", "edge.upstream-timeout"};
  auto& finding = cause.finding;
  finding.id = "db.pool-exhausted";
  finding.title = "The database connection pool ran dry";
  finding.headline = "requests waited up to 30 s for one of 10 connections";
  finding.onset_s = 30.2;
  finding.support = {
      supported("1,140 requests waited up to 30,001 ms for a connection", 0, 812, 3,
                "HikariPool-1 - Connection is not available, request timed out after 30001ms.", 30.2),
      {"latency left its baseline two seconds before", true, 1, {}, "", 28.0},
      {"the database's own log shows no slow query", false, -0.5, SourceRef{1, 0, 0}, "", {}}};
  finding.because = {"The pool is smaller than the requests in flight"};
  finding.settle = "the database's log of lock waits";
  finding.curl_may_work = "One request finds a free connection; fifty at once share ten.";
  finding.verify = {"psql -c 'select state, count(*) from pg_stat_activity group by 1' # who holds them?"};
  finding.next_steps = {"Compare the pool size with the requests in flight at the onset"};
  return cause;
}

RankedCause limiter_cause() {
  RankedCause cause;
  cause.role = Role::secondary;
  cause.confidence = 0.6;
  cause.share = 0.03;
  cause.explained = 36;
  cause.finding.id = "app.rate-limited";
  cause.finding.title = "A rate limiter answered";
  cause.finding.headline = "36 requests got 429 from the login limiter";
  cause.finding.support = {supported("36 answers of status 429", 2, 0, 2)};
  cause.finding.next_steps = {"Raise the limit for the load test's address"};
  return cause;
}

}  // namespace

Diagnosis pool_exhausted() {
  Diagnosis diagnosis;
  auto& evidence = diagnosis.evidence;
  evidence.inputs = {read_input("app.log", "logback", 20000), read_input("postgresql.log", "postgresql", 120),
                     read_input("raw.ndjson.gz", "k6-ndjson", 90000), read_input("notes.docx", "", 12)};
  evidence.inputs[0].fates.dropped = 3;
  evidence.inputs[0].fates.events -= 3;
  evidence.inputs[0].notes = {"the last line is cut short"};
  evidence.run.duration_s = 60;
  evidence.run.vus_max = 50;
  evidence.timeline = stepped();
  add(evidence, rate_metric("http_req_failed", 1200, 3355));
  add(evidence, counter_metric("http_reqs", 4555, 75.9));
  add(evidence, trend_metric("http_req_duration", 1809.6));
  evidence.endpoints = {{"/orders/{id}", "GET", 4000, 1180, {}, 45, 80},
                        {"/login", "POST", 555, 20, {}, 12, 31}};
  evidence.unknown = {{"lease <n> lost, standing down",
                       14,
                       0,
                       20,
                       31.0,
                       {},
                       {},
                       {SourceRef{0, 900, 0}, "lease 7 lost", 31.0}}};
  evidence.clocks = {{0, 3600, "its first request stands one hour before k6 sent it"}};
  diagnosis.verdict = Verdict::failed;
  diagnosis.causes = {pool_cause(), limiter_cause()};
  diagnosis.headline = "1,200 of 4,555 requests failed from 30.2 s on: ten connections for fifty users";
  diagnosis.unexplained = 24;
  diagnosis.not_examined = {"no log of the proxy was given"};
  return diagnosis;
}

Diagnosis empty_diagnosis() { return {}; }

namespace {

Finding finding_of(const std::string& text) {
  Finding finding;
  finding.id = finding.title = finding.headline = finding.settle = finding.curl_may_work = text;
  finding.headline += " of its own";
  finding.support = {{text, true, 2, SourceRef{0, 3, 0}, text + " quoted", 1.5},
                     {text, false, -1, SourceRef{99, 3, 0}, text + " quoted", {}}};
  finding.leads_to = finding.because = finding.ruled_out = finding.verify = finding.next_steps = {text, text};
  return finding;
}

Evidence evidence_of(const std::string& text) {
  Evidence evidence;
  evidence.inputs = {read_input(text, text, 10), read_input(text, "", 0)};
  evidence.inputs[0].notes = {text};
  evidence.inputs[0].fates.dropped = 1;
  evidence.run = {text, text, text, text, text, text,   1795420438000000000,     10, 12,
                  99,   5,    100,  2,    text, {text}, {{text, text, 5, 10, 3}}};
  Metric metric = rate_metric(text, 3, 4);
  metric.thresholds = {{text, ThresholdResult::failed, text, {}},
                       {text + "2", ThresholdResult::unknown, text, {}}};
  add(evidence, metric);
  Metric failed = rate_metric("http_req_failed", 70, 30);
  failed.thresholds = {{text, ThresholdResult::passed, text, {}}};
  add(evidence, failed);
  add(evidence, counter_metric("http_reqs", 100, 10));
  add(evidence, counter_metric("dropped_iterations", 7, 0.7));
  evidence.checks = {{text, text, 1, 2, {}}};
  evidence.facts[text] = {{}, text, text, text, {}, {}};
  evidence.limiters = {{text, 10, 60, text, text}};
  FailureCell cell;
  cell.status = 503;
  cell.error = cell.endpoint = cell.method = cell.from = text;
  cell.count = 70;
  cell.first_s = 1.5;
  evidence.failures = {cell};
  evidence.endpoints = {{text, text, 100, 70, {}, 1, 2}};
  evidence.operations = {{text, 100, 70, 3, false, text}};
  evidence.unknown = {{text, 4, 0, 8, 2.0, {}, text, {SourceRef{0, 4, 0}, text, 2.0}}};
  evidence.clocks = {{0, 7200, text}};
  evidence.timeline = stepped();
  evidence.notes = {text};
  evidence.summaries = 2;
  return evidence;
}

// One component of each kind; the first calls the others, and every second call broke.
Topology every_component(const std::string& text) {
  Topology topology;
  using enum ComponentKind;
  for (const auto kind :
       {generator, proxy, application, database, cache, broker, name_service, external, unknown}) {
    Component component;
    component.name = text + std::to_string(topology.components.size());
    component.kind = kind;
    component.technology = text;
    component.names = component.addresses = component.because = {text};
    component.inputs = {0};
    topology.components.push_back(component);
  }
  for (std::size_t to = 1; to < topology.components.size(); ++to) {
    Call call;
    call.to = to;
    call.count = 10;
    call.told_by = {text};
    call.seen = {text, {0, 3, 0}};
    if (to % 2 == 0) {
      call.failed = 4;
      call.how = {text};
      call.broke = Telling{text, {0, 4, 0}};
    }
    topology.calls.push_back(call);
  }
  topology.notes = {text};
  topology.cause_at = 3;
  return topology;
}

}  // namespace

Diagnosis of_every_kind(const std::string& text) {
  Diagnosis diagnosis;
  diagnosis.topology = every_component(text);
  diagnosis.evidence = evidence_of(text);
  diagnosis.verdict = Verdict::failed;
  diagnosis.headline = text;
  for (const Role role : {Role::primary, Role::secondary, Role::tertiary, Role::further})
    diagnosis.causes.push_back({finding_of(text), role, 0.5, 0.25, 17, {text, text}});
  diagnosis.causes.back().share.reset();
  diagnosis.latent = {{text, text, text, 0.5, text}};
  diagnosis.unexplained = 2;
  diagnosis.smoking_gun = diagnosis.curl_may_work = text;
  diagnosis.unreal_latency = diagnosis.healthy_look = diagnosis.next_steps = diagnosis.not_examined = {text};
  diagnosis.verify = {text + " # " + text};
  diagnosis.vacuous = {{"http_req_failed", text, text}};
  return diagnosis;
}

}  // namespace loadtriage::test
