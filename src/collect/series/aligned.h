// A log together with the offset of its clock: gives times in seconds of the run.
#pragma once
#include <optional>

#include "base/saturate.h"
#include "collect/series/window.h"
#include "model/logs.h"
#include "model/timeline.h"

namespace loadtriage::collect {

struct AlignedLog {
  const model::InputLog* log = nullptr;
  std::int64_t shift_ns = 0;
  const Window* window = nullptr;

  // Nothing when the run's start or the stamp is not known.
  std::optional<double> seconds(std::optional<std::int64_t> time_ns) const {
    if (!time_ns || !window->start_ns) return std::nullopt;
    return window->seconds(saturated_sum(*time_ns, shift_ns));
  }
};

// The counts as a series in the run's time; empty when the run's start is not known.
model::Series to_series(const model::Slots& slots, std::int64_t shift_ns, const Window& window);

// Adds `more` to `into`; the result has the wider slots of the two.
void add_series(model::Series& into, const model::Series& more);

}  // namespace loadtriage::collect
