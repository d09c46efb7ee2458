// The operators of the condition language: how tightly they bind, and what types they
// take and give.
#pragma once
#include <string_view>

#include "expr/parsing.h"

namespace loadtriage::expr {

struct BinarySign {
  std::string_view sign;
  Op op;
  int level;  // binds tighter than lower ones
};

// Null where the token is no operator between two values.
const BinarySign* binary_sign(const Token& token);

Term combine(Parsing& parsing, const BinarySign& sign, Term left, Term right);
Term choose(Parsing& parsing, Term condition, Term yes, Term no);
// `!` or `-` before `operand`.
Term prefix(Parsing& parsing, bool inverts, Term operand, std::size_t begin);

}  // namespace loadtriage::expr
