// The condition language: a typed subset of CEL's syntax.
//
//   requests.failed_share == 1 && metric('http_req_connecting').max > 0
//   failures.exists(f, f.status >= 500) ? 'server' : 'client'
//
// Literals: 12, 0.5, 1e3, 'text' and "text" with \ escapes, true, false, [1, 2].
// Operators, weakest first: ?:, ||, &&, == != < <= > >= in, + -, * / %, unary ! and -.
// Member access a.b on records, calls f(x), methods s.contains('x'), s.startsWith,
// s.endsWith, s.matches('RE2'), s.lowerAscii(); macros on lists: l.exists(x, cond),
// l.all(x, cond), l.filter(x, cond), l.map(x, expr), l.sum(x, expr), l.min(x, expr),
// l.max(x, expr) (the last three skip what is unknown); functions has(x) (is it
// known?), size(list or text), sum(list), min(a, b), max(a, b), min(list), max(list),
// round(x), floor(x), ceil(x), abs(x), and the units ms(x), seconds(x), share(x),
// per_second(x), count(x), bytes(x), number(x) that give a plain number that unit (or
// take it away; seconds() and ms() convert into each other).
//
// Unknown (value.h) is a value of every type. Division by zero is unknown.
// Evaluation is total, has no side effects, and is bounded: macros nest three deep, and what
// visits more than four million items is unknown.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/value.h"
#include "expr/vocabulary.h"

namespace loadtriage::expr {

struct ExpressionNode;  // the checked syntax tree; see syntax.h

class Expression {
 public:
  // Parses and checks the types. `place` is where the text begins; the column of each
  // fault counts from there, and its snippet quotes `text`. The vocabulary must outlive
  // the expression.
  static Result<Expression> parse(std::string_view text, const Vocabulary& vocabulary, const Place& place);
  // Like parse, but when first evaluated: for texts that were checked before (those
  // built into the program), of which one run evaluates only a few.
  static Expression deferred(std::string_view text, const Vocabulary& vocabulary);

  Type type() const;
  Value evaluate(const Scope& scope) const;
  const std::string& text() const { return text_; }
  // What a deferred expression would parse at each evaluation, parsed now.
  Expression prepared() const;

  // The names in literal first arguments of functions that name observations.
  std::vector<std::string> observations() const;

 private:
  std::string text_;
  const Vocabulary* vocabulary_ = nullptr;
  std::shared_ptr<const ExpressionNode> root_;  // null: deferred
};

// A text with expressions in braces: "{requests.failed} of {requests.count} failed".
// `{{` and `}}` are literal braces. Each value is written by describe(Value). A part
// in `{?` and `?}` is left out when a value in it is unknown:
// "waits for a connection{?, first at {seen('db.pool-timeout').first_s}?}".
class Template {
 public:
  Template() = default;
  static Result<Template> parse(std::string_view text, const Vocabulary& vocabulary, const Place& place);
  static Template deferred(std::string_view text, const Vocabulary& vocabulary);

  // The filled text; `complete` turns false when a value outside `{? ?}` was unknown. For a
  // shell every value is quoted as its place asks for.
  enum class For { reader, shell };
  std::string fill(const Scope& scope, bool* complete = nullptr, For whom = For::reader) const;
  const std::string& text() const { return text_; }

 private:
  std::string text_;
  const Vocabulary* vocabulary_ = nullptr;
};

}  // namespace loadtriage::expr
