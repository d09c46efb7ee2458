// The run over time: slices, onset and shape of the failures, the knee of throughput.
#pragma once
#include "collect/series/window.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Evidence::timeline from raw points, else from the failure cells and the
// console's progress. What the shapes mean is said at shape_of() in the source.
void fill_timeline(model::Evidence& evidence, const Window& window);

}  // namespace loadtriage::collect
