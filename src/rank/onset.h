// When the run's trouble began, and where the time of a request went before and after.
#pragma once
#include "model/diagnosis.h"

namespace loadtriage::rank {

// Sets Timeline::onset_s of the diagnosis from its causes, which must be in order.
void place_onset(model::Diagnosis& diagnosis);

// Sets Timeline::timings: the parts of requests before and after the onset, where raw
// points tell them.
void split_timings(model::Diagnosis& diagnosis);

}  // namespace loadtriage::rank
