#include "collect/clocks.h"

#include <doctest/doctest.h>

using namespace loadtriage;

namespace {

constexpr std::int64_t kSecond = 1'000'000'000;
constexpr std::int64_t kHour = 3600 * kSecond;
constexpr std::int64_t kStart = 1'795'500'000 * kSecond;  // a day in November 2026

collect::Window minute() {
  collect::Window window;
  window.start_ns = kStart;
  window.duration_s = 60;
  return window;
}

model::InputLog log_at(std::int64_t first, model::Zone zone) {
  model::InputLog log;
  log.zone = zone;
  for (int i = 0; i < 60; ++i) log.all.add(first + i * kSecond);
  log.events = log.dated = 60;
  log.first_ns = first;
  log.last_ns = first + 59 * kSecond;
  return log;
}

}  // namespace

TEST_CASE("clocks: stamps that overlap the run stay as they are") {
  const auto offset = collect::align(log_at(kStart, model::Zone::assumed_utc), minute());
  CHECK(offset.offset_s == 0);
  CHECK(offset.reason.empty());
}

TEST_CASE("clocks: local time without a zone is shifted by whole hours, and says so") {
  const auto offset = collect::align(log_at(kStart + 2 * kHour, model::Zone::assumed_utc), minute());
  CHECK(offset.offset_s == doctest::Approx(-7200));
  CHECK(offset.reason.find("-2 h") != std::string::npos);
}

TEST_CASE("clocks: stamps that state their zone are never shifted") {
  CHECK(collect::align(log_at(kStart + 2 * kHour, model::Zone::stated), minute()).offset_s == 0);
}

TEST_CASE("clocks: stamps without a date are moved to the run's day") {
  const std::int64_t day = 86'400 * kSecond;
  const auto offset = collect::align(log_at(kStart % day, model::Zone::assumed_utc), minute());
  CHECK(offset.offset_s == doctest::Approx(static_cast<double>(kStart / day * 86'400)));
}

TEST_CASE("clocks: a log of another day stays where it is") {
  const auto offset = collect::align(log_at(kStart - 5 * 24 * kHour, model::Zone::assumed_utc), minute());
  CHECK(offset.offset_s == 0);
}

TEST_CASE("clocks: stamps relative to the start move with the run") {
  model::InputLog log = log_at(0, model::Zone::none);
  log.relative = true;
  CHECK(collect::align(log, minute()).offset_s == doctest::Approx(1'795'500'000.0));
}
