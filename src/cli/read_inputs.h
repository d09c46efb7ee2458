// The single pass: every input is read once, by as many threads as there are.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/discover.h"
#include "cli/world.h"
#include "collect/harvest.h"
#include "collect/watch.h"
#include "formats/registry.h"

namespace loadtriage::cli {

// One harvest an input, in the order of the inputs, whatever the threads did. An input
// that can't be read or that no format recognises has an empty kind and says why in its
// notes; that is an error only when no input at all is of use.
Result<std::vector<collect::Harvest>> read_inputs(const std::vector<FoundInput>& inputs, const World& world,
                                                  const formats::Registry& registry,
                                                  const collect::Watches& watches, Notices& notices);

}  // namespace loadtriage::cli
