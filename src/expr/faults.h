// Every fault that a condition or a text with conditions can have, by name. Each has one
// small wrong file in tests/bad/rules/, beside the exact message it gets; a test compares
// the lists.
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::expr {

enum class Fault {
  // conditions
  unexpected_character,
  unexpected_token,
  unterminated_text,
  unknown_escape,
  too_deep,
  unknown_name,
  unknown_function,
  unknown_method,
  unknown_field,
  unknown_argument,
  argument_count,
  argument_type,
  no_record,
  no_list,
  mixed_units,
  unit_product,
  wrong_operand,
  different_types,
  pattern_not_literal,
  bad_pattern,
  empty_list,
  // texts
  open_brace,
  stray_brace,
  empty_braces,
  open_option,
  nested_option,
  unprintable_value,
};

template <typename AnyFault>
struct FaultText {
  AnyFault fault;
  std::string_view name;  // "unknown-name", the file in tests/bad/rules
  std::string_view text;  // with `{}` for what was seen
};
std::span<const FaultText<Fault>> faults();

// The fault's text with its blanks filled, first to last.
std::string phrase(Fault fault, std::initializer_list<std::string_view> seen = {});
std::string fill(std::string_view text, std::initializer_list<std::string_view> seen);

// A table has a row for each fault, in the order of the enum.
template <typename AnyFault, std::size_t kSize>
constexpr bool in_order(const FaultText<AnyFault> (&table)[kSize], AnyFault last) {
  for (std::size_t i = 0; i < kSize; ++i)
    if (static_cast<std::size_t>(table[i].fault) != i) return false;
  return static_cast<std::size_t>(last) + 1 == kSize;
}

// "did you mean `x`?", or nothing.
std::string suggestion(std::string_view name, const std::vector<std::string>& known);

}  // namespace loadtriage::expr
