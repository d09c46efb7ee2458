// Recursive descent over the tokens, with the types checked on the way. A syntax fault
// ends the parsing; after a type fault it goes on with a term of no known type.
#include <utility>

#include "base/quantity.h"
#include "base/text.h"
#include "expr/calls.h"
#include "expr/operators.h"
#include "expr/parsing.h"

namespace loadtriage::expr {
namespace {

// Both bound the stack: brackets within brackets, and long chains of operators.
constexpr int kDeepest = 40;
constexpr std::size_t kMostTokens = 1500;

class Parser {
 public:
  explicit Parser(Parsing& parsing) : p_(parsing) {}

  Term whole() {
    Term term = expression();
    if (!p_.stopped() && p_.peek().kind != Token::Kind::end) p_.expected("an operator");
    return term;
  }

 private:
  Term expression() {
    if (++depth_ > kDeepest && !p_.stopped()) {
      p_.fault(p_.peek().begin, p_.peek().begin + 1, phrase(Fault::too_deep));
      p_.stop();
    }
    Term term = p_.stopped() ? nothing(0, 0) : conditional();
    --depth_;
    return term;
  }

  Term conditional() {
    Term condition = binary(1);
    if (!p_.take("?")) return condition;
    Term yes = expression();
    p_.require(":");
    Term no = expression();
    return choose(p_, std::move(condition), std::move(yes), std::move(no));
  }

  // Operators that bind at least as tightly as `weakest`; those of one level from left
  // to right.
  Term binary(int weakest) {
    Term left = unary();
    while (!p_.stopped()) {
      const BinarySign* sign = binary_sign(p_.peek());
      if (!sign || sign->level < weakest) break;
      p_.advance();
      Term right = binary(sign->level + 1);
      left = combine(p_, *sign, std::move(left), std::move(right));
    }
    return left;
  }

  Term unary() {
    const std::size_t begin = p_.peek().begin;
    const bool inverts = p_.peek().is("!");
    if (!inverts && !p_.peek().is("-")) return postfix();
    p_.advance();
    if (++depth_ > kDeepest) return --depth_, p_.expected("less nesting"), nothing(begin, begin + 1);
    Term operand = unary();
    --depth_;
    return prefix(p_, inverts, std::move(operand), begin);
  }

  Term postfix() {
    Term term = primary();
    while (!p_.stopped() && p_.peek().is(".")) {
      p_.advance();
      if (p_.peek().kind != Token::Kind::name) {
        p_.expected("a name");
        break;
      }
      const Token name = p_.peek();
      p_.advance();
      term = p_.peek().is("(") ? method(std::move(term), name) : field(std::move(term), name);
    }
    return term;
  }

  Term field(Term of, const Token& name) {
    const std::size_t begin = of.begin;
    if (!of.node) return nothing(begin, name.end());
    if (of.type().kind != Kind::record) {
      p_.fault(name.begin, name.end(), phrase(Fault::no_record, {name.written, describe(of.type())}));
      return nothing(begin, name.end());
    }
    const auto& fields = *of.type().fields;
    const auto found = fields.find(std::string(name.written));
    if (found == fields.end()) {
      std::vector<std::string> known;
      for (const auto& [key, type] : fields) known.push_back(key);
      p_.fault(name.begin, name.end(), phrase(Fault::unknown_field, {name.written}),
               suggestion(name.written, known), "it has " + join(known, ", "));
      return nothing(begin, name.end());
    }
    Term term = make(Op::field, found->second, begin, name.end(), std::move(of));
    term.node->name = &found->first;  // of a type that the child holds on to
    return term;
  }

  Term primary() {
    const Token& token = p_.peek();
    switch (token.kind) {
      case Token::Kind::number:
        return literal(Value::of(parse_number(token.written).value_or(0)), Type::number());
      case Token::Kind::text:
        return literal(Value::of(unquoted(token.written)), Type::text());
      case Token::Kind::name:
        if (token.is("true") || token.is("false"))
          return literal(Value::of(token.is("true")), Type::boolean());
        if (!token.is("in")) return p_.peek(1).is("(") ? function() : name();
        break;
      case Token::Kind::sign:
        if (token.is("(")) return bracketed();
        if (token.is("[")) return list();
        break;
      case Token::Kind::end:
        break;
    }
    p_.expected("a value");
    return nothing(token.begin, token.end());
  }

  Term literal(Value value, Type type) {
    Term term = make(Op::literal, std::move(type), p_.peek().begin, p_.peek().end());
    term.node->value = std::move(value);
    p_.advance();
    return term;
  }

  Term bracketed() {
    const std::size_t begin = p_.peek().begin;
    p_.advance();
    Term inner = expression();
    p_.require(")");
    return {std::move(inner.node), begin, p_.end_of_last()};
  }

  Term list() {
    const std::size_t begin = p_.peek().begin;
    p_.advance();
    std::vector<Term> items = arguments("]");
    const std::size_t end = p_.end_of_last();
    if (p_.stopped()) return nothing(begin, end);
    if (items.empty()) {
      p_.fault(begin, end, phrase(Fault::empty_list, {"[]"}));
      return nothing(begin, end);
    }
    for (const Term& item : items) {
      if (!item.node || !items.front().node) return nothing(begin, end);
      if (&item != &items.front() && !comparable(p_, "[,]", items.front(), item)) return nothing(begin, end);
    }
    Term term = make(Op::list, Type::list_of(items.front().type()), begin, end);
    for (Term& item : items) term.node->children.push_back(std::move(item.node));
    return term;
  }

