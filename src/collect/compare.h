// What an earlier run says about this one: the figures of both, what changed, and what
// both have in common and therefore explains nothing.
#pragma once
#include "model/baseline.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// Observations of `now` that were as frequent in `before`, a healthy run, become innocent;
// unrecognised messages that it had as well are taken out.
model::Baseline compare(model::Evidence& now, const model::Evidence& before);

}  // namespace loadtriage::collect
