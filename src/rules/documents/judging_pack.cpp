#include <algorithm>
#include <iterator>

#include "rules/documents/tree.h"

namespace loadtriage::rules {
namespace {

constexpr std::string_view kForPeople[] = {"references", "examples", "status"};

bool is_for_people(std::string_view key) {
  return std::find(std::begin(kForPeople), std::end(kForPeople), key) != std::end(kForPeople);
}

Node without_teaching(const Node& root) {
  Node kept = root;
  kept.children.clear();
  kept.keys.clear();
  for (std::size_t i = 0; i < root.keys.size(); ++i) {
    if (is_for_people(root.keys[i].scalar)) continue;
    kept.keys.push_back(root.keys[i]);
    kept.children.push_back(root.children[i]);
    // A format must have samples; here they may be none.
    if (root.keys[i].scalar == "samples") kept.children.back().children.clear();
  }
  return kept;
}

}  // namespace

std::vector<Document> what_judging_needs(const std::vector<Document>& documents) {
  std::vector<Document> needed;
  for (const Document& document : documents) {
    if (document.root.find("signatures")) continue;
    Document& kept = needed.emplace_back();
    kept.path = document.path;
    kept.root = without_teaching(document.root);
    kept.storage = document.storage;
  }
  std::stable_partition(needed.begin(), needed.end(), [](const Document& document) {
    return document.root.find("probability") != nullptr;
  });
  return needed;
}

}  // namespace loadtriage::rules
