// Recursive descent over the tokens, with the types checked on the way. A syntax fault
// ends the parsing; after a type fault it goes on with a term of no known type, which
// complains about nothing, so that one mistake gives one notice.
#include <algorithm>
#include <utility>

#include "base/quantity.h"
#include "base/text.h"
#include "rules/lexer.h"
#include "rules/syntax.h"
#include "rules/units.h"

namespace loadtriage::rules {
namespace {

// Both bound the stack: brackets within brackets, and long chains of operators.
constexpr int kDeepest = 40;
constexpr std::size_t kMostTokens = 1500;

using NodePtr = std::unique_ptr<ExpressionNode>;

// A parsed part with its place in the text; `node` is null after a fault.
struct Term {
  NodePtr node;
  std::size_t begin = 0;
  std::size_t end = 0;
  const Type& type() const { return node->type; }
};

struct BinarySign {
  std::string_view sign;
  Op op;
  int level;
};
constexpr BinarySign kBinarySigns[] = {
    {"||", Op::either, 1},    {"&&", Op::both, 2},       {"==", Op::equal, 3},
    {"!=", Op::not_equal, 3}, {"<=", Op::less_equal, 3}, {">=", Op::greater_equal, 3},
    {"<", Op::less, 3},       {">", Op::greater, 3},     {"in", Op::in, 3},
    {"+", Op::add, 4},        {"-", Op::subtract, 4},    {"*", Op::multiply, 5},
    {"/", Op::divide, 5},     {"%", Op::modulo, 5},
};
constexpr int kTightest = 5;

struct Named {
  std::string_view name;
  Op op;
  Unit unit = Unit::none;  // convert
};
constexpr Named kMethods[] = {{"contains", Op::contains},
                              {"startsWith", Op::starts_with},
                              {"endsWith", Op::ends_with},
                              {"matches", Op::matches},
                              {"lowerAscii", Op::lower_ascii}};
constexpr Named kMacros[] = {{"exists", Op::exists}, {"all", Op::all},    {"filter", Op::filter},
                             {"map", Op::map},       {"sum", Op::sum_of}, {"min", Op::min_of},
                             {"max", Op::max_of}};
constexpr Named kBuiltins[] = {{"has", Op::has},
                               {"size", Op::size},
                               {"sum", Op::sum},
                               {"min", Op::min},
                               {"max", Op::max},
                               {"round", Op::round},
                               {"floor", Op::floor},
                               {"ceil", Op::ceil},
                               {"abs", Op::abs},
                               {"ms", Op::convert, Unit::ms},
                               {"seconds", Op::convert, Unit::seconds},
                               {"share", Op::convert, Unit::share},
                               {"per_second", Op::convert, Unit::per_second},
                               {"count", Op::convert, Unit::count},
                               {"bytes", Op::convert, Unit::bytes},
                               {"number", Op::convert, Unit::none}};

template <std::size_t N>
const Named* find_named(const Named (&table)[N], std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const Named& entry) { return entry.name == name; });
  return found == std::end(table) ? nullptr : found;
}

// Whether a value of type `given` may stand where `wanted` is asked for.
bool fits(const Type& wanted, const Type& given) {
  if (wanted.kind != given.kind) return false;
  if (wanted.kind == Kind::number) return common_unit(wanted.unit, given.unit).has_value();
  if (wanted.kind == Kind::list) return fits(*wanted.element, *given.element);
  return true;
}

class Parser {
 public:
  Parser(std::string_view text, const Vocabulary& vocabulary, const Place& place)
      : text_(text), vocabulary_(vocabulary), place_(place), tokens_(cut(text, place, faults_)) {}

  Result<std::unique_ptr<const ExpressionNode>> run() {
    if (!faults_.empty()) return faults_;
    if (tokens_.size() > kMostTokens) return fault_within(text_, place_, 0, 1, phrase(Fault::too_deep));
    Term term = expression();
    if (!stopped_ && peek().kind != Token::Kind::end) expected("an operator");
    if (!faults_.empty()) return faults_;
    return std::unique_ptr<const ExpressionNode>(std::move(term.node));
  }

