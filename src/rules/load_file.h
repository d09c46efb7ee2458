// One file of each kind, read into what the rule set holds. Faults are added; what is
// returned is of use only where none was.
#pragma once
#include <string>
#include <vector>

#include "rules/file_reader.h"
#include "rules/rule_set.h"
#include "topology/table.h"

namespace loadtriage::rules {

void load_odds(FileReader& reader, OddsWords& odds);

void load_words(FileReader& reader, RuleSet& rules);

// Adds to the table.
void load_topology(FileReader& reader, topology::Table& table);

struct LoadedSignature {
  Signature signature;
  const Node* id = nullptr;
  bool disabled = false;
};
std::vector<LoadedSignature> load_signatures(FileReader& reader);

// `rules` gives the odds and the vocabularies, and takes those of `latent` items.
Cause load_cause(FileReader& reader, RuleSet& rules);

}  // namespace loadtriage::rules
