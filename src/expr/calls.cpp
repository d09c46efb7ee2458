#include "expr/calls.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <utility>

#include "base/text.h"
#include "expr/units.h"

namespace loadtriage::expr {
namespace {

// Each one multiplies the work by the length of its list.
constexpr std::size_t kDeepestMacros = 3;

constexpr Macro kMacros[] = {{"exists", Op::exists}, {"all", Op::all},    {"filter", Op::filter},
                             {"map", Op::map},       {"sum", Op::sum_of}, {"min", Op::min_of},
                             {"max", Op::max_of}};

struct Method {
  std::string_view name;
  Op op;
};
constexpr Method kMethods[] = {{"contains", Op::contains},
                               {"startsWith", Op::starts_with},
                               {"endsWith", Op::ends_with},
                               {"matches", Op::matches},
                               {"lowerAscii", Op::lower_ascii}};

struct Builtin {
  std::string_view name;
  Op op;
  Unit unit = Unit::none;  // convert
};
constexpr Builtin kBuiltins[] = {{"has", Op::has},
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

template <typename Entry, std::size_t N>
const Entry* find_named(const Entry (&table)[N], std::string_view name) {
  const auto* found = std::find_if(std::begin(table), std::end(table),
                                   [&](const Entry& entry) { return entry.name == name; });
  return found == std::end(table) ? nullptr : found;
}

template <typename Entry, std::size_t N>
void add_names(std::vector<std::string>& names, const Entry (&table)[N]) {
  for (const Entry& entry : table) names.emplace_back(entry.name);
}

void take_children(ExpressionNode& node, std::vector<Term> terms) {
  for (Term& term : terms) node.children.push_back(std::move(term.node));
}

bool check_count(Parsing& parsing, std::string_view name, std::size_t wanted, std::size_t given,
                 std::size_t begin, std::size_t end) {
  if (wanted == given) return true;
  const std::string takes = std::to_string(wanted) + (wanted == 1 ? " argument" : " arguments");
  parsing.fault(begin, end, phrase(Fault::argument_count, {name, takes, std::to_string(given)}));
  return false;
}

// A first argument written as a literal must be one of those that are known.
bool check_known(Parsing& parsing, const Function& function, const Term& given) {
  const std::vector<std::string>& known = function.known_arguments;
  if (!given.node || given.node->op != Op::literal || given.type().kind != Kind::text) return true;
  const std::string& name = given.node->value.text();
  if (known.empty() || std::find(known.begin(), known.end(), name) != known.end()) return true;
  parsing.fault(given.begin, given.end, phrase(Fault::unknown_argument, {function.name, name}),
                suggestion(name, known),
                function.names == Function::Names::observation ? "no signature shows it" : "");
  return false;
}

bool check_argument(Parsing& parsing, const Function& function, std::size_t i, const Term& given) {
  if (!given.node) return false;
  if (fits(function.parameters[i], given.type())) return true;
  parsing.fault(given,
                phrase(Fault::argument_type, {std::to_string(i + 1), function.name, describe(given.type()),
                                              describe(function.parameters[i])}));
  return false;
}

Term vocabulary_call(Parsing& parsing, std::size_t index, std::vector<Term> given, std::size_t begin,
                     std::size_t end) {
  const Function& function = parsing.vocabulary().functions()[index];
  if (!check_count(parsing, function.name, function.parameters.size(), given.size(), begin, end)) {
    return nothing(begin, end);
  }
  bool good = given.empty() || check_known(parsing, function, given.front());
  for (std::size_t i = 0; i < given.size(); ++i)
    good = check_argument(parsing, function, i, given[i]) && good;
  if (!good) return nothing(begin, end);
  Term term = make(Op::call, function.result, begin, end);
  term.node->index = index;
  term.node->name = &function.name;
  term.node->names_observation = function.names == Function::Names::observation;
  take_children(*term.node, std::move(given));
  return term;
}

std::optional<Type> pair_type(Parsing& parsing, const Builtin& builtin, const std::vector<Term>& given) {
  const bool numbers = both_are(parsing, Kind::number, given[0], given[1], builtin.name);
  if (!numbers || !same_unit(parsing, builtin.name, given[0], given[1])) return std::nullopt;
  return Type::number(*common_unit(given[0].type().unit, given[1].type().unit));
}

std::optional<Type> single_type(Parsing& parsing, const Builtin& builtin, const Term& given) {
  const Type& type = given.type();
  switch (builtin.op) {
    case Op::has:
      return Type::boolean();
    case Op::size:
      if (type.kind == Kind::list || type.kind == Kind::text) return Type::number(Unit::count);
      break;
    case Op::sum:
    case Op::min:
    case Op::max:
      if (type.kind == Kind::list && type.element->kind == Kind::number) return *type.element;
      break;
    default:
      if (!check_kind(parsing, given, Kind::number, builtin.name)) return std::nullopt;
      return builtin.op == Op::convert ? Type::number(builtin.unit) : type;
  }
  parsing.fault(given, phrase(Fault::no_list, {builtin.name, describe(type)}));
  return std::nullopt;
}

Term builtin_call(Parsing& parsing, const Builtin& builtin, std::vector<Term> given, std::size_t begin,
                  std::size_t end) {
  const bool pair = (builtin.op == Op::min || builtin.op == Op::max) && given.size() == 2;
  if (!pair && !check_count(parsing, builtin.name, 1, given.size(), begin, end)) return nothing(begin, end);
  if (std::any_of(given.begin(), given.end(), [](const Term& term) { return !term.node; })) {
    return nothing(begin, end);
  }
  std::optional<Type> type =
      pair ? pair_type(parsing, builtin, given) : single_type(parsing, builtin, given.front());
  if (!type) return nothing(begin, end);
  Term term = make(builtin.op, std::move(*type), begin, end);
  take_children(*term.node, std::move(given));
  return term;
}

std::shared_ptr<const re2::RE2> compile(Parsing& parsing, const Term& term) {
  if (term.node->op != Op::literal) {
    parsing.fault(term, phrase(Fault::pattern_not_literal));
    return nullptr;
  }
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto pattern = std::make_shared<const re2::RE2>(term.node->value.text(), options);
  if (pattern->ok()) return pattern;
  parsing.fault(term, phrase(Fault::bad_pattern, {pattern->error()}));
  return nullptr;
}

Term unknown_method(Parsing& parsing, const Token& name, std::size_t begin, std::size_t end) {
  std::vector<std::string> known;
  add_names(known, kMethods);
  add_names(known, kMacros);
  parsing.fault(name.begin, name.end(), phrase(Fault::unknown_method, {name.written}),
                suggestion(name.written, known));
  return nothing(begin, end);
}

std::optional<Type> macro_type(Parsing& parsing, const Macro& macro, const Term& of, const Term& body) {
  switch (macro.op) {
    case Op::exists:
    case Op::all:
    case Op::filter:
      if (!check_kind(parsing, body, Kind::boolean, macro.name)) return std::nullopt;
      return macro.op == Op::filter ? of.type() : Type::boolean();
    case Op::map:
      return Type::list_of(body.type());
    default:
      if (!check_kind(parsing, body, Kind::number, macro.name)) return std::nullopt;
      return body.type();
  }
}

}  // namespace

Term call(Parsing& parsing, const Token& name, std::vector<Term> given, std::size_t end) {
  if (const auto index = parsing.vocabulary().find_function(name.written)) {
    return vocabulary_call(parsing, *index, std::move(given), name.begin, end);
  }
  if (const Builtin* builtin = find_named(kBuiltins, name.written)) {
    return builtin_call(parsing, *builtin, std::move(given), name.begin, end);
  }
  std::vector<std::string> known;
  for (const Function& function : parsing.vocabulary().functions()) known.push_back(function.name);
  add_names(known, kBuiltins);
  parsing.fault(name.begin, name.end(), phrase(Fault::unknown_function, {name.written}),
                suggestion(name.written, known));
  return nothing(name.begin, end);
}

Term method_call(Parsing& parsing, Term of, const Token& name, std::vector<Term> given, std::size_t end) {
  const std::size_t begin = of.begin;
  if (!of.node) return nothing(begin, end);
  const Method* method = find_named(kMethods, name.written);
  if (!method) return unknown_method(parsing, name, begin, end);
  const std::size_t wanted = method->op == Op::lower_ascii ? 0 : 1;
  if (!check_kind(parsing, of, Kind::text, name.written) ||
      !check_count(parsing, name.written, wanted, given.size(), name.begin, end) ||
      (wanted == 1 && !check_kind(parsing, given.front(), Kind::text, name.written))) {
    return nothing(begin, end);
  }
  std::shared_ptr<const re2::RE2> pattern;
  if (method->op == Op::matches && !(pattern = compile(parsing, given.front()))) return nothing(begin, end);
  Term term = make(method->op, method->op == Op::lower_ascii ? Type::text() : Type::boolean(), begin, end,
                   std::move(of));
  term.node->pattern = std::move(pattern);
  take_children(*term.node, std::move(given));
  return term;
}

const Macro* find_macro(std::string_view name) { return find_named(kMacros, name); }

Term macro_call(Parsing& parsing, const Macro& macro, Term of, Term body, std::size_t slot, std::size_t end) {
  const std::size_t begin = of.begin;
  if (slot >= kDeepestMacros) {
    parsing.fault(begin, end, phrase(Fault::too_deep), {},
                  "at most " + std::to_string(kDeepestMacros) + " macros, one within the other");
    return nothing(begin, end);
  }
  if (!body.node) return nothing(begin, end);
  std::optional<Type> type = macro_type(parsing, macro, of, body);
  if (!type) return nothing(begin, end);
  Term term = make(macro.op, std::move(*type), begin, end, std::move(of), std::move(body));
  term.node->index = slot;
  return term;
}

}  // namespace loadtriage::expr