 private:
  // -- tokens --------------------------------------------------------------------
  const Token& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  bool take(std::string_view sign) {
    if (stopped_ || !peek().is(sign)) return false;
    ++at_;
    return true;
  }
  void require(std::string_view sign) {
    if (!take(sign)) expected("`" + std::string(sign) + "`");
  }
  std::size_t end_of_last() const { return at_ == 0 ? 0 : tokens_[at_ - 1].begin + tokens_[at_ - 1].length; }

  // -- faults --------------------------------------------------------------------
  void fault(std::size_t begin, std::size_t end, std::string text, std::string label = {},
             std::string hint = {}) {
    faults_.push_back(fault_within(text_, place_, begin, std::max(end, begin + 1) - begin, std::move(text),
                                   std::move(label), std::move(hint)));
  }
  void fault(const Term& term, std::string text, std::string hint = {}) {
    fault(term.begin, term.end, std::move(text), {}, std::move(hint));
  }
  void expected(std::string_view what) {
    if (stopped_) return;
    const Token& token = peek();
    const std::string seen =
        token.kind == Token::Kind::end ? "end of condition" : "`" + std::string(token.written) + "`";
    fault(token.begin, token.begin + token.length, phrase(Fault::unexpected_token, {seen, what}));
    stopped_ = true;
    at_ = tokens_.size() - 1;
  }
  static Term nothing(std::size_t begin, std::size_t end) { return {nullptr, begin, end}; }

  // -- building ------------------------------------------------------------------
  template <typename... Terms>
  static Term make(Op op, Type type, std::size_t begin, std::size_t end, Terms... children) {
    auto node = std::make_unique<ExpressionNode>();
    node->op = op;
    node->type = std::move(type);
    (node->children.push_back(std::move(children.node)), ...);
    return {std::move(node), begin, end};
  }

  bool check_kind(const Term& term, Kind kind, std::string_view by) {
    if (!term.node) return false;
    if (term.type().kind == kind) return true;
    fault(term, phrase(Fault::wrong_operand, {by, describe(term.type()), describe(Type{kind})}));
    return false;
  }

  // Complains of each side on its own.
  bool both_are(Kind kind, const Term& left, const Term& right, std::string_view by) {
    const bool left_is = check_kind(left, kind, by);
    return check_kind(right, kind, by) && left_is;
  }

  // -- grammar -------------------------------------------------------------------
  Term expression() {
    if (++depth_ > kDeepest && !stopped_) {
      fault(peek().begin, peek().begin + 1, phrase(Fault::too_deep));
      stopped_ = true;
      at_ = tokens_.size() - 1;
    }
    Term term = stopped_ ? nothing(0, 0) : conditional();
    --depth_;
    return term;
  }

  Term conditional() {
    Term condition = binary(1);
    if (!take("?")) return condition;
    Term yes = expression();
    require(":");
    Term no = expression();
    const bool is_condition = check_kind(condition, Kind::boolean, "?:");
    if (!is_condition || !yes.node || !no.node) return nothing(condition.begin, no.end);
    if (!comparable("?:", yes, no)) return nothing(condition.begin, no.end);
    Type type = yes.type();
    if (type.kind == Kind::number) type.unit = *common_unit(yes.type().unit, no.type().unit);
    const std::size_t begin = condition.begin;
    const std::size_t end = no.end;
    return make(Op::choose, type, begin, end, std::move(condition), std::move(yes), std::move(no));
  }

  const BinarySign* sign_at(int level) const {
    if (stopped_) return nullptr;
    for (const BinarySign& sign : kBinarySigns) {
      if (sign.level == level && peek().is(sign.sign)) return &sign;
    }
    return nullptr;
  }

  Term binary(int level) {
    if (level > kTightest) return unary();
    Term left = binary(level + 1);
    while (const BinarySign* sign = sign_at(level)) {
      ++at_;
      Term right = binary(level + 1);
      left = combine(*sign, std::move(left), std::move(right));
    }
    return left;
  }

