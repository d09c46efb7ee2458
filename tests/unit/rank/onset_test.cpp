#include "rank/onset.h"

#include <doctest/doctest.h>

using namespace loadtriage;
using model::Affects;
using model::Diagnosis;

namespace {

model::FailureCell cell(double count, double first_s, model::Series at) {
  model::FailureCell out;
  out.count = count;
  out.first_s = first_s;
  out.at = std::move(at);
  return out;
}

// Thirty seconds with ten requests in each.
Diagnosis thirty_seconds() {
  Diagnosis diagnosis;
  for (int i = 0; i < 30; ++i) {
    model::TimeSlice slice;
    slice.start_s = i;
    slice.requests = 10;
    diagnosis.evidence.timeline.slices.push_back(slice);
  }
  return diagnosis;
}

void add_cause(Diagnosis& diagnosis, double share, std::optional<double> onset_s,
               Affects affects = Affects::failures) {
  model::RankedCause cause;
  cause.share = share;
  cause.finding.onset_s = onset_s;
  cause.finding.affects = affects;
  diagnosis.causes.push_back(std::move(cause));
}

model::Metric counter(double count) {
  model::Metric metric;
  metric.count = count;
  return metric;
}

void count_failures(Diagnosis& diagnosis, double failed, double requests) {
  model::Metric rate;
  rate.type = model::MetricType::rate;
  rate.nonzero = failed;
  rate.zero = requests - failed;
  diagnosis.evidence.metrics["http_req_failed"] = rate;
  diagnosis.evidence.metrics["http_reqs"] = counter(requests);
}

}  // namespace

TEST_CASE("onset: a stray failure long before the fault does not date it") {
  Diagnosis diagnosis = thirty_seconds();
  diagnosis.evidence.failures = {cell(1, 2, {2, 1, {1}}), cell(90, 20, {20, 1, {30, 30, 30}})};
  diagnosis.evidence.timeline.first_failure_s = diagnosis.evidence.timeline.onset_s = 2;
  add_cause(diagnosis, 0.99, 20);
  rank::place_onset(diagnosis);
  CHECK(diagnosis.evidence.timeline.onset_s == 20.0);
}

TEST_CASE("onset: a fault that a later one buries under its number of failures dates the run") {
  Diagnosis diagnosis = thirty_seconds();
  diagnosis.evidence.failures = {cell(12, 1, {1, 1, {2, 2, 2, 2, 2, 2}}), cell(900, 20, {20, 1, {300, 600}})};
  diagnosis.evidence.timeline.first_failure_s = diagnosis.evidence.timeline.onset_s = 1;
  add_cause(diagnosis, 0.98, 20);
  add_cause(diagnosis, 0.013, 1);
  rank::place_onset(diagnosis);
  CHECK(diagnosis.evidence.timeline.onset_s == 1.0);
}

TEST_CASE("onset: latency that climbs before the first failure is not the onset of failures") {
  Diagnosis diagnosis = thirty_seconds();
  count_failures(diagnosis, 90, 300);
  diagnosis.evidence.failures = {cell(90, 20, {20, 1, {90}})};
  diagnosis.evidence.timeline.first_failure_s = diagnosis.evidence.timeline.onset_s = 20;
  add_cause(diagnosis, 1, 12, Affects::latency);
  rank::place_onset(diagnosis);
  CHECK(diagnosis.evidence.timeline.onset_s == 20.0);
}

TEST_CASE("onset: where every request failed and no clock tells, it is the start") {
  Diagnosis diagnosis;
  count_failures(diagnosis, 40, 40);
  add_cause(diagnosis, 1, std::nullopt);
  rank::place_onset(diagnosis);
  CHECK(diagnosis.evidence.timeline.onset_s == 0.0);
}

TEST_CASE("onset: a check that every iteration ran and that never held says so, too") {
  Diagnosis diagnosis;
  count_failures(diagnosis, 30, 40);
  diagnosis.evidence.metrics["iterations"] = counter(30);
  diagnosis.evidence.checks = {{"accepted", "", 0, 30, {}}};
  add_cause(diagnosis, 1, std::nullopt);
  Diagnosis held_once = diagnosis;
  rank::place_onset(diagnosis);
  CHECK(diagnosis.evidence.timeline.onset_s == 0.0);
  held_once.evidence.checks[0].passes = 1;
  rank::place_onset(held_once);
  CHECK_FALSE(held_once.evidence.timeline.onset_s);
}

TEST_CASE("timings: parts are means of good requests before and after the onset, failed ones apart") {
  constexpr auto kWaiting = static_cast<std::size_t>(model::TimingPart::waiting);
  Diagnosis diagnosis = thirty_seconds();
  model::Evidence& evidence = diagnosis.evidence;
  evidence.timeline.onset_s = 20.3;
  for (int i = 0; i < 30; ++i) {
    model::Slice& slice = evidence.points.slices[1000 + i];
    slice.requests = 10;
    slice.failed = i < 20 ? 0 : 4;
    for (int request = 0; request < 10; ++request) {
      const bool failed = request < slice.failed;
      (failed ? slice.failed_parts : slice.good_parts)[kWaiting].add(failed ? 3 : i < 20 ? 50 : 400);
      if (!failed) slice.good_ms.add(i < 20 ? 51 : 401);
    }
  }
  rank::split_timings(diagnosis);
  const model::TimingSplit& split = evidence.timeline.timings;
  CHECK(split.at_s == 20.3);
  REQUIRE(split.before);
  CHECK(split.before->requests == 200);
  CHECK(*split.before->waiting_ms == doctest::Approx(50));
  CHECK_FALSE(split.before->blocked_ms);
  REQUIRE(split.after);
  CHECK(split.after->requests == 60);
  CHECK(*split.after->waiting_ms == doctest::Approx(400));
  CHECK(*split.after->p50_ms == doctest::Approx(401).epsilon(0.01));
  REQUIRE(split.failed);
  CHECK(split.failed->requests == 40);
  CHECK(*split.failed->waiting_ms == doctest::Approx(3));
}

TEST_CASE("timings: without raw points there are none") {
  Diagnosis diagnosis = thirty_seconds();
  rank::split_timings(diagnosis);
  CHECK_FALSE(diagnosis.evidence.timeline.timings.before);
  CHECK_FALSE(diagnosis.evidence.timeline.timings.after);
}
