// Takes the parts of a rule file that should be there, and tells of what should not.
#pragma once
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "expr/expression.h"
#include "rules/documents/tree.h"
#include "rules/faults.h"
#include "rules/rule_set.h"

namespace loadtriage::rules {

// Every function takes what it can and adds a fault for what it cannot; a null node
// gives an empty value and no fault.
class FileReader {
 public:
  FileReader(const Document& document, Trust trust, Notices& faults)
      : document_(document), trust_(trust), faults_(faults) {}

  const Document& document() const { return document_; }
  bool checks() const { return trust_ == Trust::check_all; }

  void fault(const Node& node, std::string text, Detail detail = {});

  // Whether `node` is a map; its keys must be among `known`. `what` names the map.
  bool map(const Node& node, std::string_view what, std::span<const std::string_view> known);
  // The value of a key that has to be there; `what` names the map in the fault.
  const Node* need(const Node& map, std::string_view what, std::string_view key);

  std::string_view text(const Node* node, std::string_view key);
  std::optional<double> number(const Node* node, std::string_view key);
  bool flag(const Node* node, std::string_view key);
  // The position of the scalar in `words`.
  std::optional<std::size_t> word(const Node* node, std::string_view what,
                                  std::span<const std::string_view> words);
  // The items of a list; a scalar or map is taken for its only item.
  std::vector<const Node*> items(const Node* node);
  std::vector<const Node*> list(const Node* node, std::string_view key);
  std::vector<std::string> texts(const Node* node, std::string_view key);

  std::optional<expr::Expression> expression(const Node* node, std::string_view key,
                                             const expr::Vocabulary& vocabulary,
                                             std::optional<expr::Kind> wanted);
  expr::Template filled(const Node* node, std::string_view key, const expr::Vocabulary& vocabulary);

 private:
  void wrong_shape(const Node& node, std::string_view key, std::string_view wanted);

  const Document& document_;
  Trust trust_;
  Notices& faults_;
  std::size_t told_ = 0;
};

}  // namespace loadtriage::rules
