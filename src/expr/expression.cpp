#include "expr/expression.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <utility>

#include "base/text.h"
#include "expr/syntax.h"

namespace loadtriage::expr {
namespace {

// What a scope answers, as the vocabulary promised it: anything else is unknown.
Value conform(Value value, const Type& type) {
  if (value.kind() != type.kind) return {};
  if (type.kind == Kind::number && value.number().unit != type.unit) {
    return Value::of(value.number().value, type.unit);
  }
  return value;
}

bool equal(const Value& a, const Value& b) {
  switch (*a.kind()) {
    case Kind::boolean:
      return a.boolean() == b.boolean();
    case Kind::number:
      return a.number().value == b.number().value;
    default:
      return a.text() == b.text();
  }
}

// Of items by macros, in one evaluation: what takes more is unknown. A run holds some hundred
// looks of failures; two macros over thousands stay below.
constexpr std::size_t kMostVisits = 4'000'000;

class Evaluation {
 public:
  explicit Evaluation(const Scope& scope) : scope_(scope) {}

  Value of(const ExpressionNode& node) {
    switch (node.op) {
      case Op::literal:
        return node.value;
      case Op::variable:
        return conform(scope_.variable(node.index, *node.name), node.type);
      case Op::local:
        return conform(locals_[node.index], node.type);
      case Op::field:
        return field(node);
      case Op::call:
        return call(node);
      case Op::list:
        return Value::of(children(node));
      case Op::both:
      case Op::either:
        return logic(node);
      case Op::choose:
        return choose(node);
      case Op::in:
        return in(node);
      case Op::exists:
      case Op::all:
        return quantifier(node);
      case Op::filter:
        return filter(node);
      case Op::map:
        return map(node);
      case Op::sum_of:
      case Op::min_of:
      case Op::max_of:
        return fold_map(node);
      case Op::has:
        return Value::of(of(*node.children[0]).known());
      default:
        return strict(node);
    }
  }

 private:
  Value::List children(const ExpressionNode& node) {
    Value::List values;
    values.reserve(node.children.size());
    for (const auto& child : node.children) values.push_back(of(*child));
    return values;
  }

  Value field(const ExpressionNode& node) {
    const Value record = of(*node.children[0]);
    if (!record.known()) return {};
    const auto found = record.record().find(*node.name);
    return found == record.record().end() ? Value() : conform(found->second, node.type);
  }

  // Functions are asked only with what is known.
  Value call(const ExpressionNode& node) {
    const Value::List arguments = children(node);
    if (std::any_of(arguments.begin(), arguments.end(), [](const Value& value) { return !value.known(); })) {
      return {};
    }
    return conform(scope_.call(node.index, *node.name, arguments), node.type);
  }

  Value logic(const ExpressionNode& node) {
    const bool decides = node.op == Op::either;  // the value of a side that settles it
    const Value left = of(*node.children[0]);
    if (left.known() && left.boolean() == decides) return left;
    const Value right = of(*node.children[1]);
    if (right.known() && right.boolean() == decides) return right;
    return left.known() && right.known() ? Value::of(!decides) : Value();
  }

  Value choose(const ExpressionNode& node) {
    const Value condition = of(*node.children[0]);
    if (!condition.known()) return {};
    return conform(of(*node.children[condition.boolean() ? 1 : 2]), node.type);
  }

  Value in(const ExpressionNode& node) {
    const Value item = of(*node.children[0]);
    const Value list = of(*node.children[1]);
    if (!item.known() || !list.known()) return {};
    bool unknown = false;
    for (const Value& other : list.list()) {
      if (other.kind() != item.kind()) {
        unknown = true;
      } else if (equal(item, other)) {
        return Value::of(true);
      }
    }
    return unknown ? Value() : Value::of(false);
  }