  Term unary() {
    const std::size_t begin = peek().begin;
    const bool inverts = peek().is("!");
    if (!inverts && !peek().is("-")) return postfix();
    ++at_;
    if (++depth_ > kDeepest) return --depth_, expected("less nesting"), nothing(begin, begin + 1);
    Term operand = unary();
    --depth_;
    if (!check_kind(operand, inverts ? Kind::boolean : Kind::number, inverts ? "!" : "-")) {
      return nothing(begin, operand.end);
    }
    const Type type = operand.type();
    const std::size_t end = operand.end;
    return make(inverts ? Op::invert : Op::negate, type, begin, end, std::move(operand));
  }

  bool comparable(std::string_view sign, const Term& left, const Term& right) {
    const Type& a = left.type();
    const Type& b = right.type();
    if (a.kind != b.kind) {
      fault(left.begin, right.end, phrase(Fault::different_types, {sign, describe(a), describe(b)}));
      return false;
    }
    return a.kind != Kind::number || same_unit(sign, left, right);
  }

  bool same_unit(std::string_view sign, const Term& left, const Term& right) {
    const Unit a = left.type().unit;
    const Unit b = right.type().unit;
    if (common_unit(a, b)) return true;
    const bool times = (a == Unit::ms || a == Unit::seconds) && (b == Unit::ms || b == Unit::seconds);
    fault(left.begin, right.end, phrase(Fault::mixed_units, {sign, name_of(a), name_of(b)}), {},
          times ? "convert one of them with `ms(...)` or `seconds(...)`"
                : "take the unit away with `number(...)` if this is meant");
    return false;
  }

  Term combine(const BinarySign& sign, Term left, Term right) {
    const std::size_t begin = left.begin;
    const std::size_t end = right.end;
    if (!left.node || !right.node) return nothing(begin, end);
    double scale = 1;
    const std::optional<Type> type = type_of(sign, left, right, scale);
    if (!type) return nothing(begin, end);
    auto node = std::make_unique<ExpressionNode>();
    node->op = sign.op;
    node->type = *type;
    node->scale = scale;
    node->children.push_back(std::move(left.node));
    node->children.push_back(std::move(right.node));
    return {std::move(node), begin, end};
  }

  std::optional<Type> type_of(const BinarySign& sign, const Term& left, const Term& right, double& scale) {
    switch (sign.op) {
      case Op::both:
      case Op::either:
        return logic(sign.sign, left, right);
      case Op::equal:
      case Op::not_equal:
        return equality(sign.sign, left, right);
      case Op::in:
        return membership(left, right);
      case Op::add:
        if (left.type().kind == Kind::text && right.type().kind == Kind::text) return Type::text();
        break;
      default:
        break;
    }
    const bool numbers = both_are(Kind::number, left, right, sign.sign);
    if (!numbers) return std::nullopt;
    if (sign.op == Op::multiply || sign.op == Op::divide) return scaled(sign, left, right, scale);
    if (!same_unit(sign.sign, left, right)) return std::nullopt;
    if (sign.level == 3) return Type::boolean();
    return Type::number(*common_unit(left.type().unit, right.type().unit));
  }

  std::optional<Type> logic(std::string_view sign, const Term& left, const Term& right) {
    const bool conditions = both_are(Kind::boolean, left, right, sign);
    if (!conditions) return std::nullopt;
    return Type::boolean();
  }

  std::optional<Type> equality(std::string_view sign, const Term& left, const Term& right) {
    if (!comparable(sign, left, right)) return std::nullopt;
    const Kind kind = left.type().kind;
    if (kind != Kind::list && kind != Kind::record) return Type::boolean();
    fault(left, phrase(Fault::wrong_operand, {sign, describe(left.type()), "number, text or condition"}));
    return std::nullopt;
  }

  std::optional<Type> membership(const Term& left, const Term& right) {
    if (right.type().kind != Kind::list) {
      fault(right, phrase(Fault::no_list, {"in", describe(right.type())}));
      return std::nullopt;
    }
    if (fits(*right.type().element, left.type())) return Type::boolean();
    fault(left.begin, right.end,
          phrase(Fault::different_types, {"in", describe(left.type()), describe(right.type())}));
    return std::nullopt;
  }

