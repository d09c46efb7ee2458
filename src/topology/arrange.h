// From the graph to what reports show: components in the order of the calls, each with a name
// of its own, and one call from one to another.
#pragma once
#include "model/evidence.h"
#include "model/topology.h"
#include "topology/graph.h"
#include "topology/traces.h"

namespace loadtriage::topology {

model::Topology arrange(const model::Evidence& evidence, const Traces& traces, const Graph& graph);

}  // namespace loadtriage::topology
