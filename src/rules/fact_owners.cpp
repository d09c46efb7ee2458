#include "rules/fact_owners.h"

#include <algorithm>

namespace loadtriage::rules {

using model::Component;
using model::ComponentKind;
using model::Fact;

struct FactOwners::About {
  const Component* written_by = nullptr;  // the component that the weightiest message stands on
  std::optional<ComponentKind> peer;      // the kind of component that the message is about
};

FactOwners::FactOwners(const RuleSet& rules, const model::Evidence& evidence, const model::Topology& topology)
    : rules_(rules), evidence_(evidence), topology_(topology) {
  for (const auto& [name, fact] : evidence.facts) {
    if (fact.owner.empty()) continue;  // the user's, who speaks for all, or nobody's
    std::vector<const Fact*>& facts = owned_[name];
    facts.push_back(&fact);
    const auto others = evidence.other_facts.find(name);
    if (others == evidence.other_facts.end()) continue;
    for (const Fact& other : others->second) facts.push_back(&other);
  }
}

const Component* FactOwners::owner_of(const Fact& fact) const {
  for (const Component& component : topology_.components)
    if (component.name == fact.owner) return &component;
  return nullptr;
}

std::optional<FactOwners::About> FactOwners::about(const Verdict& verdict) const {
  const Weighed* most = nullptr;
  About about;
  for (const Weighed& weighed : verdict.evidence) {
    if (weighed.truth != Truth::yes || weighed.rule->log_odds() <= 0) continue;
    if (most != nullptr && weighed.rule->log_odds() <= most->rule->log_odds()) continue;
    for (const std::string& name : weighed.observations) {
      const auto seen = evidence_.observations.find(name);
      if (seen == evidence_.observations.end() || seen->second.count <= 0 || seen->second.quotes.empty())
        continue;
      const auto author = topology_.author_of(seen->second.quotes.front().where);
      if (!author) continue;
      most = &weighed;
      about = {};
      about.written_by = &topology_.components[*author];
      const auto peer = rules_.topology.peers.find(std::string_view(name).substr(0, name.find('.')));
      if (peer != rules_.topology.peers.end()) about.peer = peer->second;
      break;
    }
  }
  if (most == nullptr) return std::nullopt;
  return about;
}

const Fact* FactOwners::choose(const std::vector<const Fact*>& facts, const About& about) const {
  const auto only = [&](auto test) {
    const Fact* found = nullptr;
    for (const Fact* fact : facts) {
      const Component* owner = owner_of(*fact);
      if (owner == nullptr || !test(*owner)) continue;
      if (found != nullptr && found->owner != fact->owner) return static_cast<const Fact*>(nullptr);
      if (found == nullptr) found = fact;
    }
    return found;
  };
  const auto is_called = [&](const Component& owner) {
    return std::any_of(topology_.calls.begin(), topology_.calls.end(), [&](const model::Call& call) {
      return &topology_.components[call.from] == about.written_by && &topology_.components[call.to] == &owner;
    });
  };
  const auto is_peer = [&](const Component& owner) { return about.peer && owner.kind == *about.peer; };
  if (const Fact* fact = only([&](const Component& owner) { return &owner == about.written_by; }))
    return fact;
  if (const Fact* fact = only([&](const Component& owner) { return is_peer(owner) && is_called(owner); }))
    return fact;
  if (const Fact* fact = only(is_peer)) return fact;
  if (const Fact* fact = only(is_called)) return fact;
  const auto free =
      std::find_if(facts.begin(), facts.end(), [](const Fact* fact) { return fact->owner.empty(); });
  if (free != facts.end()) return *free;
  // A message about a database is not weighed with the limit of a proxy that has no part in it, nor
  // with one of two databases.
  if (about.peer) {
    const bool of_the_service = std::all_of(facts.begin(), facts.end(), [&](const Fact* fact) {
      const Component* owner = owner_of(*fact);
      return owner == nullptr || owner->kind == ComponentKind::application ||
             owner->kind == ComponentKind::unknown;
    });
    if (!of_the_service || facts.size() > 1) return nullptr;
  }
  return facts.front();
}

ChosenFacts FactOwners::choose(const Verdict& verdict) const {
  ChosenFacts chosen;
  if (owned_.empty() || verdict.considered != Truth::yes) return chosen;
  const auto told = about(verdict);
  if (!told) return chosen;
  for (const auto& [name, facts] : owned_)
    if (const Fact* fact = choose(facts, *told); fact != facts.front()) chosen.emplace(name, fact);
  return chosen;
}

}  // namespace loadtriage::rules