  std::optional<Type> scaled(const BinarySign& sign, const Term& left, const Term& right, double& scale) {
    const Unit a = left.type().unit;
    const Unit b = right.type().unit;
    const auto result = sign.op == Op::multiply ? product_of(a, b) : quotient_of(a, b);
    if (result) {
      scale = result->scale;
      return Type::number(result->unit);
    }
    fault(left.begin, right.end, phrase(Fault::unit_product, {sign.sign, name_of(a), name_of(b)}), {},
          "take a unit away with `number(...)`");
    return std::nullopt;
  }

  Term postfix() {
    Term term = primary();
    while (!stopped_ && peek().is(".")) {
      ++at_;
      if (peek().kind != Token::Kind::name) {
        expected("a name");
        break;
      }
      const Token name = peek();
      ++at_;
      term = peek().is("(") ? method(std::move(term), name) : field(std::move(term), name);
    }
    return term;
  }

  Term field(Term of, const Token& name) {
    const std::size_t begin = of.begin;
    const std::size_t end = name.begin + name.length;
    if (!of.node) return nothing(begin, end);
    if (of.type().kind != Kind::record) {
      fault(name.begin, end, phrase(Fault::no_record, {name.written, describe(of.type())}));
      return nothing(begin, end);
    }
    const auto& fields = *of.type().fields;
    const auto found = fields.find(std::string(name.written));
    if (found == fields.end()) {
      std::vector<std::string> known;
      for (const auto& [key, type] : fields) known.push_back(key);
      fault(name.begin, end, phrase(Fault::unknown_field, {name.written}), suggestion(name.written, known),
            "it has " + join(known, ", "));
      return nothing(begin, end);
    }
    auto node = std::make_unique<ExpressionNode>();
    node->op = Op::field;
    node->type = found->second;
    node->name = found->first;
    node->children.push_back(std::move(of.node));
    return {std::move(node), begin, end};
  }

  Term primary() {
    const Token& token = peek();
    const std::size_t end = token.begin + token.length;
    if (token.kind == Token::Kind::number) {
      ++at_;
      return literal(Value::of(parse_number(token.written).value_or(0)), Type::number(), token.begin, end);
    }
    if (token.kind == Token::Kind::text) {
      ++at_;
      return literal(Value::of(token.value), Type::text(), token.begin, end);
    }
    if (token.is("true") || token.is("false")) {
      ++at_;
      return literal(Value::of(token.is("true")), Type::boolean(), token.begin, end);
    }
    if (token.kind == Token::Kind::name && !token.is("in")) return peek(1).is("(") ? call() : name();
    if (take("(")) {
      Term inner = expression();
      require(")");
      return {std::move(inner.node), token.begin, end_of_last()};
    }
    if (token.is("[")) return list();
    expected("a value");
    return nothing(token.begin, end);
  }

  static Term literal(Value value, Type type, std::size_t begin, std::size_t end) {
    auto node = std::make_unique<ExpressionNode>();
    node->type = std::move(type);
    node->value = std::move(value);
    return {std::move(node), begin, end};
  }

  Term list() {
    const std::size_t begin = peek().begin;
    require("[");
    std::vector<Term> items = arguments("]");
    const std::size_t end = end_of_last();
    if (stopped_) return nothing(begin, end);
    if (items.empty()) {
      fault(begin, end, phrase(Fault::empty_list, {"[]"}));
      return nothing(begin, end);
    }
    auto node = std::make_unique<ExpressionNode>();
    node->op = Op::list;
    for (Term& item : items) {
      if (!item.node || !items.front().node) return nothing(begin, end);
      if (&item != &items.front() && !comparable("[,]", items.front(), item)) return nothing(begin, end);
    }
    node->type = Type::list_of(items.front().type());
    for (Term& item : items) node->children.push_back(std::move(item.node));
    return {std::move(node), begin, end};
  }

