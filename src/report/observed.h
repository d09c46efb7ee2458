// What a threshold was held against: the value that the inputs give for its own expression.
#pragma once
#include <optional>
#include <string>

#include "model/evidence.h"

namespace loadtriage::report {

struct Observed {
  std::string aggregate;  // "p(95)", "rate", "count"
  double value = 0;       // in the metric's own unit: ms, bytes, a share
  bool exact = true;      // false: from a histogram (within 1 %)
  std::string source;     // "k6/summary.json", or "raw points"
};

// Nothing where no input tells it.
std::optional<Observed> observed_of(const model::Evidence& evidence, const model::Metric& metric,
                                    const model::Threshold& threshold);

// "p(95) is 812 ms", "rate is 16.2 %"; failing that, what the console says.
std::string observed_text(const model::Evidence& evidence, const model::Metric& metric,
                          const model::Threshold& threshold);

}  // namespace loadtriage::report
