#include "expr/parsing.h"

#include <algorithm>
#include <utility>

#include "expr/units.h"

namespace loadtriage::expr {

Parsing::Parsing(std::string_view text, const Vocabulary& vocabulary, const Place& place)
    : text_(text), vocabulary_(vocabulary), place_(place), tokens_(cut(text, place, faults_)) {}

void Parsing::stop() {
  stopped_ = true;
  at_ = tokens_.size() - 1;
}

bool Parsing::take(std::string_view sign) {
  if (stopped_ || !peek().is(sign)) return false;
  ++at_;
  return true;
}

void Parsing::require(std::string_view sign) {
  if (!take(sign)) expected("`" + std::string(sign) + "`");
}

std::string_view Parsing::text_to(std::size_t ahead) const {
  return text_.substr(peek().begin, peek(ahead).end() - peek().begin);
}

void Parsing::fault(std::size_t begin, std::size_t end, std::string text, std::string label,
                    std::string hint) {
  faults_.push_back(fault_within(text_, place_, begin, std::max(end, begin + 1) - begin, std::move(text),
                                 std::move(label), std::move(hint)));
}

void Parsing::fault(const Term& term, std::string text, std::string hint) {
  fault(term.begin, term.end, std::move(text), {}, std::move(hint));
}

void Parsing::expected(std::string_view what) {
  if (stopped_) return;
  const Token& token = peek();
  const std::string seen =
      token.kind == Token::Kind::end ? "end of condition" : "`" + std::string(token.written) + "`";
  fault(token.begin, token.end(), phrase(Fault::unexpected_token, {seen, what}));
  stop();
}

bool check_kind(Parsing& parsing, const Term& term, Kind kind, std::string_view by) {
  if (!term.node) return false;
  if (term.type().kind == kind) return true;
  parsing.fault(term, phrase(Fault::wrong_operand, {by, describe(term.type()), describe(Type{kind})}));
  return false;
}

bool both_are(Parsing& parsing, Kind kind, const Term& left, const Term& right, std::string_view by) {
  const bool left_is = check_kind(parsing, left, kind, by);
  return check_kind(parsing, right, kind, by) && left_is;
}

bool same_unit(Parsing& parsing, std::string_view sign, const Term& left, const Term& right) {
  const Unit a = left.type().unit;
  const Unit b = right.type().unit;
  if (common_unit(a, b)) return true;
  const bool times = (a == Unit::ms || a == Unit::seconds) && (b == Unit::ms || b == Unit::seconds);
  parsing.fault(left.begin, right.end, phrase(Fault::mixed_units, {sign, name_of(a), name_of(b)}), {},
                times ? "convert one of them with `ms(...)` or `seconds(...)`"
                      : "take the unit away with `number(...)` if this is meant");
  return false;
}

bool comparable(Parsing& parsing, std::string_view sign, const Term& left, const Term& right) {
  const Type& a = left.type();
  const Type& b = right.type();
  if (a.kind != b.kind) {
    parsing.fault(left.begin, right.end, phrase(Fault::different_types, {sign, describe(a), describe(b)}));
    return false;
  }
  return a.kind != Kind::number || same_unit(parsing, sign, left, right);
}

bool fits(const Type& wanted, const Type& given) {
  if (wanted.kind != given.kind) return false;
  if (wanted.kind == Kind::number) return common_unit(wanted.unit, given.unit).has_value();
  if (wanted.kind == Kind::list) return fits(*wanted.element, *given.element);
  return true;
}

}  // namespace loadtriage::expr
