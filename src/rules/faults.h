// Every fault that a rule file can have, by name, beyond those of its conditions
// (expr/faults.h). Each has one small wrong file in tests/bad/rules/, beside the exact
// message it gets; a test compares the lists.
#pragma once
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "base/notice.h"
#include "expr/faults.h"
#include "rules/documents/tree.h"

namespace loadtriage::rules {

// Of one file that are told.
constexpr std::size_t kMostFaults = 100;

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
  // causes
  path_mismatch,
  duplicate_cause,
  no_firing_example,
  no_silent_example,
  clue_needs_condition,
  // signatures
  duplicate_signature,
  unknown_capture,
  duplicate_format,
  words_miss,
  words_take,
  wrong_result,
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

std::span<const expr::FaultText<Fault>> faults();

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

// A notice about a text that stands in a scalar, with a column that counts from 1 in
// that text, becomes one about the file.
Notice relocate(Notice notice, const Document& document, const Node& node);

}  // namespace loadtriage::rules
