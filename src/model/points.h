// What k6's raw points tell, folded: every request counted by its look and by time, in
// bounded memory. Two of them merge into one whatever the order.
#pragma once
#include <algorithm>
#include <array>
#include <cmath>
#include <compare>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/histogram.h"

namespace loadtriage::model {

// What a request looked like from k6's side.
struct Look {
  int status = 0;        // 0: no response
  int error_code = 0;    // k6's; 0: none
  std::string error;     // k6's `error` text, variable parts (addresses, ports, times) replaced by `*`
  std::string endpoint;  // `name` tag with ids replaced ("GET" is not part of it): "/users/{id}"
  std::string method;
  std::string scenario;
  std::string group;
  bool failed = false;  // as http_req_failed says; without it: status 0 or at least 400
  auto operator<=>(const Look&) const = default;
};

// Counts over time. Slots are `width` nanoseconds wide and aligned to the epoch, so
// they do not depend on where a reader began; when there would be more than kMost, the
// width doubles. The final width depends only on the span of what was counted.
class Slots {
 public:
  static constexpr std::int64_t kFirstWidthNs = 250'000'000;
  static constexpr std::size_t kMost = 1024;
  void add(std::int64_t time_ns, double amount = 1);
  void merge(const Slots& other);
  std::int64_t width_ns() const { return width_; }
  // Slot numbers and amounts, in order; slot * width is its start.
  using Counts = std::vector<std::pair<std::int64_t, double>>;
  const Counts& counts() const { return counts_; }
  // The sum over [from, to), slots cut by a border counted by their share.
  double between(std::int64_t from_ns, std::int64_t to_ns) const;
  void widen_to(std::int64_t width_ns);  // a power of two times kFirstWidthNs

 private:
  void widen_if_too_many();

  std::int64_t width_ = kFirstWidthNs;
  Counts counts_;
};

struct LookStats {
  std::uint64_t count = 0;  // requests (http_reqs points)
  // Start is the end minus the duration. k6 records duration 0 for a request that never
  // got a connection, so its start is then the end: see failure_start_ns().
  std::int64_t first_start_ns = std::numeric_limits<std::int64_t>::max();
  std::int64_t first_end_ns = std::numeric_limits<std::int64_t>::max();
  std::int64_t last_end_ns = std::numeric_limits<std::int64_t>::min();
  Histogram duration_ms;
  std::uint64_t connected = 0;  // requests with http_req_connecting > 0: they opened a new connection
  Histogram connecting_ms;      // of those
  Slots ended;                  // requests by their end
};

// The start of the first request of a look, as near as the points tell.
std::int64_t failure_start_ns(const Look& look, const LookStats& stats);

// A sum of milliseconds that does not depend on the order of the additions: values are
// rounded to 2^-20 ms.
struct ExactSum {
  std::uint64_t units = 0;
  std::uint64_t count = 0;
  void add(double ms) {
    constexpr double kMost = 1e8;  // more than a day
    const double kept = std::isnan(ms) ? 0 : std::clamp(ms, 0.0, kMost);
    units += static_cast<std::uint64_t>(static_cast<std::int64_t>(kept * 1048576.0 + 0.5));
    ++count;
  }
  void merge(const ExactSum& other);
  std::optional<double> mean() const;
};

// The parts of a request, in the order in which they pass.
enum class TimingPart { blocked, connecting, tls, sending, waiting, receiving };
using TimingSums = std::array<ExactSum, 6>;

struct Slice {
  double requests = 0, failed = 0;
  TimingSums good_parts, failed_parts;
  Histogram good_ms;                   // http_req_duration of requests that did not fail
  std::optional<double> vus, vus_max;  // the greatest in the slice
  double iterations = 0, dropped_iterations = 0;
  double checks_passed = 0, checks_failed = 0;
};

struct CheckCount {
  std::uint64_t passes = 0, fails = 0;
  std::int64_t first_fail_ns = std::numeric_limits<std::int64_t>::max();
};

struct Points {
  std::int64_t first_ns = std::numeric_limits<std::int64_t>::max();  // of any point
  std::int64_t last_ns = std::numeric_limits<std::int64_t>::min();
  std::int64_t earliest_start_ns =
      std::numeric_limits<std::int64_t>::max();  // end minus duration, of requests and iterations
  // Width of the slices, doubled as Slots do it: more of them than any chart or test over time
  // looks at, and few enough that their distributions are not what fills the memory.
  std::int64_t slice_ns = 1'000'000'000;
  static constexpr std::int64_t kMostSlices = 512;
  std::map<std::int64_t, Slice> slices;  // number -> slice; number * slice_ns is its start
  // Every kind of request. Of more than kMostLooks, good ones are given up before failed
  // ones, and which they are depends on the looks alone, not on the order they came in:
  // they count under endpoint "(other)".
  std::map<Look, LookStats> looks;
  static constexpr std::size_t kMostLooks = 512;
  std::uint64_t looks_moved = 0;  // changes when a look that was there moved to "(other)"

  // A metric of which no Metric line tells the type (CSV has none) and that k6 does not
  // define itself stands in all four maps.
  //
  // Every trend metric by name, of all points; HTTP timings also split by outcome:
  // "http_req_sending" (all), "http_req_sending{failed}" and "http_req_sending{good}".
  std::map<std::string, Histogram> trends;
  std::map<std::string, double> counters;                  // counter metrics, summed
  std::map<std::string, std::pair<double, double>> rates;  // non-zero, zero
  std::map<std::string, double> gauges_max;
  std::map<std::pair<std::string, std::string>, CheckCount> checks;  // group, name
  std::map<std::string, std::string> metric_types;                   // from Metric lines: "trend", ...
  std::map<std::string, std::vector<std::string>> thresholds;  // metric -> expressions, from Metric lines
  std::uint64_t points = 0;
  // Whom the requests were sent to, as far as their URLs tell: the first few of the alphabet.
  std::set<std::string> targets;  // as base/addresses.h writes them
  static constexpr std::size_t kMostTargets = 16;
  bool unnamed = false;  // ids had to be taken out of names: the run lacks `name` tags

  bool empty() const { return points == 0; }
  // The statistics of a look, made when there are none. Valid until looks_moved changes.
  LookStats& stats_of(const Look& look);
  Slice& slice_at(std::int64_t time_ns);  // valid until the next call for another slice
  void widen_slices_to(std::int64_t width_ns);
  void merge(const Points& other);
  void merge(Points&& other);  // takes over what need not be copied
};

}  // namespace loadtriage::model
