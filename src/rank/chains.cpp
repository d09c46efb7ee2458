#include "rank/chains.h"

namespace loadtriage::rank {

std::vector<std::string> reached_from(const Graph& graph, const std::string& id) {
  std::vector<std::string> reached;
  std::set<std::string> seen = {id};
  std::vector<std::string> level = {id};
  while (!level.empty()) {
    std::vector<std::string> next;
    for (const std::string& from : level) {
      const auto found = graph.find(from);
      if (found == graph.end()) continue;
      for (const std::string& to : found->second) {
        if (!seen.insert(to).second) continue;
        reached.push_back(to);
        next.push_back(to);
      }
    }
    level = std::move(next);
  }
  return reached;
}

}  // namespace loadtriage::rank
