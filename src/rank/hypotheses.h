// The network of a run (network.h): its findings as nodes, its trouble as burdens.
#pragma once
#include <vector>

#include "model/evidence.h"
#include "model/finding.h"
#include "rank/chains.h"
#include "rank/network.h"
#include "rank/trouble.h"

namespace loadtriage::rank {

// Node i is findings[i]. `graph` says what each cause leads to.
Network network_of(const model::Evidence& evidence, const std::vector<model::Finding>& findings,
                   const Trouble& trouble, const Graph& graph);

}  // namespace loadtriage::rank
