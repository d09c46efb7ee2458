#include "collect/series/timeline_fill.h"

#include <doctest/doctest.h>

#include <cmath>
#include <functional>

#include "collect/failure_shape.h"
#include "collect/series/load_levels.h"
#include "collect/series/slow_onset.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::Figure;
using model::Shape;

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kStart = 1767254400 * kSecond;

// What happens in one second of a made-up run.
struct Second {
  int requests = 20, failed = 0;
  double ms = 40;
  double vus = 10;
};

// Evidence with raw points of so many seconds, each as `happens` tells.
Evidence run_of(int seconds, const std::function<Second(int)>& happens) {
  Evidence evidence;
  model::Points& points = evidence.points;
  model::LookStats failed;
  for (int i = 0; i < seconds; ++i) {
    const Second second = happens(i);
    const std::int64_t time = kStart + i * kSecond + kSecond / 2;
    model::Slice& slice = points.slice_at(time);
    slice.requests = second.requests;
    slice.failed = second.failed;
    slice.vus = second.vus;
    if (second.requests > second.failed)
      slice.good_ms.add(second.ms, static_cast<std::uint64_t>(second.requests - second.failed));
    if (second.failed == 0) continue;
    failed.count += static_cast<std::uint64_t>(second.failed);
    failed.first_start_ns = std::min(failed.first_start_ns, time);
    failed.first_end_ns = std::min(failed.first_end_ns, time);
    failed.last_end_ns = time;
  }
  points.points = 1;
  points.first_ns = points.earliest_start_ns = kStart;
  points.last_ns = kStart + seconds * kSecond;
  if (failed.count > 0) {
    model::FailureCell cell;
    cell.count = static_cast<double>(failed.count);
    cell.first_s = static_cast<double>(failed.first_start_ns - kStart) / 1e9;
    cell.last_s = static_cast<double>(failed.last_end_ns - kStart) / 1e9;
    evidence.failures.push_back(cell);
  }
  Window window;
  window.start_ns = kStart;
  window.duration_s = seconds;
  fill_timeline(evidence, window);
  return evidence;
}

// A few per cent up and down, the same on every machine.
double wobble(int i) { return 1 + 0.05 * std::sin(7.3 * i); }

std::vector<model::ChangePoint> changes_of(const Evidence& evidence, Figure figure) {
  std::vector<model::ChangePoint> out;
  for (const auto& change : evidence.timeline.changes)
    if (change.figure == figure) out.push_back(change);
  return out;
}

void miss_threshold(Evidence& evidence, std::string expression) {
  model::Metric metric;
  metric.name = "http_req_duration";
  metric.type = model::MetricType::trend;
  metric.thresholds = {{std::move(expression), model::ThresholdResult::failed, {}, {}}};
  evidence.metrics["http_req_duration"] = metric;
}

}  // namespace

TEST_CASE("timeline: the moment at which latency changes is told with both medians") {
  const Evidence run = run_of(40, [](int i) { return Second{20, 0, (i < 12 ? 40 : 900) * wobble(i), 10}; });
  const auto changes = changes_of(run, Figure::median_ms);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].at_s == 12);
  CHECK(changes[0].before == doctest::Approx(40).epsilon(0.06));
  CHECK(changes[0].after == doctest::Approx(900).epsilon(0.06));
  CHECK(changes[0].p_value <= 0.01);
  CHECK(changes_of(run, Figure::failed_share).empty());
}

TEST_CASE("timeline: a failing stretch in the middle changes the failed share twice") {
  const Evidence run = run_of(50, [](int i) { return Second{20, i >= 20 && i < 30 ? 15 + i % 3 : 0}; });
  const auto changes = changes_of(run, Figure::failed_share);
  REQUIRE(changes.size() == 2);
  CHECK(changes[0].at_s == 20);
  CHECK(changes[0].before == 0);
  CHECK(changes[0].after == doctest::Approx(0.8).epsilon(0.05));
  CHECK(changes[1].at_s == 30);
  CHECK(changes[1].after == 0);
}

TEST_CASE("timeline: a loss of throughput is a change, the cut ends of the run are none") {
  const Evidence run =
      run_of(40, [](int i) { return Second{static_cast<int>((i < 25 ? 100 : 30) * wobble(i))}; });
  const auto changes = changes_of(run, Figure::throughput);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].at_s == 25);
  CHECK(changes[0].before > 3 * changes[0].after);
}

TEST_CASE("timeline: a change too small to matter is not told, however regular") {
  const Evidence run = run_of(60, [](int i) { return Second{20, 0, i < 30 ? 40.0 : 43.0}; });
  CHECK(run.timeline.changes.empty());
}

TEST_CASE("timeline: a run of a few seconds has no change points") {
  const Evidence run = run_of(5, [](int i) { return Second{20, i < 3 ? 0 : 20}; });
  CHECK(run.timeline.changes.empty());
}

TEST_CASE("timeline: a run of an hour is looked at in parts and its change is found") {
  const Evidence run = run_of(3600, [](int i) {
    return Second{20, 0, (i < 1800 ? 40 : 400) * wobble(i), 10};
  });
  const auto changes = changes_of(run, Figure::median_ms);
  REQUIRE(changes.size() == 1);
  CHECK(changes[0].at_s == doctest::Approx(1800).epsilon(0.03));
}

