#include "expr/shell_fill.h"

#include "base/shell_word.h"

namespace loadtriage::expr {
namespace {

// `before` and `after` around each character of `special`.
std::string with_escapes(std::string_view text, std::string_view special, std::string_view before,
                         std::string_view after) {
  std::string out;
  for (const char c : text) {
    const bool is_special = special.find(c) != std::string_view::npos;
    if (is_special) out += before;
    out += c;
    if (is_special) out += after;
  }
  return out;
}

}  // namespace

std::string ShellFill::literal(std::string_view text) {
  for (const char c : text) {
    switch (inside_) {
      case Inside::comment:
        break;
      case Inside::single_quotes:
        if (c == '\'') inside_ = Inside::nothing;
        break;
      case Inside::double_quotes:
        if (!escaped_ && c == '"') inside_ = Inside::nothing;
        break;
      case Inside::nothing:
        if (!escaped_ && c == '\'') inside_ = Inside::single_quotes;
        if (!escaped_ && c == '"') inside_ = Inside::double_quotes;
        if (!escaped_ && c == '#' && before_ == ' ') inside_ = Inside::comment;
        break;
    }
    escaped_ = c == '\\' && !escaped_ && inside_ != Inside::single_quotes;
    before_ = c;
  }
  return std::string(text);
}

std::string ShellFill::value(std::string_view text) const {
  switch (inside_) {
    case Inside::comment:
      return std::string(text);
    case Inside::single_quotes:
      return with_escapes(text, "'", "'\\", "'");  // out of the quotes, a quote, back into them
    case Inside::double_quotes:
      return with_escapes(text, "\"\\$`", "\\", "");
    case Inside::nothing:
      break;
  }
  return shell_word(text);
}

}  // namespace loadtriage::expr
