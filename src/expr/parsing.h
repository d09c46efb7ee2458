// What the parser and the checks of its parts share: where in the text they are, and
// what was found wrong so far.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "expr/lexer.h"
#include "expr/syntax.h"

namespace loadtriage::expr {

// A parsed part with its place in the text. `node` is null after a fault: such a term
// has no type and complains about nothing, so that one mistake gives one notice.
struct Term {
  std::unique_ptr<ExpressionNode> node;
  std::size_t begin = 0;
  std::size_t end = 0;
  const Type& type() const { return node->type; }
};

class Parsing {
 public:
  Parsing(std::string_view text, const Vocabulary& vocabulary, const Place& place);

  const Vocabulary& vocabulary() const { return vocabulary_; }
  const Notices& faults() const { return faults_; }
  std::size_t size() const { return tokens_.size(); }

  // After a syntax fault nothing is read any more: every token is the end.
  bool stopped() const { return stopped_; }
  void stop();

  const Token& peek(std::size_t ahead = 0) const {
    const std::size_t last = tokens_.size() - 1;
    return tokens_[at_ + ahead < last ? at_ + ahead : last];
  }
  void advance(std::size_t tokens = 1) { at_ += tokens; }
  bool take(std::string_view sign);     // whether it was there
  void require(std::string_view sign);  // a fault where it was not
  std::size_t end_of_last() const { return at_ == 0 ? 0 : tokens_[at_ - 1].end(); }
  // The text from the token at hand to the end of the one `ahead` of it.
  std::string_view text_to(std::size_t ahead) const;

  void fault(std::size_t begin, std::size_t end, std::string text, std::string label = {},
             std::string hint = {});
  void fault(const Term& term, std::string text, std::string hint = {});
  void expected(std::string_view what);  // instead of the token at hand; stops

 private:
  std::string_view text_;
  const Vocabulary& vocabulary_;
  const Place& place_;
  Notices faults_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  bool stopped_ = false;
};

// -- building ----------------------------------------------------------------------
inline Term nothing(std::size_t begin, std::size_t end) { return {nullptr, begin, end}; }

template <typename... Terms>
Term make(Op op, Type type, std::size_t begin, std::size_t end, Terms... children) {
  auto node = std::make_unique<ExpressionNode>();
  node->op = op;
  node->type = std::move(type);
  node->children.reserve(sizeof...(children));
  (node->children.push_back(std::move(children.node)), ...);
  return {std::move(node), begin, end};
}

// -- types -------------------------------------------------------------------------
// Each is false after a fault of its own or of the term; `by` names what wants it.
bool check_kind(Parsing& parsing, const Term& term, Kind kind, std::string_view by);
// Complains of each side on its own.
bool both_are(Parsing& parsing, Kind kind, const Term& left, const Term& right, std::string_view by);
bool same_unit(Parsing& parsing, std::string_view sign, const Term& left, const Term& right);
bool comparable(Parsing& parsing, std::string_view sign, const Term& left, const Term& right);
// Whether a value of type `given` may stand where `wanted` is asked for.
bool fits(const Type& wanted, const Type& given);

}  // namespace loadtriage::expr