TEST_CASE("timeline: one lasting rise is a step, whichever third of the run it falls into") {
  for (const int at : {8, 14, 17, 20}) {
    const Evidence run = run_of(30, [at](int i) { return Second{20, i < at ? 0 : 12 + i % 3}; });
    CHECK(run.timeline.shape == Shape::step);
  }
}

TEST_CASE("timeline: a share that rises again and again is a ramp") {
  const Evidence run = run_of(40, [](int i) { return Second{40, i < 10 ? 0 : (i - 8) * 30 / 32}; });
  CHECK(run.timeline.shape == Shape::ramp);
}

TEST_CASE("timeline: few requests that fail with one probability are no waves, outages are") {
  // Two in five fail; by chance some seconds have no failure and some have only failures.
  const int by_chance[] = {1, 0, 2, 1, 1, 0, 3, 1, 0, 2, 1, 2, 0, 1, 1,
                           2, 0, 2, 1, 1, 0, 2, 1, 1, 2, 0, 1, 2, 1, 1};
  const Evidence steady = run_of(30, [&](int i) { return Second{3, by_chance[i]}; });
  CHECK(steady.timeline.shape == Shape::from_start);
  const Evidence waves = run_of(30, [](int i) { return Second{30, i % 10 >= 5 && i % 10 < 8 ? 30 : 0}; });
  CHECK(waves.timeline.shape == Shape::waves);
}

TEST_CASE("slow onset: with a missed limit it is the start of the first lasting requests beyond it") {
  const auto happens = [](int i) { return Second{20, 0, i < 10 ? 100.0 : i < 20 ? 500.0 : 2000.0}; };
  Evidence run = run_of(30, happens);
  CHECK(*run.timeline.slow_onset_s == doctest::Approx(10).epsilon(0.01));  // ended at 10.5, took 0.5 s
  miss_threshold(run, "p(95)<1500");
  fill_slow_onset(run);
  CHECK(*run.timeline.slow_onset_s == doctest::Approx(18.5).epsilon(0.01));  // ended at 20.5, took 2 s
  miss_threshold(run, "p(95)<=50");  // below the baseline: it was missed from the start
  fill_slow_onset(run);
  CHECK(*run.timeline.slow_onset_s == doctest::Approx(10).epsilon(0.01));
}

TEST_CASE("slow onset: one quiet second does not end it, one slow second does not begin it") {
  Evidence run = run_of(30, [](int i) {
    return Second{20, 0, i == 5 || (i >= 12 && i != 13) ? 900.0 : 50.0};
  });
  miss_threshold(run, "max<500");
  fill_slow_onset(run);
  CHECK(*run.timeline.slow_onset_s == doctest::Approx(11.6).epsilon(0.01));
}

TEST_CASE("slow onset: steady latency has none") {
  CHECK_FALSE(run_of(30, [](int i) { return Second{20, 0, 100 * wobble(i)}; }).timeline.slow_onset_s);
}

TEST_CASE("load: throughput that stays flat while load and latency grow has a knee") {
  const Evidence run = run_of(60, [](int i) {
    const double vus = 1 + i;
    return Second{static_cast<int>(10 * std::min(vus, 20.0)), 0, vus < 20 ? 50 : 50 * vus / 20, vus};
  });
  REQUIRE(run.timeline.knee_vus);
  CHECK(*run.timeline.knee_vus >= 17);
  CHECK(*run.timeline.knee_vus <= 20);
}

TEST_CASE("load: known coefficients come back from a run whose VUs rise") {
  const Evidence run = run_of(120, [](int i) {
    const double vus = 1 + i / 2;
    const double rate = 200 * vus / (1 + 0.03 * (vus - 1) + 0.0008 * vus * (vus - 1));
    return Second{static_cast<int>(std::lround(rate)), 0, 1000 * vus / rate, vus};
  });
  REQUIRE(run.timeline.scaling);
  const model::Scaling& scaling = *run.timeline.scaling;
  CHECK(scaling.load == model::Scaling::Load::vus);
  CHECK(scaling.lambda == doctest::Approx(200).epsilon(0.03));
  CHECK(scaling.sigma == doctest::Approx(0.03).epsilon(0.1));
  CHECK(scaling.kappa == doctest::Approx(0.0008).epsilon(0.1));
  CHECK(scaling.r_squared > 0.99);
  REQUIRE(scaling.peak_load);
  CHECK(*scaling.peak_load == doctest::Approx(34.8).epsilon(0.03));
}

TEST_CASE("load: where requests are sent at a rate, what is in flight is the load") {
  Evidence run = run_of(60, [](int i) {
    const double rate = 10.0 * (1 + i);
    return Second{static_cast<int>(rate), 0, 100 / (1 - rate / 700), 0};
  });
  CHECK_FALSE(run.timeline.scaling);
  model::Scenario scenario;
  scenario.rate_per_s = 600;
  run.run.scenarios.push_back(scenario);
  fill_load(run);
  REQUIRE(run.timeline.scaling);
  CHECK(run.timeline.scaling->load == model::Scaling::Load::in_flight);
  CHECK(run.timeline.scaling->sigma > 0);
}

TEST_CASE("load: a constant number of VUs tells no law") {
  CHECK_FALSE(run_of(60, [](int i) { return Second{static_cast<int>(100 * wobble(i))}; }).timeline.scaling);
}

}  // namespace loadtriage::collect
