#include "collect/compare.h"

#include <doctest/doctest.h>

#include <algorithm>

using namespace loadtriage;

namespace {

model::Evidence run(double requests, double failed, double p95_ms) {
  model::Evidence evidence;
  evidence.run.duration_s = 10;
  model::Metric count;
  count.name = "http_reqs";
  count.count = requests;
  model::Metric rate;
  rate.name = "http_req_failed";
  rate.type = model::MetricType::rate;
  rate.nonzero = failed;
  rate.zero = requests - failed;
  model::Metric trend;
  trend.name = "http_req_duration";
  trend.type = model::MetricType::trend;
  trend.trend.percentiles[95] = {p95_ms, p95_ms};
  for (const auto& metric : {count, rate, trend}) evidence.metrics[metric.key()] = metric;
  evidence.has_backend_log = true;
  return evidence;
}

void see(model::Evidence& evidence, const char* name, double count, double before = 0) {
  evidence.observations[name].count = count;
  evidence.observations[name].before = before;
}

const model::Baseline::Figure* find(const model::Baseline& baseline, const std::string& name) {
  const auto found = std::find_if(baseline.figures.begin(), baseline.figures.end(),
                                  [&](const auto& figure) { return figure.name == name; });
  return found == baseline.figures.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("baseline: numbers of both runs stand side by side, and what nobody knows is left out") {
  auto now = run(1000, 200, 900);
  const auto before = run(500, 0, 90);
  const auto baseline = collect::compare(now, before);
  REQUIRE(find(baseline, "p95"));
  CHECK(find(baseline, "p95")->before == 90);
  CHECK(find(baseline, "p95")->now == 900);
  REQUIRE(find(baseline, "throughput"));
  CHECK(find(baseline, "throughput")->now == 100);
  CHECK_FALSE(find(baseline, "p50"));
  CHECK(baseline.notes.empty());
}

TEST_CASE("baseline: a line that a healthy run wrote as often for each request explains nothing") {
  auto now = run(1000, 200, 900);
  auto before = run(500, 0, 90);
  see(now, "dep.refused-unnamed", 20);
  see(before, "dep.refused-unnamed", 9);
  see(now, "db.pool-timeout", 200);
  see(before, "db.pool-timeout", 4);
  collect::compare(now, before);
  CHECK(now.observations.at("dep.refused-unnamed").innocent);
  CHECK_FALSE(now.observations.at("db.pool-timeout").innocent);
}

TEST_CASE("baseline: a boot line, once in each run, stays evidence") {
  auto now = run(1000, 200, 900);
  auto before = run(500, 0, 90);
  see(now, "app.booted", 1, 1);
  see(before, "app.booted", 1, 1);
  const auto baseline = collect::compare(now, before);
  CHECK_FALSE(now.observations.at("app.booted").innocent);
  CHECK(baseline.signs.empty());
}

TEST_CASE("baseline: a run that failed itself acquits nothing, and says so") {
  auto now = run(1000, 200, 900);
  auto before = run(500, 100, 90);
  see(now, "db.pool-timeout", 200);
  see(before, "db.pool-timeout", 100);
  const auto baseline = collect::compare(now, before);
  CHECK_FALSE(now.observations.at("db.pool-timeout").innocent);
  REQUIRE(baseline.notes.size() == 1);
  CHECK(baseline.notes.front().find("20 %") != std::string::npos);
}

TEST_CASE("baseline: a setting counts as changed only where both runs hold it") {
  auto now = run(1000, 200, 900);
  auto before = run(500, 0, 90);
  now.facts["pool_size"].number = 5;
  before.facts["pool_size"].number = 10;
  now.facts["workers"].number = 4;
  now.metrics["http_req_failed"].thresholds.push_back({"rate<0.02", {}, {}, {}});
  before.metrics["http_req_failed"].thresholds.push_back({"rate<0.01", {}, {}, {}});
  const auto baseline = collect::compare(now, before);
  REQUIRE(baseline.changes.size() == 2);
  CHECK(baseline.changes[0].name == "pool_size");
  CHECK(baseline.changes[0].before == "10");
  CHECK(baseline.changes[0].now == "5");
  CHECK(baseline.changes[1].name == "threshold of http_req_failed");
  CHECK(baseline.changes[1].now == "rate<0.02");
}
