// Components and calls of a run, from what the pass over its inputs kept (model/sightings.h).
//
// Deterministic, whatever the order of the threads; bounded, whatever the inputs name.
#pragma once
#include <optional>

#include "model/evidence.h"
#include "model/finding.h"
#include "model/topology.h"
#include "topology/table.h"

namespace loadtriage::topology {

// More components than anybody can look at: those with the least to say are left out, and a note
// says how many.
inline constexpr std::size_t kMostComponents = 60;

// Whether any input names a program or an address; without, there is the load generator alone, and
// an empty table is enough to find it.
bool has_traces(const model::Evidence& evidence);

model::Topology find(const model::Evidence& evidence, const Table& table);

// Each fact belongs to the component whose file or line stated it; what the user states is
// nobody's.
void give_owners(model::Evidence& evidence, const model::Topology& topology);

// The component that the weightiest evidence of the finding with a line stands on.
std::optional<std::size_t> stands_on(const model::Topology& topology, const model::Finding& finding);

}  // namespace loadtriage::topology
