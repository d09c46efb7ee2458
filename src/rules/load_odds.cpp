#include "rules/load_file.h"

namespace loadtriage::rules {
namespace {

constexpr std::string_view kOddsKeys[] = {"probability", "priors", "ceilings"};

void read_numbers(FileReader& reader, const Node* node, std::string_view key,
                  std::map<std::string, double, std::less<>>& into) {
  if (!node) return;
  if (!node->is_map()) {
    reader.map(*node, key, {});
    return;
  }
  for (std::size_t i = 0; i < node->children.size(); ++i) {
    const std::string name(node->keys[i].scalar);
    if (const auto number = reader.number(&node->children[i], name)) into[name] = *number;
  }
}

}  // namespace

void load_odds(FileReader& reader, OddsWords& odds) {
  const Node& root = reader.document().root;
  if (!reader.map(root, "file", kOddsKeys)) return;
  read_numbers(reader, root.find("probability"), "probability", odds.probability);
  read_numbers(reader, root.find("priors"), "priors", odds.priors);
  read_numbers(reader, root.find("ceilings"), "ceilings", odds.ceilings);
}

}  // namespace loadtriage::rules
