#include "rules/topology/fact_owners.h"

#include <algorithm>

namespace loadtriage::rules {

using model::Component;
using model::ComponentKind;
using model::Fact;

struct FactOwners::About {
  const Component* written_by = nullptr;  // the component that the weightiest message stands on
  std::optional<ComponentKind> peer;      // the kind of component that the message is about
};

FactOwners::FactOwners(const model::Evidence& evidence, const model::Topology& topology,
                       const topology::Table& table)
    : evidence_(evidence), topology_(topology), table_(table) {
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

FactOwners::About FactOwners::about(const Verdict& verdict) const {
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
      about.peer = peer_named(name);
      break;
    }
  }
  // Without a message, as where a wall was not reached, the cause's own layer says what it is about.
  if (most == nullptr) about.peer = peer_named(verdict.cause->id);
  return about;
}

std::optional<ComponentKind> FactOwners::peer_named(std::string_view name) const {
  const auto peer = table_.peers.find(name.substr(0, name.find('.')));
  return peer == table_.peers.end() ? std::nullopt : std::optional(peer->second);
}

bool FactOwners::faces_the_test(const Component& owner) const {
  return owner.kind == ComponentKind::proxy &&
         std::any_of(topology_.calls.begin(), topology_.calls.end(), [&](const model::Call& call) {
           return topology_.components[call.from].kind == ComponentKind::generator &&
                  &topology_.components[call.to] == &owner;
         });
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
  // The limit of a proxy that the test talks to is none of what stands behind it.
  if (about.peer && about.written_by == nullptr) {
    const auto other = std::find_if(facts.begin(), facts.end(), [&](const Fact* fact) {
      const Component* owner = owner_of(*fact);
      return owner == nullptr || !faces_the_test(*owner);
    });
    return other == facts.end() ? nullptr : *other;
  }
  // A message about a database is not weighed with the limit of a proxy that has no part in it, nor
  // with one of two databases.
  if (about.peer) {
    const bool of_the_service = std::all_of(facts.begin(), facts.end(), [&](const Fact* fact) {
      const Component* owner = owner_of(*fact);
      return owner == nullptr || owner->kind == ComponentKind::application ||
             owner->kind == ComponentKind::unknown;
    });
    const bool of_one = std::all_of(facts.begin(), facts.end(),
                                    [&](const Fact* fact) { return fact->owner == facts.front()->owner; });
    if (!of_the_service || !of_one) return nullptr;
  }
  return facts.front();
}

ChosenFacts FactOwners::choose(const Verdict& verdict) const {
  ChosenFacts chosen;
  if (owned_.empty()) return chosen;
  const About told = about(verdict);
  for (const auto& [name, facts] : owned_)
    if (const Fact* fact = choose(facts, told); fact != facts.front()) chosen.emplace(name, fact);
  return chosen;
}

}  // namespace loadtriage::rules