  // After the opening sign, up to and with the closing one.
  std::vector<Term> arguments(std::string_view closing) {
    std::vector<Term> terms;
    if (take(closing)) return terms;
    do {
      terms.push_back(expression());
    } while (take(","));
    require(closing);
    return terms;
  }

  // A name of the vocabulary may itself have dots: the longest one wins.
  Term name() {
    const std::size_t begin = peek().begin;
    for (std::size_t i = locals_.size(); i > 0; --i) {
      if (locals_[i - 1].first != peek().written) continue;
      auto node = std::make_unique<ExpressionNode>();
      node->op = Op::local;
      node->type = locals_[i - 1].second;
      node->index = i - 1;
      ++at_;
      return {std::move(node), begin, end_of_last()};
    }
    std::size_t parts = 1;
    while (peek(2 * parts - 1).is(".") && peek(2 * parts).kind == Token::Kind::name &&
           !peek(2 * parts + 1).is("(")) {
      ++parts;
    }
    for (std::size_t taken = parts; taken > 0; --taken) {
      if (const auto index = vocabulary_.find_variable(chain(taken))) return variable(*index, taken, begin);
    }
    return unknown_name(parts, begin);
  }

  std::string_view chain(std::size_t parts) const {
    const Token& last = peek(2 * (parts - 1));
    return text_.substr(peek().begin, last.begin + last.length - peek().begin);
  }

  Term variable(std::size_t index, std::size_t parts, std::size_t begin) {
    at_ += 2 * parts - 1;
    auto node = std::make_unique<ExpressionNode>();
    node->op = Op::variable;
    node->type = vocabulary_.variables()[index].type;
    node->index = index;
    node->name = vocabulary_.variables()[index].name;
    return {std::move(node), begin, end_of_last()};
  }

  Term unknown_name(std::size_t parts, std::size_t begin) {
    std::vector<std::string> known;
    for (const Variable& variable : vocabulary_.variables()) known.push_back(variable.name);
    for (const auto& [name, type] : locals_) known.push_back(name);
    const std::string_view seen = chain(parts);
    at_ += 2 * parts - 1;
    fault(begin, end_of_last(), phrase(Fault::unknown_name, {seen}), suggestion(seen, known));
    return nothing(begin, end_of_last());
  }

  // -- calls ---------------------------------------------------------------------
  Term call() {
    const Token name = peek();
    at_ += 2;
    std::vector<Term> given = arguments(")");
    const std::size_t end = end_of_last();
    if (stopped_) return nothing(name.begin, end);
    if (const auto index = vocabulary_.find_function(name.written)) {
      return vocabulary_call(*index, std::move(given), name.begin, end);
    }
    if (const Named* builtin = find_named(kBuiltins, name.written)) {
      return builtin_call(*builtin, std::move(given), name.begin, end);
    }
    std::vector<std::string> known;
    for (const Function& function : vocabulary_.functions()) known.push_back(function.name);
    for (const Named& builtin : kBuiltins) known.emplace_back(builtin.name);
    fault(name.begin, name.begin + name.length, phrase(Fault::unknown_function, {name.written}),
          suggestion(name.written, known));
    return nothing(name.begin, end);
  }

  bool check_count(std::string_view name, std::size_t wanted, std::size_t given, std::size_t begin,
                   std::size_t end) {
    if (wanted == given) return true;
    const std::string takes = std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments");
    fault(begin, end, phrase(Fault::argument_count, {name, takes, std::to_string(given)}));
    return false;
  }

  Term vocabulary_call(std::size_t index, std::vector<Term> given, std::size_t begin, std::size_t end) {
    const Function& function = vocabulary_.functions()[index];
    if (!check_count(function.name, function.parameters.size(), given.size(), begin, end)) {
      return nothing(begin, end);
    }
    auto node = std::make_unique<ExpressionNode>();
    node->op = Op::call;
    node->type = function.result;
    node->index = index;
    node->name = function.name;
    node->names_observation = function.names == Function::Names::observation;
    bool good = given.empty() || check_known(function, given.front());
    for (std::size_t i = 0; i < given.size(); ++i) {
      good = check_argument(function, i, given[i]) && good;
      node->children.push_back(std::move(given[i].node));
    }
    return good ? Term{std::move(node), begin, end} : nothing(begin, end);
  }

