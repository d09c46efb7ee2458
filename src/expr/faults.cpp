#include "expr/faults.h"

#include <cassert>

#include "base/spelling.h"

namespace loadtriage::expr {
namespace {

constexpr FaultText<Fault> kFaults[] = {
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
    {Fault::pattern_not_literal, "pattern-not-literal",
     "the pattern of `matches` must be written out as a text"},
    {Fault::bad_pattern, "bad-pattern", "{} in pattern"},
    {Fault::empty_list, "empty-list", "`{}` is empty; it needs at least one entry"},
    {Fault::open_brace, "open-brace", "`{` without its `}`"},
    {Fault::stray_brace, "stray-brace", "`}` without its `{`"},
    {Fault::empty_braces, "empty-braces", "nothing stands between `{` and `}`"},
    {Fault::open_option, "open-option", "`{?` without its `?}`"},
    {Fault::nested_option, "nested-option", "`{?` inside another"},
    {Fault::unprintable_value, "unprintable-value", "a {} cannot stand in a text"},
};
static_assert(in_order(kFaults, Fault::unprintable_value));

}  // namespace

std::span<const FaultText<Fault>> faults() { return kFaults; }

std::string phrase(Fault fault, std::initializer_list<std::string_view> seen) {
  return fill(kFaults[static_cast<std::size_t>(fault)].text, seen);
}

std::string fill(std::string_view text, std::initializer_list<std::string_view> seen) {
  std::string filled;
  for (const std::string_view word : seen) {
    const std::size_t blank = text.find("{}");
    assert(blank != std::string_view::npos && "a fault has a blank for each word");
    filled.append(text.substr(0, blank)).append(word);
    text.remove_prefix(blank + 2);
  }
  return filled.append(text);
}

std::string suggestion(std::string_view name, const std::vector<std::string>& known) {
  const std::string best = nearest(name, known);
  return best.empty() ? std::string() : "did you mean `" + best + "`?";
}

}  // namespace loadtriage::expr
