// The limit on a duration that the run missed, in the words of its threshold.
#pragma once
#include <optional>
#include <string>

#include "model/evidence.h"

namespace loadtriage::rules {

struct MissedLimit {
  std::string of;  // "p(99) of http_req_duration"
  double observed_ms = 0;
  double limit_ms = 0;
};

// Of all missed limits whose value is known the one that was passed by the largest factor;
// those on the requests' own durations come before those on metrics of the script.
std::optional<MissedLimit> missed_limit_of(const model::Evidence& evidence);

}  // namespace loadtriage::rules
