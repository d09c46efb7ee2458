// Addresses that inputs speak of, as calls of those who speak: refused connections, upstreams,
// settings, the target of the test.
#pragma once
#include "model/evidence.h"
#include "topology/graph.h"
#include "topology/traces.h"

namespace loadtriage::topology {

// Facts that hold the test's target; a script's is what it has for want of another.
inline constexpr const char* kTargetFacts[] = {"target", "base_url", "url"};
inline constexpr const char* kScriptTarget = "script.target";

void read_mentions(const model::Evidence& evidence, const Lookup& lookup, const Traces& traces, Graph& graph);

}  // namespace loadtriage::topology
