// The packed form of documents. Numbers are LEB128, texts a length and their bytes:
//
//   "LTR1" count  document*
//   document: path comment node
//   node:     kind line column, then scalar: text | list: count node* | map: count (key node)*
//
// A key is a node without its kind: line, column, text.
#include <limits>
#include <utility>

#include "rules/documents/tree.h"

namespace loadtriage::rules {
namespace {

constexpr std::string_view kMagic = "LTR1";
constexpr int kDeepest = 64;

void put_number(std::string& out, std::uint64_t value) {
  while (value >= 0x80) {
    out += static_cast<char>((value & 0x7f) | 0x80);
    value >>= 7;
  }
  out += static_cast<char>(value);
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

void put_place(std::string& out, const Node& node) {
  put_number(out, node.line);
  put_number(out, node.column);
}

void put_node(std::string& out, const Node& node) {
  out += static_cast<char>(node.kind);
  put_place(out, node);
  if (node.is_scalar()) put_text(out, node.scalar);
  if (!node.is_list() && !node.is_map()) return;
  put_number(out, node.children.size());
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    if (node.is_map()) {
      put_place(out, node.keys[i]);
      put_text(out, node.keys[i].scalar);
    }
    put_node(out, node.children[i]);
  }
}

// Reads within the pack; after the first damage every read gives nothing.
class Unpacker {
 public:
  explicit Unpacker(std::string_view packed) : rest_(packed) {}

  bool damaged() const { return damaged_; }
  std::string_view rest() const { return rest_; }

  std::uint64_t number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 63 && !rest_.empty(); shift += 7) {
      const auto byte = static_cast<unsigned char>(rest_.front());
      rest_.remove_prefix(1);
      value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
    return damage();
  }

  // A number of things of which each takes at least one byte.
  std::size_t count() {
    const std::uint64_t value = number();
    return static_cast<std::size_t>(value <= rest_.size() ? value : damage());
  }

  std::string_view text() {
    const std::size_t size = count();
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
  }

  Node node(int depth) {
    Node node;
    if (rest_.empty() || depth > kDeepest) return damage(), node;
    const auto kind = static_cast<unsigned char>(rest_.front());
    if (kind > static_cast<unsigned char>(Node::Kind::map)) return damage(), node;
    rest_.remove_prefix(1);
    node.kind = static_cast<Node::Kind>(kind);
    place(node);
    if (node.is_scalar()) node.scalar = text();
    if (node.is_list() || node.is_map()) children(node, depth);
    return node;
  }

 private:
  std::uint64_t damage() {
    damaged_ = true;
    rest_ = {};
    return 0;
  }

  std::uint32_t small_number() {
    const std::uint64_t value = number();
    return static_cast<std::uint32_t>(value <= std::numeric_limits<std::uint32_t>::max() ? value : damage());
  }

  void place(Node& node) {
    node.line = small_number();
    node.column = small_number();
  }

  void children(Node& parent, int depth) {
    const std::size_t size = count();
    // A damaged count must not make us allocate many times the size of the pack.
    if (size > rest_.size() / 3) {
      damage();
      return;
    }
    parent.children.reserve(size);
    if (parent.is_map()) parent.keys.reserve(size);
    for (std::size_t i = 0; i < size && !damaged_; ++i) {
      if (parent.is_map()) {
        Node& key = parent.keys.emplace_back();
        key.kind = Node::Kind::scalar;
        place(key);
        key.scalar = text();
      }
      parent.children.push_back(node(depth + 1));
    }
  }

  std::string_view rest_;
  bool damaged_ = false;
};

}  // namespace

std::string pack(const std::vector<Document>& documents) {
  std::string packed(kMagic);
  put_number(packed, documents.size());
  for (const Document& document : documents) {
    put_text(packed, document.path);
    put_text(packed, document.comment);
    put_node(packed, document.root);
  }
  return packed;
}

Notice damaged_pack() { return make_error({}, "the packed rules are damaged", "build the program again"); }

PackReader::PackReader(std::string_view packed) : rest_(packed), damaged_(!packed.starts_with(kMagic)) {
  if (damaged_) return;
  Unpacker unpacker(packed.substr(kMagic.size()));
  left_ = unpacker.count();
  rest_ = unpacker.rest();
  damaged_ = unpacker.damaged() || (left_ == 0 && !rest_.empty());
}

std::optional<Document> PackReader::next() {
  if (damaged_ || left_ == 0) return std::nullopt;
  Unpacker unpacker(rest_);
  Document document;
  document.path = unpacker.text();
  document.comment = unpacker.text();
  document.root = unpacker.node(0);
  rest_ = unpacker.rest();
  damaged_ = unpacker.damaged() || (--left_ == 0 && !rest_.empty());
  if (damaged_) return std::nullopt;
  return document;
}

Result<std::vector<Document>> unpack(std::string_view packed) {
  PackReader reader(packed);
  std::vector<Document> documents;
  while (auto document = reader.next()) documents.push_back(std::move(*document));
  if (reader.damaged()) return damaged_pack();
  return documents;
}

}  // namespace loadtriage::rules
