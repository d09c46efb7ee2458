// The run over time, in seconds from its start: what the reports draw and what the
// conditions about onset, shape and recovery look at.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

namespace loadtriage::model {

// Amounts over time, relative to the run's start. Slot i covers
// [first_s + i * width_s, first_s + (i + 1) * width_s).
struct Series {
  double first_s = 0;
  double width_s = 1;
  std::vector<double> amounts;
  // The sum over [from, to); slots cut by a border count by their share.
  double between(double from_s, double to_s) const;
  double total() const;
};

struct TimeSlice {
  double start_s = 0;
  double requests = 0, failed = 0;
  std::optional<double> p50_ms, p95_ms;  // of requests that did not fail
  std::optional<double> vus;
  double iterations = 0, dropped_iterations = 0;
};

// How failures lie in time. (What each means: docs/ranking.md.)
enum class Shape { none, from_start, step, ramp, waves, burst, tail, sporadic };
std::string_view name_of(Shape shape);

struct Timeline {
  double width_s = 1;
  std::vector<TimeSlice> slices;
  std::optional<double> first_failure_s, last_failure_s;  // starts of failed requests
  std::optional<double> onset_s;  // the start of the first request that the fault made fail
  Shape shape = Shape::none;
  bool recovered = false;  // requests succeeded again for good after the last failure
  double healthy_s = 0;    // time in slices with requests and no failure beyond the stray
  std::optional<double> first_failed_check_s;
  std::optional<double> slow_onset_s;  // when latency left its baseline
  std::optional<double> knee_vus;      // VUs above which throughput no longer grew
  std::optional<double> peak_per_second;
};

}  // namespace loadtriage::model
