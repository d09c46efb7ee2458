// What the logs did as a whole, and the messages that nobody knows.
#pragma once
#include <vector>

#include "collect/series/aligned.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Evidence::voice: events and errors inside the run, and whether the logs fell
// silent before its end.
void fill_voice(model::Evidence& evidence, const std::vector<AlignedLog>& backend_logs, const Window& window);

// Fills Evidence::unknown with templates that are new or at least four times as frequent
// per second in failing time as in healthy time. Needs the timeline.
void fill_unknown(model::Evidence& evidence, const std::vector<AlignedLog>& backend_logs);

}  // namespace loadtriage::collect
