// Calls that no address tells of: an application whose messages speak of a database's faults calls
// a database.
#pragma once
#include "model/evidence.h"
#include "topology/graph.h"
#include "topology/traces.h"

namespace loadtriage::topology {

void add_peers(const model::Evidence& evidence, const Traces& traces, const Lookup& lookup, Graph& graph);

}  // namespace loadtriage::topology
