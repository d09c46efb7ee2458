// Functions, methods and macros of the condition language: their names, and what types
// they take and give.
#pragma once
#include <string_view>
#include <vector>

#include "expr/parsing.h"

namespace loadtriage::expr {

// `name(given...)`, of the vocabulary or of the language.
Term call(Parsing& parsing, const Token& name, std::vector<Term> given, std::size_t end);

// `of.name(given...)`.
Term method_call(Parsing& parsing, Term of, const Token& name, std::vector<Term> given, std::size_t end);

// A method that walks a list: `of.name(item, body)`.
struct Macro {
  std::string_view name;
  Op op;
};
const Macro* find_macro(std::string_view name);
// `slot` is the number of the item among the names bound around the body.
Term macro_call(Parsing& parsing, const Macro& macro, Term of, Term body, std::size_t slot, std::size_t end);

}  // namespace loadtriage::expr
