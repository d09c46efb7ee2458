// The kinds of request that the inputs tell apart, for the table per operation.
#pragma once
#include "model/evidence.h"

namespace loadtriage::collect {

// Fills Evidence::operations: from the endpoints of raw points, else from submetrics
// that carry counts, else from the checks. Each says where it is known from.
void fill_operations(model::Evidence& evidence);

}  // namespace loadtriage::collect