  // After the opening sign, up to and with the closing one.
  std::vector<Term> arguments(std::string_view closing) {
    std::vector<Term> terms;
    if (p_.take(closing)) return terms;
    do {
      terms.push_back(expression());
    } while (p_.take(","));
    p_.require(closing);
    return terms;
  }

  // A name of the vocabulary may itself have dots: the longest one wins.
  Term name() {
    for (std::size_t i = locals_.size(); i > 0; --i)
      if (locals_[i - 1].first == p_.peek().written) return local(i - 1);
    std::size_t parts = 1;
    while (p_.peek(2 * parts - 1).is(".") && p_.peek(2 * parts).kind == Token::Kind::name &&
           !p_.peek(2 * parts + 1).is("(")) {
      ++parts;
    }
    for (std::size_t taken = parts; taken > 0; --taken) {
      if (const auto index = p_.vocabulary().find_variable(p_.text_to(2 * (taken - 1)))) {
        return variable(*index, taken);
      }
    }
    return unknown_name(parts);
  }

  Term local(std::size_t slot) {
    Term term = make(Op::local, locals_[slot].second, p_.peek().begin, p_.peek().end());
    term.node->index = slot;
    p_.advance();
    return term;
  }

  Term variable(std::size_t index, std::size_t parts) {
    const Variable& variable = p_.vocabulary().variables()[index];
    const std::size_t begin = p_.peek().begin;
    p_.advance(2 * parts - 1);
    Term term = make(Op::variable, variable.type, begin, p_.end_of_last());
    term.node->index = index;
    term.node->name = &variable.name;
    return term;
  }

  Term unknown_name(std::size_t parts) {
    std::vector<std::string> known;
    for (const Variable& variable : p_.vocabulary().variables()) known.push_back(variable.name);
    for (const auto& [name, type] : locals_) known.emplace_back(name);
    const std::string_view seen = p_.text_to(2 * (parts - 1));
    const std::size_t begin = p_.peek().begin;
    p_.advance(2 * parts - 1);
    p_.fault(begin, p_.end_of_last(), phrase(Fault::unknown_name, {seen}), suggestion(seen, known));
    return nothing(begin, p_.end_of_last());
  }

  Term function() {
    const Token name = p_.peek();
    p_.advance(2);
    std::vector<Term> given = arguments(")");
    const std::size_t end = p_.end_of_last();
    return p_.stopped() ? nothing(name.begin, end) : call(p_, name, std::move(given), end);
  }

  Term method(Term of, const Token& name) {
    p_.advance();
    if (const Macro* macro = find_macro(name.written)) return walk(std::move(of), *macro, name);
    std::vector<Term> given = arguments(")");
    const std::size_t end = p_.end_of_last();
    if (p_.stopped()) return nothing(of.begin, end);
    return method_call(p_, std::move(of), name, std::move(given), end);
  }

  // A macro: its item has a name within the body.
  Term walk(Term of, const Macro& macro, const Token& name) {
    const std::string_view item = p_.peek().written;
    if (p_.peek().kind != Token::Kind::name) p_.expected("a name for the item");
    if (!p_.stopped()) p_.advance();
    p_.require(",");
    const bool is_list = of.node && of.type().kind == Kind::list;
    if (of.node && !is_list) p_.fault(of, phrase(Fault::no_list, {name.written, describe(of.type())}));
    if (!is_list) return skip_body(of.begin);
    locals_.emplace_back(item, *of.type().element);
    Term body = expression();
    locals_.pop_back();
    p_.require(")");
    return macro_call(p_, macro, std::move(of), std::move(body), locals_.size(), p_.end_of_last());
  }

  // The item of what is no list has no type, so its body cannot be checked.
  Term skip_body(std::size_t begin) {
    for (int open = 1; !p_.stopped() && open > 0; p_.advance()) {
      if (p_.peek().kind == Token::Kind::end) return p_.expected("`)`"), nothing(begin, begin + 1);
      if (p_.peek().is("(")) ++open;
      if (p_.peek().is(")")) --open;
    }
    return nothing(begin, p_.end_of_last());
  }

  Parsing& p_;
  int depth_ = 0;
  std::vector<std::pair<std::string_view, Type>> locals_;
};

}  // namespace

Result<std::unique_ptr<const ExpressionNode>> parse_syntax(std::string_view text,
                                                           const Vocabulary& vocabulary, const Place& place) {
  Parsing parsing(text, vocabulary, place);
  if (!parsing.faults().empty()) return parsing.faults();
  if (parsing.size() > kMostTokens) return fault_within(text, place, 0, 1, phrase(Fault::too_deep));
  Term term = Parser(parsing).whole();
  if (!parsing.faults().empty()) return parsing.faults();
  return std::unique_ptr<const ExpressionNode>(std::move(term.node));
}

}  // namespace loadtriage::expr
