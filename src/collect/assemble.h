// Puts the harvests of all inputs together into the Evidence of one run.
#pragma once
#include <vector>

#include "collect/harvest.h"
#include "collect/watch.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// The order of the harvests is the order of the inputs; nothing else about it matters.
// `watches` are those that the harvests were collected with.
model::Evidence assemble(std::vector<Harvest> harvests, const Watches& watches);

}  // namespace loadtriage::collect
