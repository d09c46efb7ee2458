// Every fault that a rule file can have, by name. Each has one small wrong file in
// tests/bad/rules/, beside the exact message it gets; a test compares the two lists.
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "base/notice.h"
#include "rules/tree.h"

namespace loadtriage::rules {

enum class Fault {
  // YAML
  yaml_syntax,
  yaml_alias,
  yaml_key_not_text,
  yaml_several_documents,
  yaml_not_utf8,
  duplicate_key,
  // shape
  unknown_file,
  unknown_key,
  missing_key,
  wrong_shape,
  not_a_number,
  unknown_word,
  empty_list,
  // causes
  path_mismatch,
  duplicate_cause,
  no_firing_example,
  no_silent_example,
  evidence_needs_condition,
  // signatures
  duplicate_signature,
  bad_pattern,
  unknown_capture,
  duplicate_format,
  words_miss,
  words_take,
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
  wrong_result,
  pattern_not_literal,
  // texts
  open_brace,
  stray_brace,
  empty_braces,
  open_option,
  nested_option,
  unprintable_value,
  // examples
  example_name,
  example_value,
  example_silent,
  example_fires,
  // the set as a whole
  line_not_matched,
  line_not_ignored,
  observation_unused,
  leads_to_unknown,
  leads_to_circle,
};

struct FaultText {
  Fault fault;
  std::string_view name;  // "unknown-key", the file in tests/bad/rules
  std::string_view text;  // with `{}` for what was seen
};
std::span<const FaultText> faults();

// The fault's text with its blanks filled, first to last.
std::string phrase(Fault fault, std::initializer_list<std::string_view> seen = {});

// A notice at a scalar of the document (or where the list or map begins), quoting the
// source line if it is at hand. `label` stands behind the caret.
struct Detail {
  std::string label = {};
  std::string hint = {};
  std::size_t offset = 0;  // within the scalar
  std::size_t length = 0;  // 0: the whole scalar
};
Notice fault_at(const Document& document, const Node& node, std::string text, Detail detail = {});

// "did you mean `x`?", or nothing.
std::string suggestion(std::string_view name, const std::vector<std::string>& known);

// A notice about a text that stands in a scalar, with a column that counts from 1 in
// that text, becomes one about the file.
Notice relocate(Notice notice, const Document& document, const Node& node);

}  // namespace loadtriage::rules
