#include "expr/operators.h"

#include <optional>
#include <utility>

#include "expr/units.h"

namespace loadtriage::expr {
namespace {

constexpr int kComparison = 3;
constexpr BinarySign kBinarySigns[] = {
    {"||", Op::either, 1},
    {"&&", Op::both, 2},
    {"==", Op::equal, kComparison},
    {"!=", Op::not_equal, kComparison},
    {"<=", Op::less_equal, kComparison},
    {">=", Op::greater_equal, kComparison},
    {"<", Op::less, kComparison},
    {">", Op::greater, kComparison},
    {"in", Op::in, kComparison},
    {"+", Op::add, 4},
    {"-", Op::subtract, 4},
    {"*", Op::multiply, 5},
    {"/", Op::divide, 5},
    {"%", Op::modulo, 5},
};

std::optional<Type> equality(Parsing& parsing, std::string_view sign, const Term& left, const Term& right) {
  if (!comparable(parsing, sign, left, right)) return std::nullopt;
  const Kind kind = left.type().kind;
  if (kind != Kind::list && kind != Kind::record) return Type::boolean();
  parsing.fault(left,
                phrase(Fault::wrong_operand, {sign, describe(left.type()), "number, text or condition"}));
  return std::nullopt;
}

std::optional<Type> membership(Parsing& parsing, const Term& left, const Term& right) {
  if (right.type().kind != Kind::list) {
    parsing.fault(right, phrase(Fault::no_list, {"in", describe(right.type())}));
    return std::nullopt;
  }
  if (fits(*right.type().element, left.type())) return Type::boolean();
  parsing.fault(left.begin, right.end,
                phrase(Fault::different_types, {"in", describe(left.type()), describe(right.type())}));
  return std::nullopt;
}

std::optional<Type> scaled(Parsing& parsing, const BinarySign& sign, const Term& left, const Term& right,
                           double& scale) {
  const Unit a = left.type().unit;
  const Unit b = right.type().unit;
  const auto result = sign.op == Op::multiply ? product_of(a, b) : quotient_of(a, b);
  if (result) {
    scale = result->scale;
    return Type::number(result->unit);
  }
  parsing.fault(left.begin, right.end, phrase(Fault::unit_product, {sign.sign, name_of(a), name_of(b)}), {},
                "take a unit away with `number(...)`");
  return std::nullopt;
}

std::optional<Type> arithmetic(Parsing& parsing, const BinarySign& sign, const Term& left, const Term& right,
                               double& scale) {
  const bool numbers = both_are(parsing, Kind::number, left, right, sign.sign);
  if (!numbers) return std::nullopt;
  if (sign.op == Op::multiply || sign.op == Op::divide) return scaled(parsing, sign, left, right, scale);
  if (!same_unit(parsing, sign.sign, left, right)) return std::nullopt;
  if (sign.level == kComparison) return Type::boolean();
  return Type::number(*common_unit(left.type().unit, right.type().unit));
}

std::optional<Type> type_of(Parsing& parsing, const BinarySign& sign, const Term& left, const Term& right,
                            double& scale) {
  switch (sign.op) {
    case Op::both:
    case Op::either:
      if (both_are(parsing, Kind::boolean, left, right, sign.sign)) return Type::boolean();
      return std::nullopt;
    case Op::equal:
    case Op::not_equal:
      return equality(parsing, sign.sign, left, right);
    case Op::in:
      return membership(parsing, left, right);
    case Op::add:
      if (left.type().kind == Kind::text && right.type().kind == Kind::text) return Type::text();
      break;
    default:
      break;
  }
  return arithmetic(parsing, sign, left, right, scale);
}

}  // namespace

const BinarySign* binary_sign(const Token& token) {
  if (token.kind != Token::Kind::sign && token.kind != Token::Kind::name) return nullptr;
  if (token.written.size() > 2) return nullptr;
  for (const BinarySign& sign : kBinarySigns)
    if (sign.sign.front() == token.written.front() && sign.sign == token.written) return &sign;
  return nullptr;
}

Term combine(Parsing& parsing, const BinarySign& sign, Term left, Term right) {
  const std::size_t begin = left.begin;
  const std::size_t end = right.end;
  if (!left.node || !right.node) return nothing(begin, end);
  double scale = 1;
  std::optional<Type> type = type_of(parsing, sign, left, right, scale);
  if (!type) return nothing(begin, end);
  Term term = make(sign.op, std::move(*type), begin, end, std::move(left), std::move(right));
  term.node->scale = scale;
  return term;
}

Term choose(Parsing& parsing, Term condition, Term yes, Term no) {
  const std::size_t begin = condition.begin;
  const std::size_t end = no.end;
  const bool is_condition = check_kind(parsing, condition, Kind::boolean, "?:");
  if (!is_condition || !yes.node || !no.node) return nothing(begin, end);
  if (!comparable(parsing, "?:", yes, no)) return nothing(begin, end);
  Type type = yes.type();
  if (type.kind == Kind::number) type.unit = *common_unit(yes.type().unit, no.type().unit);
  return make(Op::choose, std::move(type), begin, end, std::move(condition), std::move(yes), std::move(no));
}

Term prefix(Parsing& parsing, bool inverts, Term operand, std::size_t begin) {
  const std::size_t end = operand.end;
  if (!check_kind(parsing, operand, inverts ? Kind::boolean : Kind::number, inverts ? "!" : "-")) {
    return nothing(begin, end);
  }
  Type type = operand.type();
  return make(inverts ? Op::invert : Op::negate, std::move(type), begin, end, std::move(operand));
}

}  // namespace loadtriage::expr
