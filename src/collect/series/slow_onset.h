// When requests became slow.
#pragma once
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Timeline::slow_onset_s; reads Timeline::slices and Timeline::changes.
//
// That requests became slow at all is seen from the medians of the slices, against those
// of the run's first tenth, or from a change point. When is another question: where a
// threshold on latency was missed, the first lasting stretch with requests beyond its
// limit; else where the medians left their baseline. As with failures it is the start of
// the first such request that counts, not its end.
void fill_slow_onset(model::Evidence& evidence);

}  // namespace loadtriage::collect
