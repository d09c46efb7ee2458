// The checked syntax tree of a condition: what the parser makes and evaluation walks.
#pragma once
#include <re2/re2.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "expr/value.h"
#include "expr/vocabulary.h"

namespace loadtriage::expr {

enum class Op {
  literal,
  variable,  // of the vocabulary
  local,     // bound by a macro
  field,
  call,  // of a function of the vocabulary
  list,
  negate,
  invert,
  both,    // &&
  either,  // ||
  choose,  // ?:
  equal,
  not_equal,
  less,
  less_equal,
  greater,
  greater_equal,
  in,
  add,
  subtract,
  multiply,
  divide,
  modulo,
  // methods of texts
  contains,
  starts_with,
  ends_with,
  matches,
  lower_ascii,
  // macros: children are the list and the body
  exists,
  all,
  filter,
  map,
  sum_of,
  min_of,
  max_of,
  // functions of the language
  has,
  size,
  sum,
  min,
  max,
  round,
  floor,
  ceil,
  abs,
  convert,  // to the node's unit
};

struct ExpressionNode {
  Op op = Op::literal;
  Type type;
  Value value;                              // literal
  std::size_t index = 0;                    // variable, call: in the vocabulary; local, macro: the slot
  const std::string* name = nullptr;        // variable, call: in the vocabulary; field: in its type
  double scale = 1;                         // multiply, divide: between the units of the sides and the result
  std::shared_ptr<const re2::RE2> pattern;  // matches
  bool names_observation = false;           // call: of its first argument, when literal
  std::vector<std::unique_ptr<const ExpressionNode>> children;
};

Result<std::unique_ptr<const ExpressionNode>> parse_syntax(std::string_view text,
                                                           const Vocabulary& vocabulary, const Place& place);

}  // namespace loadtriage::expr
