// From findings to a diagnosis: causes in order, each failed request attributed once.
//
// docs/ranking.md gives the arithmetic with a worked example. In short:
//   confidence  the logistic of a finding's log-odds; below a half it is not reported
//   weight      confidence times what the cause accounts for: its share of the failed
//               requests, or of the run's trouble where it is about something else
//   chains      a symptom below a reported root stands in that root's chain; between
//               two roots of which one can lead to the other, the upper comes first
//               unless it began clearly later
//   attribution in the order found, each cause takes the failed requests that it can
//               account for and nobody above it took; what is left is unexplained
#pragma once
#include <map>
#include <string>
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::rank {

// What leads to what, by cause id, of all causes there are: a root leads to a symptom
// also through causes that were not found.
using Graph = std::map<std::string, std::vector<std::string>>;

// `findings` are those whose rules fired; `latent` the walls ahead, in any order.
model::Diagnosis order(model::Evidence evidence, std::vector<model::Finding> findings,
                       std::vector<model::LatentWall> latent, const Graph& graph);

}  // namespace loadtriage::rank
