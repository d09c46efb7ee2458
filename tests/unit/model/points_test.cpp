#include "model/points.h"

#include <doctest/doctest.h>

namespace loadtriage::model {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

double total(const Slots& slots) {
  double sum = 0;
  for (const auto& [slot, amount] : slots.counts()) sum += amount;
  return sum;
}

TEST_CASE("slots: the width depends on the span alone, and nothing is lost") {
  Slots whole, early, late;
  for (std::int64_t i = 0; i < 3000; ++i) {
    const std::int64_t time = 1767254400 * kSecond + i * kSecond / 3;
    whole.add(time);
    (i < 400 ? early : late).add(time);
  }
  CHECK(early.width_ns() < whole.width_ns());
  Slots merged = late;
  merged.merge(early);
  early.merge(late);
  for (const Slots& each : {merged, early}) {
    CHECK(each.width_ns() == whole.width_ns());
    CHECK(each.counts() == whole.counts());
  }
  CHECK(whole.counts().size() <= Slots::kMost);
  CHECK(total(whole) == 3000);
}

TEST_CASE("slots: a span that cuts slots gets their share") {
  Slots slots;
  slots.add(0, 4);
  slots.add(Slots::kFirstWidthNs, 8);
  slots.add(-1, 2);
  CHECK(slots.between(0, 2 * Slots::kFirstWidthNs) == 12);
  CHECK(slots.between(Slots::kFirstWidthNs / 2, Slots::kFirstWidthNs * 3 / 2) == 6);
  CHECK(slots.between(-Slots::kFirstWidthNs, 0) == 2);
  CHECK(slots.between(10, 10) == 0);
}

Look look_of(int number, bool failed) {
  Look look;
  look.status = failed ? 503 : 200;
  look.endpoint = "/" + std::to_string(number * 7919 % 100'000);
  look.failed = failed;
  return look;
}

TEST_CASE("points: of too many looks the same ones stay, whatever the order") {
  Points up, down;
  for (int i = 0; i < 2000; ++i) ++up.stats_of(look_of(i, i % 20 == 0)).count;
  for (int i = 1999; i >= 0; --i) ++down.stats_of(look_of(i, i % 20 == 0)).count;
  CHECK(up.looks.size() <= Points::kMostLooks);
  REQUIRE(up.looks.size() == down.looks.size());
  std::uint64_t requests = 0, failed_by_endpoint = 0;
  for (auto a = up.looks.begin(), b = down.looks.begin(); a != up.looks.end(); ++a, ++b) {
    CHECK(a->first == b->first);
    CHECK(a->second.count == b->second.count);
    requests += a->second.count;
    if (a->first.failed && a->first.endpoint != "(other)") ++failed_by_endpoint;
  }
  CHECK(requests == 2000);
  CHECK(failed_by_endpoint == 100);
  Points merged = up;
  merged.merge(down);
  CHECK(merged.looks.size() == up.looks.size());
}

TEST_CASE("points: errors that no two are alike end in one look") {
  Points points;
  for (int i = 0; i < 5000; ++i) {
    Look look = look_of(i, true);
    look.error = "error " + std::to_string(i);
    ++points.stats_of(look).count;
  }
  CHECK(points.looks.size() <= Points::kMostLooks);
  std::uint64_t requests = 0;
  for (const auto& [look, stats] : points.looks) requests += stats.count;
  CHECK(requests == 5000);
}

TEST_CASE("points: slices widen with the run and merge") {
  Points a, b;
  a.slice_at(10 * kSecond).requests = 3;
  b.slice_at(5000 * kSecond).requests = 4;
  b.slice_at(1 * kSecond).vus = 7;
  a.merge(b);
  CHECK(a.slice_ns == 16 * kSecond);
  CHECK(a.slices.at(0).requests == 3);
  CHECK(a.slices.at(312).requests == 4);
  CHECK(a.slices.at(0).vus == 7);
}

TEST_CASE("points: a metric line decides what a metric is") {
  Points points, other;
  for (Points* each : {&points, &other}) {
    each->trends["mine"].add(1);
    each->counters["mine"] = 1;
    each->rates["mine"] = {1, 0};
    each->gauges_max["mine"] = 1;
  }
  points.merge(other);
  CHECK(points.trends.count("mine") == 1);
  Points declared;
  declared.metric_types["mine"] = "rate";
  points.merge(declared);
  CHECK(points.trends.empty());
  CHECK(points.counters.empty());
  CHECK(points.rates.at("mine") == std::pair(2.0, 0.0));
}

TEST_CASE("points: taking over is merging") {
  const auto part = [](int from) {
    Points points;
    for (int i = from; i < from + 700; ++i) {
      points.slice_at(i * kSecond).requests += 1;
      points.slice_at(i * kSecond).good_ms.add(i);
      ++points.points;
    }
    points.trends["mine"].add(from);
    points.counters["mine"] += 1;
    return points;
  };
  const auto declared = [] {
    Points points;
    points.metric_types["mine"] = "trend";
    return points;
  };
  Points copied = declared(), taken = declared();
  for (const int from : {0, 900}) {
    const Points points = part(from);
    copied.merge(points);
    taken.merge(part(from));
  }
  CHECK(taken.points == copied.points);
  CHECK(taken.slice_ns == copied.slice_ns);
  CHECK(taken.slices.size() == copied.slices.size());
  CHECK(taken.slices.size() <= Points::kMostSlices);
  double requests = 0;
  for (const auto& [number, slice] : taken.slices) {
    requests += slice.requests;
    CHECK(slice.requests == copied.slices.at(number).requests);
    CHECK(slice.good_ms.sum() == copied.slices.at(number).good_ms.sum());
  }
  CHECK(requests == 1400);
  CHECK(taken.trends.at("mine").count() == 2);
  CHECK(taken.counters.empty());
  CHECK(copied.counters.empty());
  CHECK(taken.metric_types.at("mine") == "trend");
}

TEST_CASE("points: a dial that timed out began thirty seconds before its point") {
  Look look;
  look.error_code = 1211;
  LookStats stats;
  stats.first_start_ns = stats.first_end_ns = 100 * kSecond;
  stats.duration_ms.add(0);
  CHECK(failure_start_ns(look, stats) == 70 * kSecond);
  look.error_code = 1212;
  CHECK(failure_start_ns(look, stats) == 100 * kSecond);
  look.error_code = 1213;
  look.error = "dial: unknown errno 113 error with msg `no route to host`";
  CHECK(failure_start_ns(look, stats) == 97 * kSecond);
  stats.duration_ms.add(5);
  stats.first_start_ns = 95 * kSecond;
  CHECK(failure_start_ns(look, stats) == 95 * kSecond);
}

}  // namespace
}  // namespace loadtriage::model