  // Calls `visit` with the body's value for each item; false when the list is unknown.
  template <typename Visit>
  bool each(const ExpressionNode& node, Visit visit) {
    const Value list = of(*node.children[0]);
    if (!list.known()) return false;
    if (locals_.size() <= node.index) locals_.resize(node.index + 1);
    for (const Value& item : list.list()) {
      if (++visits_ > kMostVisits) return false;
      locals_[node.index] = item;
      if (!visit(item, of(*node.children[1]))) break;
    }
    return true;
  }

  Value quantifier(const ExpressionNode& node) {
    const bool decides = node.op == Op::exists;
    Value result = Value::of(!decides);
    const bool known = each(node, [&](const Value&, const Value& holds) {
      if (!holds.known()) result = Value();
      if (holds.known() && holds.boolean() == decides) return result = holds, false;
      return true;
    });
    return known ? result : Value();
  }

  Value filter(const ExpressionNode& node) {
    Value::List kept;
    const bool known = each(node, [&](const Value& item, const Value& holds) {
      if (holds.is_true()) kept.push_back(item);
      return true;
    });
    return known ? Value::of(std::move(kept)) : Value();
  }

  Value map(const ExpressionNode& node) {
    Value::List mapped;
    const bool known = each(node, [&](const Value&, Value value) {
      mapped.push_back(std::move(value));
      return true;
    });
    return known ? Value::of(std::move(mapped)) : Value();
  }

  Value fold_map(const ExpressionNode& node) {
    std::vector<double> numbers;
    const bool known = each(node, [&](const Value&, const Value& value) {
      if (value.known()) numbers.push_back(value.number().value);
      return true;
    });
    if (!known) return {};
    if (node.op == Op::sum_of) return fold(Op::sum, numbers, node.type.unit);
    return fold(node.op == Op::min_of ? Op::min : Op::max, numbers, node.type.unit);
  }

  static Value fold(Op op, const std::vector<double>& numbers, Unit unit) {
    if (op == Op::sum) {
      double total = 0;
      for (const double number : numbers) total += number;
      return Value::of(total, unit);
    }
    if (numbers.empty()) return {};
    const auto [least, most] = std::minmax_element(numbers.begin(), numbers.end());
    return Value::of(op == Op::min ? *least : *most, unit);
  }

  // What is unknown as soon as one of its operands is.
  Value strict(const ExpressionNode& node) {
    const Value a = of(*node.children[0]);
    const Value b = node.children.size() > 1 ? of(*node.children[1]) : Value::of(true);
    if (!a.known() || !b.known()) return {};
    switch (a.kind().value_or(Kind::boolean)) {
      case Kind::boolean:
        return on_conditions(node, a, b);
      case Kind::number:
        return on_numbers(node, a, b);
      case Kind::text:
        return on_texts(node, a.text(), b);
      case Kind::list:
        return on_list(node, a.list());
      case Kind::record:
        return {};
    }
    return {};
  }

  static Value on_conditions(const ExpressionNode& node, const Value& a, const Value& b) {
    if (node.op == Op::invert) return Value::of(!a.boolean());
    return Value::of((a.boolean() == b.boolean()) == (node.op == Op::equal));
  }

  static Value on_numbers(const ExpressionNode& node, const Value& left, const Value& right) {
    const double a = left.number().value;
    const Unit unit = node.type.unit;
    if (right.kind() != Kind::number) return on_number(node, left.number());
    const double b = right.number().value;
    switch (node.op) {
      case Op::equal:
        return Value::of(a == b);
      case Op::not_equal:
        return Value::of(a != b);
      case Op::less:
        return Value::of(a < b);
      case Op::less_equal:
        return Value::of(a <= b);
      case Op::greater:
        return Value::of(a > b);
      case Op::greater_equal:
        return Value::of(a >= b);
      case Op::add:
        return Value::of(a + b, unit);
      case Op::subtract:
        return Value::of(a - b, unit);
      case Op::multiply:
        return Value::of(a * b * node.scale, unit);
      case Op::divide:
        return b == 0 ? Value() : Value::of(a / b * node.scale, unit);
      case Op::modulo:
        return b == 0 ? Value() : Value::of(std::fmod(a, b), unit);
      case Op::min:
        return Value::of(std::min(a, b), unit);
      case Op::max:
        return Value::of(std::max(a, b), unit);
      default:
        return {};
    }
  }

