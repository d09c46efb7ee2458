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

// What a change point is about.
enum class Figure { failed_share, throughput, median_ms };
std::string_view name_of(Figure figure);

// A moment at which a figure went from one level to another. (The method: docs/timeline.md.)
struct ChangePoint {
  Figure figure = Figure::failed_share;
  double at_s = 0;               // start of the first slice at the new level
  double before = 0, after = 0;  // a share, requests per second, or milliseconds
  double p_value = 1;
};

// Throughput X against load N by the Universal Scalability Law:
// X(N) = lambda N / (1 + sigma (N - 1) + kappa N (N - 1)).
struct Scaling {
  enum class Load { vus, in_flight };
  Load load = Load::vus;
  double lambda = 0;  // requests per second at a load of 1
  double sigma = 0;   // contention
  double kappa = 0;   // what each pays for every other (coherency)
  double r_squared = 0;
  std::size_t levels = 0;                            // distinct loads that the fit rests on
  double greatest_load = 0;                          // that was seen
  std::optional<double> peak_load, peak_per_second;  // N* and X*, where they are not far beyond it
};

// Where the time of a request went, each the mean over the requests of a stretch.
// `blocked` holds `connecting` and `tls`: k6 counts until a connection is ready.
struct RequestTimes {
  double requests = 0;
  std::optional<double> blocked_ms, connecting_ms, tls_ms, sending_ms, waiting_ms, receiving_ms;
  std::optional<double> p50_ms, p95_ms;  // of http_req_duration
};
struct TimingSplit {
  std::optional<double> at_s;                 // where it is split
  std::optional<RequestTimes> before, after;  // requests that succeeded
  std::optional<RequestTimes> failed;         // those that failed, of the whole run
};

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
  std::vector<ChangePoint> changes;  // in order of time
  std::optional<Scaling> scaling;
  TimingSplit timings;
};

}  // namespace loadtriage::model
