#include "report/over_time.h"

#include <doctest/doctest.h>

namespace loadtriage::report {
namespace {

using model::ChangePoint;
using model::Figure;

}  // namespace

TEST_CASE("over time: a change is told with its figures") {
  CHECK(describe(ChangePoint{Figure::median_ms, 12, 40, 900, 0.005}) ==
        "the level of the median duration changes: 40 ms before, 900 ms after");
  CHECK(describe(ChangePoint{Figure::failed_share, 12, 0, 0.951, 0.005}) ==
        "failed share changes, on average from 0 % to 95.1 %");
  CHECK(describe(ChangePoint{Figure::throughput, 12, 64.7, 3.8, 0.005}) ==
        "throughput changes, on average from 64.7/s to 3.8/s");
}

TEST_CASE("over time: the short report leaves out load that grew and what changed least") {
  model::Evidence evidence;
  model::Timeline& timeline = evidence.timeline;
  timeline.changes = {{Figure::throughput, 3, 10, 80, 0.005}, {Figure::throughput, 9, 80, 10, 0.005}};
  for (int i = 0; i < 6; ++i)
    timeline.changes.push_back({Figure::median_ms, 10.0 + i, 100, 200.0 + i, 0.005});
  CHECK(told_changes(evidence, Dated::evidence_too).size() == 7);
  const auto told = told_changes(evidence, Dated::turns_only);
  REQUIRE(told.size() == 5);
  CHECK(told[0].at_s == 9);
  CHECK(told[1].at_s == 12);
  CHECK(told[4].at_s == 15);
}

TEST_CASE("over time: throughput that falls with the VUs is no news, without them it is") {
  model::Evidence evidence;
  model::Timeline& timeline = evidence.timeline;
  timeline.changes = {{Figure::throughput, 20, 60, 5, 0.005}};
  for (int i = 0; i < 30; ++i) {
    model::TimeSlice slice;
    slice.start_s = i;
    slice.vus = 40;
    timeline.slices.push_back(slice);
  }
  CHECK(told_changes(evidence, Dated::turns_only).size() == 1);
  for (int i = 20; i < 30; ++i) timeline.slices[static_cast<std::size_t>(i)].vus = 10;
  CHECK(told_changes(evidence, Dated::turns_only).empty());
}

TEST_CASE("over time: what is left of the load at the end of the plan is no event") {
  model::Evidence evidence;
  evidence.run.planned_duration_s = 40;
  evidence.timeline.changes = {{Figure::throughput, 39, 65.1, 2.82, 0.005}};
  CHECK(told_changes(evidence, Dated::turns_only).empty());
  evidence.timeline.changes.front().at_s = 20;
  CHECK(told_changes(evidence, Dated::turns_only).size() == 1);
}

TEST_CASE("over time: the law is told where throughput plainly bends, with how well it fits") {
  model::Timeline timeline;
  timeline.scaling =
      model::Scaling{model::Scaling::Load::vus, 12.4, 0.031, 0.0007, 0.973, 12, 45, 37.2, 190.5};
  const Numbers told = scaling_numbers(timeline);
  REQUIRE(told.size() == 1);
  CHECK(told[0].second ==
        "peak of 191/s at 37 VUs, by the Universal Scalability Law over 12 levels up to 45 VUs: 12.4/s for "
        "one alone, contention 3.1 %, coherency 0.0007; R² 0.973");
  timeline.scaling->sigma = timeline.scaling->kappa = 0;
  CHECK(scaling_numbers(timeline).empty());
}

TEST_CASE("over time: parts that took no time have no row, stretches without requests no column") {
  model::Diagnosis diagnosis;
  CHECK(timings(diagnosis).rows.empty());
  model::TimingSplit& split = diagnosis.evidence.timeline.timings;
  split.at_s = 12;
  split.before = model::RequestTimes{};
  split.before->requests = 100;
  split.before->waiting_ms = 12.5;
  split.before->tls_ms = 0;
  split.failed = model::RequestTimes{};
  split.failed->requests = 7;
  split.failed->waiting_ms = 0;
  const Table table = timings(diagnosis);
  REQUIRE(table.columns.size() == 3);
  CHECK(table.columns[1].title == "Before 12.0 s");
  CHECK(table.rows == std::vector<std::vector<std::string>>{
                          {"Requests", "100", "7"}, {"Waiting for the first byte", "12.5 ms", "0 ms"}});
  diagnosis.unreal_latency = {"no connection stood"};
  CHECK(timings(diagnosis).rows.empty());
}

TEST_CASE("over time: only a part that grew or shrank plainly has changed") {
  model::TimingSplit split;
  CHECK_FALSE(timings_changed(split));
  split.before = split.after = model::RequestTimes{};
  split.before->waiting_ms = 100;
  split.after->waiting_ms = 140;
  CHECK_FALSE(timings_changed(split));
  split.after->waiting_ms = 160;
  CHECK(timings_changed(split));
  split.after->waiting_ms = 40;
  CHECK(timings_changed(split));
  split.before->waiting_ms = 1;
  split.after->waiting_ms = 4;
  CHECK_FALSE(timings_changed(split));
}

}  // namespace loadtriage::report
