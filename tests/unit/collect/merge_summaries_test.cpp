#include "collect/merge_summaries.h"

#include <doctest/doctest.h>

using namespace loadtriage;
using model::Metric;
using model::RunSummary;

namespace {

RunSummary summary(model::SummaryShape shape, double requests, double failed, model::InputId input) {
  RunSummary out;
  out.shape = shape;
  out.where.input = input;
  Metric count;
  count.name = "http_reqs";
  count.count = requests;
  Metric rate;
  rate.name = "http_req_failed";
  rate.type = model::MetricType::rate;
  rate.nonzero = failed;
  rate.zero = requests - failed;
  rate.share = failed / requests;
  Metric trend;
  trend.name = "http_req_duration";
  trend.type = model::MetricType::trend;
  trend.trend.min = requests / 100;
  trend.trend.max = requests;
  trend.trend.percentiles[95] = {requests / 2, requests / 2};
  out.metrics = {count, rate, trend};
  return out;
}

}  // namespace

TEST_CASE("summaries: a JSON file and the console of one run count once") {
  model::Evidence evidence;
  collect::merge_summaries({summary(model::SummaryShape::console, 1000, 10, 1),
                            summary(model::SummaryShape::handle_summary, 1000, 10, 0)},
                           evidence);
  CHECK(evidence.summaries == 1);
  CHECK(evidence.requests() == 1000.0);
  CHECK(evidence.failed_requests() == 10.0);
  CHECK(evidence.notes.empty());
}

TEST_CASE("summaries: shards add up exactly, and percentiles become bounds, never an average") {
  model::Evidence evidence;
  collect::merge_summaries({summary(model::SummaryShape::handle_summary, 1000, 10, 0),
                            summary(model::SummaryShape::handle_summary, 3000, 90, 1)},
                           evidence);
  CHECK(evidence.summaries == 2);
  CHECK(evidence.requests() == 4000.0);
  CHECK(evidence.failed_requests() == 100.0);
  CHECK(evidence.failed_share() == doctest::Approx(0.025));
  const auto p95 = evidence.find_metric("http_req_duration")->trend.percentile(95);
  REQUIRE(p95.has_value());
  CHECK(p95->low == 500);
  CHECK(p95->high == 1500);
  CHECK(evidence.find_metric("http_req_duration")->trend.max == 3000.0);
  REQUIRE(evidence.notes.size() == 1);
}

TEST_CASE("summaries: what one telling lacks comes from the other") {
  RunSummary json = summary(model::SummaryShape::summary_export, 1000, 10, 0);
  RunSummary console = summary(model::SummaryShape::console, 1000, 10, 1);
  console.run.duration_s = 30;
  console.metrics[1].thresholds.push_back({"rate<0.001", model::ThresholdResult::failed, "rate=1.00%", {}});
  model::Evidence evidence;
  collect::merge_summaries({json, console}, evidence);
  CHECK(evidence.run.duration_s == 30.0);
  CHECK(evidence.find_metric("http_req_failed")->thresholds.size() == 1);
}

TEST_CASE("summaries: twenty thousand metrics of two shards find each other by name") {
  constexpr std::size_t kMany = 20'000;
  const auto shard = [](model::InputId input, double requests) {
    RunSummary out = summary(model::SummaryShape::handle_summary, requests, 10, input);
    for (std::size_t i = 0; i < kMany; ++i) {
      Metric metric;
      metric.name = "m" + std::to_string(i);
      metric.count = 1;
      out.metrics.push_back(metric);
      model::Check check;
      check.name = metric.name;
      check.passes = 1;
      out.checks.push_back(check);
    }
    return out;
  };
  model::Evidence evidence;
  collect::merge_summaries({shard(0, 1000), shard(1, 3000)}, evidence);
  CHECK(evidence.metrics.size() == kMany + 3);
  CHECK(evidence.find_metric("m19999")->count == 2.0);
  REQUIRE(evidence.checks.size() == kMany);
  CHECK(evidence.checks.back().passes == 2.0);
}

TEST_CASE("summaries: one that is cut counts as cut unless another telling of the run is whole") {
  const auto told = [](bool first_cut, bool second_cut) {
    RunSummary one = summary(model::SummaryShape::handle_summary, 1000, 10, 0);
    RunSummary other = summary(model::SummaryShape::console, 1000, 10, 1);
    one.truncated = first_cut;
    other.truncated = second_cut;
    model::Evidence evidence;
    collect::merge_summaries({one, other}, evidence);
    return evidence.summary_cut;
  };
  CHECK(told(true, true));
  CHECK_FALSE(told(true, false));
  CHECK_FALSE(told(false, true));
}
