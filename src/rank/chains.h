// Which causes stand below which.
#pragma once
#include <set>
#include <string>
#include <vector>

#include "rank/order.h"

namespace loadtriage::rank {

// All causes that `id` leads to, directly or through others, nearest first. Circles are
// walked once.
std::vector<std::string> reached_from(const Graph& graph, const std::string& id);

}  // namespace loadtriage::rank
