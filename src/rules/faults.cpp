#include "rules/faults.h"

#include <algorithm>
#include <utility>

#include "base/text.h"

namespace loadtriage::rules {
namespace {

constexpr expr::FaultText<Fault> kFaults[] = {
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
    {Fault::path_mismatch, "path-mismatch", "cause `{}` stands in a file that is not `causes/{}`"},
    {Fault::duplicate_cause, "duplicate-cause", "cause `{}` is already declared in `{}`"},
    {Fault::no_firing_example, "no-firing-example", "cause `{}` has no example that fires"},
    {Fault::no_silent_example, "no-silent-example", "cause `{}` has no example that is silent"},
    {Fault::clue_needs_condition, "clue-needs-condition", "a clue has {}; it needs one of `saw` and `when`"},
    {Fault::duplicate_signature, "duplicate-signature", "signature `{}` is already declared in `{}`"},
    {Fault::unknown_capture, "unknown-capture", "the pattern has no capture `{}`"},
    {Fault::duplicate_format, "duplicate-format", "format `{}` is already declared in `{}`"},
    {Fault::words_miss, "words-miss", "the words do not find `{}`"},
    {Fault::words_take, "words-take", "the words find `{}`, which they should not"},
    {Fault::wrong_result, "wrong-result", "`{}` gives a {}; it must give a {}"},
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
static_assert(expr::in_order(kFaults, Fault::leads_to_circle));

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

std::span<const expr::FaultText<Fault>> faults() { return kFaults; }

std::string phrase(Fault fault, std::initializer_list<std::string_view> seen) {
  return expr::fill(kFaults[static_cast<std::size_t>(fault)].text, seen);
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
