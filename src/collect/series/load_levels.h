// Throughput against load: where more load brought no more throughput, and the law that
// the levels of load follow.
#pragma once
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills peak_per_second, knee_vus and scaling of the timeline from its slices. The load is
// counted in VUs; where k6 sends at a given rate, so that VUs are no cause of it, in
// requests in flight.
void fill_load(model::Evidence& evidence);

}  // namespace loadtriage::collect
