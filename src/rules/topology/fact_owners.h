// Whose fact a cause means, where several components state one of the same name: a count from a
// database's log is never compared with the proxy's limit.
#pragma once
#include <map>
#include <string>

#include "model/evidence.h"
#include "model/topology.h"
#include "rules/evaluate.h"
#include "topology/table.h"

namespace loadtriage::rules {

// By name; null: none of the facts of that name is about what the cause's evidence is about.
using ChosenFacts = std::map<std::string, const model::Fact*, std::less<>>;

class FactOwners {
 public:
  // All must outlive it.
  FactOwners(const model::Evidence& evidence, const model::Topology& topology, const topology::Table& table);

  // The facts that differ from those which stand under their name in the evidence.
  ChosenFacts choose(const Verdict& verdict) const;

 private:
  struct About;  // what the cause's messages are about
  About about(const Verdict& verdict) const;
  std::optional<model::ComponentKind> peer_named(std::string_view name) const;
  bool faces_the_test(const model::Component& owner) const;
  const model::Fact* choose(const std::vector<const model::Fact*>& facts, const About& about) const;
  const model::Component* owner_of(const model::Fact& fact) const;

  const model::Evidence& evidence_;
  const model::Topology& topology_;
  const topology::Table& table_;
  std::map<std::string, std::vector<const model::Fact*>, std::less<>> owned_;  // of names with an owner
};

}  // namespace loadtriage::rules
