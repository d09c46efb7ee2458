// Figures that conditions ask for and that take more than a look-up in the evidence.
// Each is worked out once for a run.
#pragma once
#include <optional>
#include <string>

#include "model/evidence.h"

namespace loadtriage::rules {

struct RunFigures {
  std::optional<double> requests, failed, good;

  struct Latency {
    std::optional<double> p50, p95, p99, max;         // requests that did not fail
    std::optional<double> all_p50, all_p95, all_max;  // all
    std::optional<double> waiting_p95, sending_p95, receiving_p95, blocked_p95, blocked_max, connecting_p95,
        connecting_max, tls_p95, tls_max;
    std::optional<double> first_p50, last_p50, growth, peak_p50;
    std::optional<double> limit;  // the tightest latency threshold, ms
    bool over_limit = false;
    // The limit that was missed (missed_limit.h).
    std::string missed_of;
    std::optional<double> missed, missed_limit;
  } latency;

  struct Iterations {
    std::optional<double> count, dropped, p50, p95, min, overhead, per_request;
  } iterations;

  double checks_passed = 0, checks_failed = 0;
  struct Thresholds {
    double count = 0, failed = 0;
    bool failed_latency = false, failed_errors = false, failed_checks = false;
  } thresholds;

  std::optional<double> in_flight;         // Little: requests per second x mean duration
  std::optional<double> send_receive_p95;  // sending + receiving
  std::optional<double> access_requests, access_failed;
  std::optional<bool> no_arrivals;
  bool knows_looks = false;  // status or error code of most failures
  std::string target_host, target_port;
};

RunFigures figures_of(const model::Evidence& evidence);

// A statistic of a trend metric: the summary's, else of the raw points. `rank` 0 is the
// minimum, 100 the maximum.
std::optional<double> trend_of(const model::Evidence& evidence, const std::string& key, double rank);

// Whether a threshold expression says nothing here: its metric has no samples, or only
// latencies that no server had a part in. Empty: it says something. Else why not.
std::string vacuous_because(const model::Evidence& evidence, const model::Metric& metric,
                            const model::Threshold& threshold);

}  // namespace loadtriage::rules
