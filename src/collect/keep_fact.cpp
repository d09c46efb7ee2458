#include "collect/keep_fact.h"

#include <cstddef>
#include <utility>
#include <vector>

namespace loadtriage::collect {

void keep_fact(model::Evidence& evidence, const std::string& name, model::Fact fact) {
  constexpr std::size_t kMostOthers = 50;
  if (evidence.facts.count(name) == 0) {
    evidence.facts.emplace(name, std::move(fact));
    return;
  }
  std::vector<model::Fact>& others = evidence.other_facts[name];
  if (others.size() < kMostOthers) others.push_back(std::move(fact));
}

}  // namespace loadtriage::collect