  static Value on_number(const ExpressionNode& node, const Value::Number& number) {
    const Unit unit = node.type.unit;
    switch (node.op) {
      case Op::negate:
        return Value::of(-number.value, unit);
      case Op::round:
        return Value::of(std::round(number.value), unit);
      case Op::floor:
        return Value::of(std::floor(number.value), unit);
      case Op::ceil:
        return Value::of(std::ceil(number.value), unit);
      case Op::abs:
        return Value::of(std::abs(number.value), unit);
      case Op::convert:
        break;
      default:
        return {};
    }
    constexpr double kMsPerSecond = 1000;
    if (number.unit == Unit::seconds && unit == Unit::ms) return Value::of(number.value * kMsPerSecond, unit);
    if (number.unit == Unit::ms && unit == Unit::seconds) return Value::of(number.value / kMsPerSecond, unit);
    return Value::of(number.value, unit);
  }

  static Value on_texts(const ExpressionNode& node, const std::string& a, const Value& right) {
    if (node.op == Op::size) return Value::of(static_cast<double>(width_of(a)), Unit::count);
    if (node.op == Op::lower_ascii) return Value::of(to_lower_ascii(a));
    const std::string& b = right.text();
    switch (node.op) {
      case Op::equal:
        return Value::of(a == b);
      case Op::not_equal:
        return Value::of(a != b);
      case Op::add:
        return Value::of(a + b);
      case Op::contains:
        return Value::of(contains(a, b));
      case Op::starts_with:
        return Value::of(a.starts_with(b));
      case Op::ends_with:
        return Value::of(a.ends_with(b));
      case Op::matches:
        return Value::of(re2::RE2::PartialMatch(a, *node.pattern));
      default:
        return {};
    }
  }

  static Value on_list(const ExpressionNode& node, const Value::List& list) {
    if (node.op == Op::size) return Value::of(static_cast<double>(list.size()), Unit::count);
    std::vector<double> numbers;
    for (const Value& item : list) {
      if (item.kind() == Kind::number) numbers.push_back(item.number().value);
    }
    return fold(node.op, numbers, node.type.unit);
  }

  const Scope& scope_;
  std::vector<Value> locals_;
  std::size_t visits_ = 0;
};

void gather_observations(const ExpressionNode& node, std::vector<std::string>& names) {
  if (node.names_observation && !node.children.empty() && node.children[0]->op == Op::literal) {
    names.push_back(node.children[0]->value.text());
  }
  for (const auto& child : node.children) gather_observations(*child, names);
}

}  // namespace

Result<Expression> Expression::parse(std::string_view text, const Vocabulary& vocabulary,
                                     const Place& place) {
  auto root = parse_syntax(text, vocabulary, place);
  if (!root) return root.errors();
  Expression expression = deferred(text, vocabulary);
  expression.root_ = std::move(*root);
  return expression;
}

Expression Expression::deferred(std::string_view text, const Vocabulary& vocabulary) {
  Expression expression;
  expression.text_ = text;
  expression.vocabulary_ = &vocabulary;
  return expression;
}

Expression Expression::prepared() const {
  if (root_) return *this;
  auto parsed = parse(text_, *vocabulary_, {});
  assert(parsed && "only texts that were checked before are deferred");
  return parsed ? *parsed : *this;
}

Type Expression::type() const {
  const Expression ready = prepared();
  return ready.root_ ? ready.root_->type : Type();
}

Value Expression::evaluate(const Scope& scope) const {
  const Expression ready = prepared();
  return ready.root_ ? Evaluation(scope).of(*ready.root_) : Value();
}

std::vector<std::string> Expression::observations() const {
  std::vector<std::string> names;
  const Expression ready = prepared();
  if (ready.root_) gather_observations(*ready.root_, names);
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace loadtriage::expr
