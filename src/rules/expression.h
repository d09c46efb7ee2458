// The condition language: a typed subset of CEL's syntax.
//
//   requests.failed_share == 1 && metric('http_req_connecting').max > 0
//   failures.exists(f, f.status >= 500) ? 'server' : 'client'
//
// Literals: 12, 0.5, 1e3, 'text' and "text" with \ escapes, true, false, [1, 2].
// Operators, weakest first: ?:, ||, &&, == != < <= > >= in, + -, * / %, unary ! and -.
// Member access a.b on records, calls f(x), methods s.contains('x'), s.startsWith,
// s.endsWith, s.matches('RE2'), s.lowerAscii(); macros on lists: l.exists(x, cond),
// l.all(x, cond), l.filter(x, cond), l.map(x, expr); functions has(x) (is it known?),
// size(list or text), sum(list), min(a, b), max(a, b), min(list), max(list), round(x),
// floor(x), ceil(x), abs(x), and the units ms(x), seconds(x), share(x), per_second(x),
// count(x), bytes(x), number(x) that give a plain number that unit (or take it away;
// seconds(1500 ms) converts, so does ms()).
//
// Unknown (rules/value.h) is a value of every type. Division by zero is unknown.
// Evaluation is total, linear in the size of the lists, and has no side effects.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"
#include "rules/value.h"
#include "rules/vocabulary.h"

namespace loadtriage::rules {

struct ExpressionNode;  // the syntax tree; see expression.cpp

class Expression {
 public:
  // Parses and checks the types. `place` is where the text begins in its file; the
  // column of each fault counts from there. All faults are reported at once as far
  // as they are independent, with the nearest known name for a name not known.
  static Result<Expression> parse(std::string_view text, const Vocabulary& vocabulary, const Place& place);

  const Type& type() const;
  Value evaluate(const Scope& scope) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  std::shared_ptr<const ExpressionNode> root_;
};

// A text with expressions in braces: "{requests.failed} of {requests.count} failed".
// `{{` and `}}` are literal braces. Each value is written by describe(Value).
class Template {
 public:
  static Result<Template> parse(std::string_view text, const Vocabulary& vocabulary, const Place& place);
  // The filled text; `complete` turns false when a value was unknown.
  std::string fill(const Scope& scope, bool* complete = nullptr) const;
  const std::string& text() const { return text_; }

 private:
  struct Part {
    std::string literal;
    std::shared_ptr<const Expression> expression;  // null for a literal
  };
  std::string text_;
  std::vector<Part> parts_;
};

}  // namespace loadtriage::rules