  bool check_argument(const Function& function, std::size_t i, const Term& given) {
    if (!given.node) return false;
    if (fits(function.parameters[i], given.type())) return true;
    fault(given, phrase(Fault::argument_type, {std::to_string(i + 1), function.name, describe(given.type()),
                                               describe(function.parameters[i])}));
    return false;
  }

  bool check_known(const Function& function, const Term& given) {
    const std::vector<std::string>& known = function.known_arguments;
    if (!given.node || given.node->op != Op::literal || given.type().kind != Kind::text) return true;
    const std::string& name = given.node->value.text();
    if (known.empty() || std::find(known.begin(), known.end(), name) != known.end()) return true;
    fault(given.begin, given.end, phrase(Fault::unknown_argument, {function.name, name}),
          suggestion(name, known),
          function.names == Function::Names::observation ? "no signature shows it" : "");
    return false;
  }

  Term builtin_call(const Named& builtin, std::vector<Term> given, std::size_t begin, std::size_t end) {
    const bool pair = (builtin.op == Op::min || builtin.op == Op::max) && given.size() == 2;
    if (!pair && !check_count(builtin.name, 1, given.size(), begin, end)) return nothing(begin, end);
    if (std::any_of(given.begin(), given.end(), [](const Term& term) { return !term.node; })) {
      return nothing(begin, end);
    }
    const std::optional<Type> type = pair ? pair_type(builtin, given) : single_type(builtin, given.front());
    if (!type) return nothing(begin, end);
    auto node = std::make_unique<ExpressionNode>();
    node->op = builtin.op;
    node->type = *type;
    for (Term& term : given) node->children.push_back(std::move(term.node));
    return {std::move(node), begin, end};
  }

  std::optional<Type> pair_type(const Named& builtin, const std::vector<Term>& given) {
    const bool numbers = both_are(Kind::number, given[0], given[1], builtin.name);
    if (!numbers || !same_unit(builtin.name, given[0], given[1])) return std::nullopt;
    return Type::number(*common_unit(given[0].type().unit, given[1].type().unit));
  }

  std::optional<Type> single_type(const Named& builtin, const Term& given) {
    const Type& type = given.type();
    switch (builtin.op) {
      case Op::has:
        return Type::boolean();
      case Op::size:
        if (type.kind == Kind::list || type.kind == Kind::text) return Type::number(Unit::count);
        fault(given, phrase(Fault::no_list, {builtin.name, describe(type)}));
        return std::nullopt;
      case Op::sum:
      case Op::min:
      case Op::max:
        if (type.kind == Kind::list && type.element->kind == Kind::number) return *type.element;
        fault(given, phrase(Fault::no_list, {builtin.name, describe(type)}));
        return std::nullopt;
      case Op::convert:
        if (!check_kind(given, Kind::number, builtin.name)) return std::nullopt;
        return Type::number(builtin.unit);
      default:
        if (!check_kind(given, Kind::number, builtin.name)) return std::nullopt;
        return type;
    }
  }

  Term method(Term of, const Token& name) {
    if (const Named* macro = find_named(kMacros, name.written))
      return macro_call(std::move(of), *macro, name);
    ++at_;
    std::vector<Term> given = arguments(")");
    const std::size_t begin = of.begin;
    const std::size_t end = end_of_last();
    if (stopped_ || !of.node) return nothing(begin, end);
    const Named* known = find_named(kMethods, name.written);
    if (!known) return unknown_method(name, begin, end);
    const std::size_t wanted = known->op == Op::lower_ascii ? 0 : 1;
    if (!check_kind(of, Kind::text, name.written) ||
        !check_count(name.written, wanted, given.size(), name.begin, end) ||
        (wanted == 1 && !check_kind(given.front(), Kind::text, name.written))) {
      return nothing(begin, end);
    }
    return text_method(std::move(of), *known, std::move(given), end);
  }

