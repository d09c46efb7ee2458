// How failures lie in time.
#pragma once
#include "model/timeline.h"

namespace loadtriage::collect {

// What the shapes mean is said in docs/timeline.md. `first_s` and `last_s` are the
// starts of the first and the last failed request.
model::Shape shape_of(const model::Timeline& timeline, double first_s, double last_s, double duration_s);

}  // namespace loadtriage::collect
