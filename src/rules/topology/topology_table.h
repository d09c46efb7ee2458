// By what components and calls are recognised: rules/topology.yaml, and what --rules adds.
#pragma once
#include "rules/rule_set.h"
#include "topology/table.h"

namespace loadtriage::rules {

// Made when asked for: a summary alone has no use for it.
topology::Table topology_table(const RuleSet& rules);

}  // namespace loadtriage::rules
