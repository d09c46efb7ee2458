// How much went wrong in a run, and of what sort: what decides whether a cause matters.
#pragma once
#include <optional>

#include "model/diagnosis.h"

namespace loadtriage::rank {

struct Trouble {
  double requests = 0, failed = 0;
  double failed_share = 0;
  double checks_failed_share = 0;
  bool unknown = false;            // no input counts requests: logs alone
  bool judged = false;             // thresholds were evaluated, so the run has a verdict of its own
  bool thresholds_failed = false;  // any
  bool latency_failed = false;     // one on a duration
  bool errors_failed = false;      // one on anything else
  bool dropped = false;            // iterations were dropped

  // The script expects the failures: every check held, and all of them are 4xx or a threshold on
  // failures, which is met, allows them.
  bool tolerated = false;

  // Failures worth a cause: a threshold says so, or there is none that could and more
  // than a stray share failed that the script does not expect.
  bool failures_matter() const;
  bool anything() const;
};

// The share of failed requests that is let pass where no threshold says otherwise.
constexpr double kStray = 0.005;

Trouble trouble_of(const model::Evidence& evidence);

std::optional<double> dropped_iterations(const model::Evidence& evidence);

}  // namespace loadtriage::rank
