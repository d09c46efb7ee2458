// Nodes that are the same component, found by what they have in common. A rule joins only where
// one other node is meant; where two are, both stay apart and a note says so.
#pragma once
#include "topology/graph.h"
#include "topology/traces.h"

namespace loadtriage::topology {

void join_nodes(const Traces& traces, Graph& graph);

}  // namespace loadtriage::topology
