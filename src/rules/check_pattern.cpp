#include "rules/check_pattern.h"

#include <vector>

namespace loadtriage::rules {
namespace {

// The first bracket of its kind that is never closed, as far as brackets alone tell.
std::size_t unclosed(std::string_view pattern, char opening, char closing) {
  std::vector<std::size_t> open;
  bool in_class = false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    const char c = pattern[i];
    if (c == '\\') {
      ++i;
    } else if (in_class && opening != '[') {
      in_class = c != ']';
    } else if (c == opening) {
      open.push_back(i);
    } else if (c == closing && !open.empty()) {
      open.pop_back();
    } else if (c == '[') {
      in_class = true;
    }
  }
  return open.empty() ? std::string_view::npos : open.back();
}

Detail where_in(std::string_view pattern, const re2::RE2& compiled) {
  Detail detail;
  const auto code = compiled.error_code();
  if (code == re2::RE2::ErrorMissingParen || code == re2::RE2::ErrorMissingBracket) {
    const bool paren = code == re2::RE2::ErrorMissingParen;
    const std::size_t at = unclosed(pattern, paren ? '(' : '[', paren ? ')' : ']');
    if (at == std::string_view::npos) return detail;
    detail.offset = at;
    detail.length = 1;
    detail.label = "opened here";
    detail.hint = paren ? "write a literal parenthesis as `\\(`" : "write a literal bracket as `\\[`";
    return detail;
  }
  const std::string& part = compiled.error_arg();
  const std::size_t at = part.empty() ? std::string_view::npos : pattern.find(part);
  if (at == std::string_view::npos) return detail;
  detail.offset = at;
  detail.length = part.size();
  return detail;
}

}  // namespace

std::unique_ptr<const re2::RE2> checked_pattern(FileReader& reader, const Node& node,
                                                const std::string& pattern) {
  re2::RE2::Options options;
  options.set_log_errors(false);
  auto compiled = std::make_unique<const re2::RE2>(pattern, options);
  if (compiled->ok()) return compiled;
  const std::string& error = compiled->error();
  const std::string what = error.substr(0, error.find(": "));
  reader.fault(node, phrase(expr::Fault::bad_pattern, {what}), where_in(pattern, *compiled));
  return nullptr;
}

}  // namespace loadtriage::rules
