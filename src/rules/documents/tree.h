// A document of nested maps, lists and scalars that knows the line and column of each
// part. Rules are read from it, whether it came from a YAML file or from the packed
// form inside the binary; both give the same tree, so both get the same messages.
//
// Nodes borrow their text from the document they belong to (or, when it was unpacked,
// from the pack); copying a Document keeps that text alive.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
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
  std::string_view scalar;
  std::vector<Node> children;  // list items, or the values of a map
  std::vector<Node> keys;      // map: the key of each child (a scalar)

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_list() const { return kind == Kind::list; }
  bool is_map() const { return kind == Kind::map; }
  const Node* find(std::string_view key) const;  // map only; null otherwise
};

struct Document {
  std::string path;     // "rules/causes/db/pool-exhausted.yaml"
  std::string comment;  // the comment at the top, without the marks: the story
  Node root;
  std::string text;                               // the source, for snippets; empty where it was not kept
  std::shared_ptr<const void> storage = nullptr;  // what the nodes borrow from
};

// Syntax faults become notices with line, column and the source line.
Result<Document> parse_yaml(std::string path, std::string text);

// The place of the byte `offset` of a scalar's value in the source, as far as the
// source is at hand: quotes, escapes, folded lines and block scalars are undone.
Place place_of(const Document& document, const Node& node, std::size_t offset = 0);

// The packed form: compact, needs no parser, read in one pass; unpacked nodes borrow
// from `packed`, which must outlive them. A damaged pack is an error, never a crash.
std::string pack(const std::vector<Document>& documents);
// Without signatures, which are packed with their compiled patterns, and without what
// only people and tests read: stories, references, examples and samples. The odds come
// first, as the causes need them.
std::vector<Document> what_judging_needs(const std::vector<Document>& documents);
Result<std::vector<Document>> unpack(std::string_view packed);

// The same, one document at a time.
class PackReader {
 public:
  explicit PackReader(std::string_view packed);
  std::optional<Document> next();  // nothing at the end, and after damage
  bool damaged() const { return damaged_; }

 private:
  std::string_view rest_;
  std::size_t left_ = 0;  // documents
  bool damaged_ = false;
};
Notice damaged_pack();

}  // namespace loadtriage::rules