  Term unknown_method(const Token& name, std::size_t begin, std::size_t end) {
    std::vector<std::string> known;
    for (const Named& entry : kMethods) known.emplace_back(entry.name);
    for (const Named& entry : kMacros) known.emplace_back(entry.name);
    fault(name.begin, name.begin + name.length, phrase(Fault::unknown_method, {name.written}),
          suggestion(name.written, known));
    return nothing(begin, end);
  }

  Term text_method(Term of, const Named& known, std::vector<Term> given, std::size_t end) {
    const std::size_t begin = of.begin;
    auto node = std::make_unique<ExpressionNode>();
    node->op = known.op;
    node->type = known.op == Op::lower_ascii ? Type::text() : Type::boolean();
    if (known.op == Op::matches) {
      node->pattern = compile(given.front());
      if (!node->pattern) return nothing(begin, end);
    }
    node->children.push_back(std::move(of.node));
    for (Term& term : given) node->children.push_back(std::move(term.node));
    return {std::move(node), begin, end};
  }

  std::shared_ptr<const re2::RE2> compile(const Term& term) {
    if (term.node->op != Op::literal) {
      fault(term, phrase(Fault::pattern_not_literal));
      return nullptr;
    }
    re2::RE2::Options options;
    options.set_log_errors(false);
    auto pattern = std::make_shared<const re2::RE2>(term.node->value.text(), options);
    if (pattern->ok()) return pattern;
    fault(term, phrase(Fault::bad_pattern, {pattern->error()}));
    return nullptr;
  }

  Term macro_call(Term of, const Named& macro, const Token& name) {
    ++at_;
    const std::string variable(peek().written);
    if (peek().kind != Token::Kind::name) expected("a name for the item");
    if (!stopped_) ++at_;
    require(",");
    const bool is_list = of.node && of.type().kind == Kind::list;
    if (of.node && !is_list) {
      fault(of, phrase(Fault::no_list, {name.written, describe(of.type())}));
    }
    if (!is_list) return skip_body(of.begin);
    locals_.emplace_back(variable, *of.type().element);
    Term body = expression();
    locals_.pop_back();
    require(")");
    const std::size_t begin = of.begin;
    const std::size_t end = end_of_last();
    if (!body.node) return nothing(begin, end);
    const std::optional<Type> type = macro_type(macro, of, body);
    if (!type) return nothing(begin, end);
    Term made = make(macro.op, *type, begin, end, std::move(of), std::move(body));
    made.node->index = locals_.size();
    return made;
  }

  // The item of what is no list has no type, so its body cannot be checked.
  Term skip_body(std::size_t begin) {
    for (int open = 1; !stopped_ && open > 0; ++at_) {
      if (peek().kind == Token::Kind::end) return expected("`)`"), nothing(begin, begin + 1);
      if (peek().is("(")) ++open;
      if (peek().is(")")) --open;
    }
    return nothing(begin, end_of_last());
  }

  std::optional<Type> macro_type(const Named& macro, const Term& of, const Term& body) {
    switch (macro.op) {
      case Op::exists:
      case Op::all:
      case Op::filter:
        if (!check_kind(body, Kind::boolean, macro.name)) return std::nullopt;
        return macro.op == Op::filter ? of.type() : Type::boolean();
      case Op::map:
        return Type::list_of(body.type());
      default:
        if (!check_kind(body, Kind::number, macro.name)) return std::nullopt;
        return body.type();
    }
  }

  std::string_view text_;
  const Vocabulary& vocabulary_;
  const Place& place_;
  Notices faults_;
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool stopped_ = false;
  std::vector<std::pair<std::string, Type>> locals_;
};

}  // namespace

Result<std::unique_ptr<const ExpressionNode>> parse_syntax(std::string_view text,
                                                           const Vocabulary& vocabulary, const Place& place) {
  return Parser(text, vocabulary, place).run();
}

}  // namespace loadtriage::rules
