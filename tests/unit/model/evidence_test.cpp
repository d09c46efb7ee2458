#include "model/evidence.h"

#include <doctest/doctest.h>

#include "model/diagnosis.h"

using namespace loadtriage::model;

namespace {

void add_counter(Evidence& evidence, const std::string& name, double count) {
  Metric metric;
  metric.name = name;
  metric.type = MetricType::counter;
  metric.count = count;
  evidence.metrics[name] = metric;
}

void add_failures(Evidence& evidence, double failed, double good) {
  Metric metric;
  metric.name = "http_req_failed";
  metric.type = MetricType::rate;
  metric.nonzero = failed;
  metric.zero = good;
  evidence.metrics[metric.name] = metric;
}

}  // namespace

TEST_CASE("evidence: nothing is known of requests without a source") {
  const Evidence evidence;
  CHECK_FALSE(evidence.requests().has_value());
  CHECK_FALSE(evidence.failed_requests().has_value());
  CHECK_FALSE(evidence.failed_share().has_value());
}

TEST_CASE("evidence: failures come from the summary, else from raw points") {
  Evidence evidence;
  evidence.points.counters["http_reqs"] = 10;
  evidence.points.rates["http_req_failed"] = {4, 6};
  CHECK(evidence.requests() == 10.0);
  CHECK(evidence.failed_requests() == 4.0);
  CHECK(*evidence.failed_share() == doctest::Approx(0.4));
  add_counter(evidence, "http_reqs", 12);
  add_failures(evidence, 3, 9);
  CHECK(evidence.requests() == 12.0);
  CHECK(evidence.failed_requests() == 3.0);
  CHECK(*evidence.failed_share() == doctest::Approx(0.25));
}

TEST_CASE("evidence: an old run to which nothing came back failed as a whole") {
  Evidence evidence;
  add_counter(evidence, "http_reqs", 50);
  CHECK_FALSE(evidence.failed_requests().has_value());
  add_counter(evidence, "data_received", 0);
  CHECK(evidence.failed_requests() == 50.0);
  CHECK(evidence.failed_share() == 1.0);
}

TEST_CASE("line fates: an empty input is understood, a dropped line is not") {
  LineFates fates;
  CHECK(fates.understood() == 1);
  fates.lines = 4;
  fates.dropped = 1;
  CHECK(fates.understood() == 0.75);
}

TEST_CASE("diagnosis: verdicts and roles have the names of the report schema") {
  CHECK(name_of(Verdict::degraded) == "degraded");
  CHECK(name_of(Verdict::invalid) == "invalid");
  CHECK(name_of(Role::primary) == "primary");
  CHECK(name_of(Role::further) == "further");
}
