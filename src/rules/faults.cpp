#include "rules/faults.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/spelling.h"
#include "base/text.h"

namespace loadtriage::rules {
namespace {

constexpr FaultText kFaults[] = {
    {Fault::yaml_syntax, "yaml-syntax", "invalid YAML: {}"},
    {Fault::yaml_alias, "yaml-alias", "alias `*{}`; rule files write everything out"},
    {Fault::yaml_key_not_text, "yaml-key-not-text", "a list or map stands where a key should be"},
    {Fault::yaml_several_documents, "yaml-several-documents",
     "a second document begins; a rule file holds one"},
    {Fault::yaml_not_utf8, "yaml-not-utf8", "the file is not UTF-8 text"},
    {Fault::duplicate_key, "duplicate-key", "key `{}` stands here for the second time"},
    {Fault::unknown_file, "unknown-file",
     "the file has none of the keys `cause`, `signatures`, `format`, `classes`"},
    {Fault::unknown_key, "unknown-key", "unknown key `{}`"},
    {Fault::missing_key, "missing-key", "{} has no key `{}`"},
    {Fault::wrong_shape, "wrong-shape", "`{}` is a {}; it must be {}"},
    {Fault::not_a_number, "not-a-number", "`{}` is not a number"},
    {Fault::unknown_word, "unknown-word", "unknown {} `{}`"},
    {Fault::empty_list, "empty-list", "`{}` is empty; it needs at least one entry"},
    {Fault::path_mismatch, "path-mismatch", "cause `{}` stands in a file that is not `causes/{}`"},
    {Fault::duplicate_cause, "duplicate-cause", "cause `{}` is already declared in `{}`"},
    {Fault::no_firing_example, "no-firing-example", "cause `{}` has no example that fires"},
    {Fault::no_silent_example, "no-silent-example", "cause `{}` has no example that is silent"},
    {Fault::evidence_needs_condition, "evidence-needs-condition",
     "a piece of evidence has {}; it needs one of `seen` and `when`"},
    {Fault::duplicate_signature, "duplicate-signature", "signature `{}` is already declared in `{}`"},
    {Fault::bad_pattern, "bad-pattern", "{} in pattern"},
    {Fault::unknown_capture, "unknown-capture", "the pattern has no capture `{}`"},
    {Fault::duplicate_format, "duplicate-format", "format `{}` is already declared in `{}`"},
    {Fault::words_miss, "words-miss", "the words do not find `{}`"},
    {Fault::words_take, "words-take", "the words find `{}`, which they should not"},
    {Fault::unexpected_character, "unexpected-character", "unexpected character `{}` in condition"},
    {Fault::unexpected_token, "unexpected-token", "unexpected {}; {} should stand here"},
    {Fault::unterminated_text, "unterminated-text", "text without its closing {}"},
    {Fault::unknown_escape, "unknown-escape", "unknown escape `\\{}`"},
    {Fault::too_deep, "too-deep", "condition is nested too deeply"},
    {Fault::unknown_name, "unknown-name", "unknown name `{}`"},
    {Fault::unknown_function, "unknown-function", "unknown function `{}`"},
    {Fault::unknown_method, "unknown-method", "unknown method `{}`"},
    {Fault::unknown_field, "unknown-field", "record has no field `{}`"},
    {Fault::unknown_argument, "unknown-argument", "`{}` does not know `{}`"},
    {Fault::argument_count, "argument-count", "`{}` takes {}, not {}"},
    {Fault::argument_type, "argument-type", "argument {} of `{}` is a {}; it must be a {}"},
    {Fault::no_record, "no-record", "`.{}` is asked of a {}, which has no fields"},
    {Fault::no_list, "no-list", "`{}` is asked of a {}; it needs a list"},
    {Fault::mixed_units, "mixed-units", "`{}` between {} and {}"},
    {Fault::unit_product, "unit-product", "`{}` between {} and {} has no unit"},
    {Fault::wrong_operand, "wrong-operand", "`{}` is asked of a {}; it needs a {}"},
    {Fault::different_types, "different-types", "`{}` between a {} and a {}"},
    {Fault::wrong_result, "wrong-result", "`{}` gives a {}; it must give a {}"},
    {Fault::pattern_not_literal, "pattern-not-literal",
     "the pattern of `matches` must be written out as a text"},
    {Fault::open_brace, "open-brace", "`{` without its `}`"},
    {Fault::stray_brace, "stray-brace", "`}` without its `{`"},
    {Fault::empty_braces, "empty-braces", "nothing stands between `{` and `}`"},
    {Fault::open_option, "open-option", "`{?` without its `?}`"},
    {Fault::nested_option, "nested-option", "`{?` inside another"},
    {Fault::unprintable_value, "unprintable-value", "a {} cannot stand in a text"},
    {Fault::example_name, "example-name", "the example sets `{}`, which no condition can ask for"},
    {Fault::example_value, "example-value", "`{}` is not a {}"},
    {Fault::example_silent, "example-silent", "example `{}` should fire, but {}"},
    {Fault::example_fires, "example-fires", "example `{}` should be silent, but fires ({})"},
    {Fault::line_not_matched, "line-not-matched", "signature `{}` does not match this line"},
    {Fault::line_not_ignored, "line-not-ignored", "signature `{}` matches this line, which it should ignore"},
    {Fault::observation_unused, "observation-unused", "no cause looks for observation `{}`"},
    {Fault::leads_to_unknown, "leads-to-unknown", "`leads_to` names cause `{}`, which does not exist"},
    {Fault::leads_to_circle, "leads-to-circle", "`leads_to` runs in a circle: {}"},
};

constexpr bool in_order() {
  for (std::size_t i = 0; i < std::size(kFaults); ++i) {
    if (static_cast<std::size_t>(kFaults[i].fault) != i) return false;
  }
  return true;
}
static_assert(in_order() && std::size(kFaults) == static_cast<std::size_t>(Fault::leads_to_circle) + 1);

std::string line_of(const std::string& text, std::uint64_t line) {
  std::size_t start = 0;
  for (; line > 1; --line) {
    start = text.find('\n', start);
    if (start == std::string::npos) return {};
    ++start;
  }
  return text.substr(start, text.find('\n', start) - start);
}

}  // namespace

std::span<const FaultText> faults() { return kFaults; }

std::string phrase(Fault fault, std::initializer_list<std::string_view> seen) {
  std::string_view text = kFaults[static_cast<std::size_t>(fault)].text;
  std::string filled;
  for (const std::string_view word : seen) {
    const std::size_t blank = text.find("{}");
    assert(blank != std::string_view::npos && "a fault has a blank for each word");
    filled.append(text.substr(0, blank)).append(word);
    text.remove_prefix(blank + 2);
  }
  return filled.append(text);
}

Notice fault_at(const Document& document, const Node& node, std::string text, Detail detail) {
  Notice notice;
  notice.place = place_of(document, node, detail.offset);
  notice.text = std::move(text);
  notice.hint = std::move(detail.hint);
  std::string line = line_of(document.text, notice.place.line);
  if (document.text.empty() || notice.place.line == 0) {
    if (!detail.label.empty()) notice.text += "; " + detail.label;
    return notice;
  }
  const std::size_t whole = node.scalar.size() - std::min(detail.offset, node.scalar.size());
  const std::size_t wanted = detail.length == 0 ? whole : detail.length;
  const std::size_t before = std::min<std::size_t>(notice.place.column - 1, line.size());
  const std::size_t length =
      std::clamp<std::size_t>(wanted, 1, std::max<std::size_t>(line.size() - before, 1));
  notice.snippet.push_back({std::move(line), length, std::move(detail.label)});
  return notice;
}

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
  const std::string best = nearest(name, known);
  return best.empty() ? std::string() : "did you mean `" + best + "`?";
}

Notice relocate(Notice notice, const Document& document, const Node& node) {
  Detail detail;
  detail.hint = std::move(notice.hint);
  detail.offset = notice.place.column == 0 ? 0 : notice.place.column - 1;
  if (!notice.snippet.empty()) {
    detail.length = notice.snippet.front().length;
    detail.label = std::move(notice.snippet.front().label);
  }
  return fault_at(document, node, std::move(notice.text), std::move(detail));
}

}  // namespace loadtriage::rules
