// What the signatures recognised, put into the run's time.
#pragma once
#include <vector>

#include "collect/series/aligned.h"
#include "collect/watch.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Evidence::observations from the logs, from the `error` texts of raw points and
// from the names of failed checks; facts that signatures capture go to Evidence::facts
// unless the user stated them. Needs the timeline (for innocence).
void fill_observations(model::Evidence& evidence, const std::vector<AlignedLog>& k6_logs,
                       const std::vector<AlignedLog>& backend_logs, const Watches& watches,
                       const Window& window);

}  // namespace loadtriage::collect
