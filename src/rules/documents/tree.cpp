#include "rules/documents/tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/parser.h>

#include <deque>
#include <sstream>
#include <unordered_set>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"
#include "rules/faults.h"

namespace loadtriage::rules {
namespace {

// Builds the tree from the parser's events. Texts go into a deque, which never moves
// what it holds.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Document& document, Notices& faults)
      : document_(document), faults_(faults), texts_(std::make_shared<std::deque<std::string>>()) {
    document_.storage = texts_;
  }

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}
  void OnNull(const YAML::Mark& mark, YAML::anchor_t) override { add(make(Node::Kind::null, mark)); }
  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Node node = make(Node::Kind::null, mark);
    fault(node, phrase(Fault::yaml_alias, {name_at(mark)}));
    add(std::move(node));
  }
  void OnScalar(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                const std::string& value) override {
    Node node = make(Node::Kind::scalar, mark);
    const char first = character_at(mark);
    if (first == '"' || first == '\'') ++node.column;
    node.scalar = texts_->emplace_back(value);
    add(std::move(node));
  }
  void OnSequenceStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                       YAML::EmitterStyle::value) override {
    open_.push_back(make(Node::Kind::list, mark));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string&, YAML::anchor_t,
                  YAML::EmitterStyle::value) override {
    open_.push_back(make(Node::Kind::map, mark));
    known_keys_.emplace_back();
  }
  void OnMapEnd() override {
    known_keys_.pop_back();
    close();
  }

 private:
  // Each fault looks for its line in the text; nobody reads more of them than this.
  void fault(const Node& node, std::string text) {
    if (faults_.size() < kMostFaults) faults_.push_back(fault_at(document_, node, std::move(text)));
  }

  static Node make(Node::Kind kind, const YAML::Mark& mark) {
    Node node;
    node.kind = kind;
    node.line = static_cast<std::uint32_t>(mark.line + 1);
    node.column = static_cast<std::uint32_t>(mark.column + 1);
    return node;
  }

  char character_at(const YAML::Mark& mark) const {
    const auto at = static_cast<std::size_t>(mark.pos);
    return at < document_.text.size() ? document_.text[at] : '\0';
  }
  std::string name_at(const YAML::Mark& mark) const {
    const auto at = std::min(static_cast<std::size_t>(mark.pos) + 1, document_.text.size());
    return document_.text.substr(at, document_.text.find_first_of(" \t\r\n,]}", at) - at);
  }

  void add(Node node) {
    if (open_.empty()) {
      document_.root = std::move(node);
      return;
    }
    Node& parent = open_.back();
    if (parent.is_map() && parent.keys.size() == parent.children.size()) {
      add_key(parent, std::move(node));
    } else {
      parent.children.push_back(std::move(node));
    }
  }

  void add_key(Node& parent, Node key) {
    if (!key.is_scalar()) {
      fault(key, phrase(Fault::yaml_key_not_text));
    } else if (!known_keys_.back().insert(key.scalar).second) {
      fault(key, phrase(Fault::duplicate_key, {key.scalar}));
    }
    parent.keys.push_back(std::move(key));
  }

  void close() {
    Node node = std::move(open_.back());
    open_.pop_back();
    add(std::move(node));
  }

  Document& document_;
  Notices& faults_;
  std::shared_ptr<std::deque<std::string>> texts_;
  std::vector<Node> open_;
  std::vector<std::unordered_set<std::string_view>> known_keys_;  // of each open map
};

std::string comment_of(std::string_view text) {
  std::vector<std::string> lines;
  for (std::string_view line : split(text, '\n')) {
    line = trim(line);
    if (!line.starts_with('#')) break;
    line.remove_prefix(1);
    lines.emplace_back(line.starts_with(' ') ? line.substr(1) : line);
  }
  return join(lines, "\n");
}

Notice syntax_fault(const Document& document, const YAML::Exception& exception) {
  Node node;
  node.kind = Node::Kind::scalar;
  if (!exception.mark.is_null()) {
    node.line = static_cast<std::uint32_t>(exception.mark.line + 1);
    node.column = static_cast<std::uint32_t>(exception.mark.column + 1);
  }
  Detail detail;
  detail.length = 1;
  return fault_at(document, node, phrase(Fault::yaml_syntax, {exception.msg}), std::move(detail));
}

void parse_into(Document& document, Notices& faults) {
  std::istringstream stream(document.text);
  try {
    YAML::Parser parser(stream);
    TreeBuilder builder(document, faults);
    parser.HandleNextDocument(builder);
    Document rest;
    rest.text = document.text;
    Notices ignored;
    TreeBuilder second(rest, ignored);
    if (parser.HandleNextDocument(second)) {
      faults.push_back(fault_at(document, rest.root, phrase(Fault::yaml_several_documents)));
    }
  } catch (const YAML::Exception& exception) {
    faults.push_back(syntax_fault(document, exception));
  }
}

}  // namespace

const Node* Node::find(std::string_view key) const {
  for (std::size_t i = 0; i < keys.size() && i < children.size(); ++i) {
    if (keys[i].scalar == key) return &children[i];
  }
  return nullptr;
}

Result<Document> parse_yaml(std::string path, std::string text) {
  Document document;
  document.path = std::move(path);
  if (count_invalid_utf8(text) > 0 || text.find('\0') != std::string::npos) {
    return make_error(document.path, phrase(Fault::yaml_not_utf8));
  }
  document.text = std::move(text);
  document.comment = comment_of(document.text);
  Notices faults;
  parse_into(document, faults);
  if (!faults.empty()) return faults;
  return document;
}

}  // namespace loadtriage::rules
