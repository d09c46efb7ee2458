// A summary and raw points that are read together are taken for one run. Where they contradict
// each other a note says so, and the points stand for durations: they are the single requests.
#pragma once
#include "model/evidence.h"

namespace loadtriage::collect {

void compare_summary_with_points(model::Evidence& evidence);

}  // namespace loadtriage::collect
