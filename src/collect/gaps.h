// What the inputs do not hold although a verdict needs it.
#pragma once
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Evidence::gaps: archives that were cut, lines of raw points that were lost, summaries
// that end in the middle, requests of which nobody says whether they failed.
void fill_gaps(model::Evidence& evidence);

}  // namespace loadtriage::collect
