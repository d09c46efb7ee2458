// When the run took place.
#pragma once
#include <cstdint>
#include <optional>

#include "base/saturate.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// The run's span in nanoseconds since the epoch, where the inputs tell.
struct Window {
  std::optional<std::int64_t> start_ns;
  std::optional<double> duration_s;

  std::optional<std::int64_t> end_ns() const;
  // Seconds from the start; only when the start is known.
  double seconds(std::int64_t time_ns) const {
    return static_cast<double>(saturated_difference(time_ns, *start_ns)) / 1e9;
  }
};

// From raw points, else from k6's own log, else from the access logs; the duration from
// the summary or the console where they have it. `k6_logs` and `backend_logs` as harvested.
Window find_window(const model::Evidence& evidence, const std::vector<model::InputLog>& k6_logs,
                   const std::vector<model::InputLog>& backend_logs);

}  // namespace loadtriage::collect
