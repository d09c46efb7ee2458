// A document of nested maps, lists and scalars that knows the line and column of each
// part. Rules are read from it, whether it came from a YAML file or from the packed
// form inside the binary; both give the same tree, so both get the same messages.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace loadtriage::rules {

struct Node {
  enum class Kind : std::uint8_t { null, scalar, list, map };
  Kind kind = Kind::null;
  std::uint32_t line = 0;    // from 1
  std::uint32_t column = 0;  // from 1; of the scalar's first character, inside quotes
  std::string scalar;
  std::vector<Node> children;  // list items, or the values of a map
  std::vector<Node> keys;      // map: the key of each child (a scalar)

  const Node* find(std::string_view key) const;  // map only; null otherwise
};

struct Document {
  std::string path;  // "rules/causes/db/pool-exhausted.yaml"
  std::string comment;  // the comment at the top, without the marks: the story
  Node root;
  std::string text;  // the source, for snippets; empty where it was not kept
};

// Syntax faults become notices with line, column and the source line.
Result<Document> parse_yaml(std::string path, std::string text);

// The packed form: compact, needs no parser, read in one pass. `unpack` trusts its
// input (it comes from our own build) as far as memory safety goes: a damaged pack is
// an error, never a crash.
std::string pack(const std::vector<Document>& documents);
Result<std::vector<Document>> unpack(std::string_view packed);

}  // namespace loadtriage::rules
