#include "collect/points_fold.h"

#include <doctest/doctest.h>

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace loadtriage::collect {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1767254400 * kSecond;

struct Point {
  std::string metric;
  std::int64_t time_ns;
  double value;
  std::size_t tags;
};

const std::vector<model::Tags>& tag_sets() {
  static const std::vector<model::Tags> kSets = {{1,
                                                  {{"method", "GET"},
                                                   {"name", "items"},
                                                   {"status", "200"},
                                                   {"expected_response", "true"},
                                                   {"scenario", "s"}}},
                                                 {2,
                                                  {{"method", "GET"},
                                                   {"name", "items"},
                                                   {"status", "0"},
                                                   {"error_code", "1050"},
                                                   {"error", "request timeout"},
                                                   {"expected_response", "false"},
                                                   {"scenario", "s"}}},
                                                 {3, {{"check", "is 200"}, {"group", "::buy"}}},
                                                 {4, {}}};
  return kSets;
}

// Numbered as a reader does it.
model::MetricName metric_named(const std::string& name) {
  static std::map<std::string, std::uint64_t> numbers;
  const auto known = numbers.emplace(name, numbers.size() + 1).first;
  return {known->second, known->first};
}

void add(PointsFold& fold, const Point& point) {
  model::Sample sample;
  sample.metric = metric_named(point.metric);
  sample.time_ns = point.time_ns;
  sample.value = point.value;
  sample.tags = &tag_sets().at(point.tags);
  fold.add(sample);
}

// 40 requests in 10 s, every fourth of which times out after 5 s.
std::vector<Point> small_run() {
  std::vector<Point> points;
  for (int i = 0; i < 40; ++i) {
    const bool fails = i % 4 == 3;
    const std::int64_t end = kStart + (fails ? 5 : 0) * kSecond + i * kSecond / 4;
    const std::size_t tags = fails ? 1 : 0;
    points.push_back({"http_reqs", end, 1, tags});
    points.push_back({"http_req_duration", end, fails ? 5000.0 : 20.0 + i, tags});
    points.push_back({"http_req_connecting", end, i < 8 ? 0.5 : 0, tags});
    points.push_back({"http_req_sending", end, 0.1, tags});
    points.push_back({"http_req_failed", end, fails ? 1.0 : 0.0, tags});
    points.push_back({"checks", end, fails ? 0.0 : 1.0, 2});
    points.push_back({"iteration_duration", end, 1000, 3});
    points.push_back({"iterations", end, 1, 3});
    points.push_back({"vus", end, static_cast<double>(i), 3});
    points.push_back({"my_share", end, fails ? 1.0 : 0.0, 3});
  }
  points.push_back({"dropped_iterations", kStart + 9 * kSecond, 12, 3});
  return points;
}

model::Points fold(const std::vector<Point>& points) {
  PointsFold folder;
  for (const Point& point : points) add(folder, point);
  return folder.take();
}

const model::LookStats& stats_of_status(const model::Points& points, int status) {
  for (const auto& [look, stats] : points.looks)
    if (look.status == status) return stats;
  FAIL("no such look");
  return points.looks.begin()->second;
}

TEST_CASE("points fold: every request counts under its look, with its times") {
  const model::Points points = fold(small_run());
  REQUIRE(points.looks.size() == 2);
  const model::LookStats& good = stats_of_status(points, 200);
  CHECK(good.count == 30);
  CHECK(good.connected == 6);
  CHECK(good.duration_ms.min() == 20);
  const model::LookStats& failed = stats_of_status(points, 0);
  CHECK(failed.count == 10);
  CHECK(failed.first_end_ns == kStart + 5 * kSecond + 3 * kSecond / 4);
  CHECK(failed.first_start_ns == kStart + 3 * kSecond / 4);
  CHECK(failed.ended.between(kStart, kStart + 100 * kSecond) == doctest::Approx(10));
}

TEST_CASE("points fold: metrics are summed by what they are, timings also by outcome") {
  const model::Points points = fold(small_run());
  CHECK(points.counters.at("http_reqs") == 40);
  CHECK(points.counters.at("dropped_iterations") == 12);
  CHECK(points.rates.at("http_req_failed") == std::pair(10.0, 30.0));
  CHECK(points.trends.at("http_req_duration").count() == 40);
  CHECK(points.trends.at("http_req_duration{failed}").count() == 10);
  CHECK(points.trends.at("http_req_sending{good}").count() == 30);
  CHECK(points.gauges_max.at("vus") == 39);
  CHECK(points.rates.at("my_share") == std::pair(10.0, 30.0));
  CHECK(points.counters.count("http_req_duration") == 0);
  const model::CheckCount& check = points.checks.at({"::buy", "is 200"});
  CHECK(check.passes == 30);
  CHECK(check.fails == 10);
  CHECK(check.first_fail_ns == kStart + 5 * kSecond + 3 * kSecond / 4);
}

TEST_CASE("points fold: slices hold the run over time and the earliest start is an iteration's") {
  const model::Points points = fold(small_run());
  CHECK(points.first_ns == kStart);
  CHECK(points.earliest_start_ns == kStart - kSecond);
  double requests = 0, failed = 0, iterations = 0;
  for (const auto& [number, slice] : points.slices) {
    requests += slice.requests;
    failed += slice.failed;
    iterations += slice.iterations;
  }
  CHECK(requests == 40);
  CHECK(failed == 10);
  CHECK(iterations == 40);
  CHECK(points.slices.at(kStart / kSecond + 9).dropped_iterations == 12);
  CHECK(points.slices.at(kStart / kSecond).good_ms.count() == 3);
}

TEST_CASE("points fold: the parts of requests are summed by slice and outcome") {
  constexpr auto kSending = static_cast<std::size_t>(model::TimingPart::sending);
  constexpr auto kConnecting = static_cast<std::size_t>(model::TimingPart::connecting);
  constexpr auto kWaiting = static_cast<std::size_t>(model::TimingPart::waiting);
  const model::Points points = fold(small_run());
  const model::Slice& first = points.slices.at(kStart / kSecond);
  CHECK(first.good_parts[kSending].count == 3);
  CHECK(*first.good_parts[kSending].mean() == doctest::Approx(0.1));
  CHECK(*first.good_parts[kConnecting].mean() == doctest::Approx(0.5));
  CHECK_FALSE(first.good_parts[kWaiting].mean());  // the input has no such points
  CHECK(first.failed_parts[kSending].count == 0);
  CHECK(points.slices.at(kStart / kSecond + 5).failed_parts[kSending].count == 1);
}

TEST_CASE("points fold: a sum of parts is the same in any order and takes any number") {
  model::ExactSum there, back;
  const double values[] = {0.1, 1e15, 3.7, -4, 0.0004, std::numeric_limits<double>::quiet_NaN()};
  for (const double value : values) there.add(value);
  for (int i = 5; i >= 0; --i) back.add(values[i]);
  CHECK(there.units == back.units);
  CHECK(there.count == 6);
}

TEST_CASE("points fold: it does not matter where one fold ends and the next begins") {
  const std::vector<Point> all = small_run();
  const model::Points whole = fold(all);
  for (std::size_t cut = 0; cut <= all.size(); cut += 7) {
    const auto border = all.begin() + static_cast<std::ptrdiff_t>(cut);
    model::Points late = fold({border, all.end()});
    late.merge(fold({all.begin(), border}));
    CHECK(late.points == whole.points);
    REQUIRE(late.looks.size() == whole.looks.size());
    for (const auto& [look, stats] : whole.looks) {
      CHECK(late.looks.at(look).count == stats.count);
      CHECK(late.looks.at(look).duration_ms.sum() == stats.duration_ms.sum());
      CHECK(late.looks.at(look).first_start_ns == stats.first_start_ns);
    }
    CHECK(late.rates == whole.rates);
    CHECK(late.counters == whole.counters);
    CHECK(late.gauges_max == whole.gauges_max);
    CHECK(late.slices.size() == whole.slices.size());
  }
}

TEST_CASE("points fold: a flood of tags keeps memory and counts right") {
  PointsFold folder;
  std::string name;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    name = "word" + std::string(1, static_cast<char>('a' + i % 26)) + std::to_string(i);
    const model::Tags tags{i + 1, {{"name", name}, {"status", i % 100 == 0 ? "500" : "200"}}};
    model::Sample sample;
    sample.metric = metric_named("http_reqs");
    sample.time_ns = kStart + static_cast<std::int64_t>(i) * kSecond;
    sample.value = 1;
    sample.tags = &tags;
    folder.add(sample);
    sample.metric = metric_named("http_req_duration");
    folder.add(sample);
  }
  const model::Points points = folder.take();
  CHECK(points.looks.size() <= model::Points::kMostLooks);
  std::uint64_t requests = 0, failed = 0;
  for (const auto& [look, stats] : points.looks) {
    requests += stats.count;
    if (look.failed) failed += stats.count;
    CHECK(stats.duration_ms.count() == stats.count);
  }
  CHECK(requests == 20'000);
  CHECK(failed == 200);
  CHECK(points.slices.size() <= model::Points::kMostSlices);
}

TEST_CASE("points fold: gRPC calls are requests") {
  PointsFold folder;
  const model::Tags tags{9, {{"name", "/shop.Cart/Add"}, {"status", "14"}}};
  model::Sample sample;
  sample.metric = metric_named("grpc_req_duration");
  sample.time_ns = kStart;
  sample.value = 30;
  sample.tags = &tags;
  folder.add(sample);
  const model::Points points = folder.take();
  REQUIRE(points.looks.size() == 1);
  CHECK(points.looks.begin()->first.failed);
  CHECK(points.looks.begin()->second.count == 1);
  CHECK(points.looks.begin()->second.first_start_ns == kStart - 30'000'000);
}

}  // namespace
}  // namespace loadtriage::collect
