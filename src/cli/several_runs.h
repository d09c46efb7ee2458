// Results of several runs in one call: merged they would tell of a run that never was.
#pragma once
#include <optional>
#include <vector>

#include "base/notice.h"
#include "cli/discover.h"
#include "collect/harvest.h"

namespace loadtriage::cli {

// What to say instead of an analysis; nothing where the inputs are of one run. Shards of one run
// overlap in time, and parts of one output follow each other closely: neither is another run.
std::optional<Notice> several_runs(const std::vector<FoundInput>& inputs,
                                   const std::vector<collect::Harvest>& harvests);

}  // namespace loadtriage::cli
