// When the run's figures changed: failed share, throughput and median latency over time.
#pragma once
#include "collect/series/window.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Timeline::changes from the slices of raw points. A change is significant
// (collect/e_divisive.h) and large enough to matter; a run of few slices has none.
void fill_changes(model::Evidence& evidence, const Window& window);

}  // namespace loadtriage::collect
