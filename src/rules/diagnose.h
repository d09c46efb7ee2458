// Every cause weighed against the evidence of a run.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "model/evidence.h"
#include "model/finding.h"
#include "model/topology.h"
#include "rules/rule_set.h"
#include "topology/table.h"

namespace loadtriage::rules {

struct Judgement {
  std::vector<model::Finding> findings;   // of the causes whose rules fired, by id
  std::vector<model::LatentWall> latent;  // in no particular order
  std::string explanation;                // of the cause that was asked for
};

constexpr std::string_view kAllCauses = "all";

// `explained` names a cause whose rule is to be explained, fired or not, or is kAllCauses,
// or empty.
// `topology`, found with `table`, says whose fact a cause means where several components state one
// (topology/fact_owners.h).
Judgement judge(const RuleSet& rules, const model::Evidence& evidence, const std::string& explained,
                const model::Topology& topology = {}, const topology::Table& table = {});

}  // namespace loadtriage::rules
