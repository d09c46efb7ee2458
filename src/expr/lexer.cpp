#include "expr/lexer.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/ascii.h"
#include "base/text.h"
#include "base/utf8.h"

namespace loadtriage::expr {
namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

// What stands for `c` behind a backslash; nothing where it stands for nothing.
std::optional<char> escaped(char c) {
  switch (c) {
    case 'n':
      return '\n';
    case 't':
      return '\t';
    case 'r':
      return '\r';
    case '\\':
    case '\'':
    case '"':
      return c;
    default:
      return std::nullopt;
  }
}

bool is_long_sign(char first, char second) {
  switch (first) {
    case '&':
    case '|':
      return second == first;
    case '=':
    case '!':
    case '<':
    case '>':
      return second == '=';
    default:
      return false;
  }
}

class Lexer {
 public:
  Lexer(std::string_view text, const Place& place, Notices& faults)
      : text_(text), place_(place), faults_(faults) {}

  std::vector<Token> run() {
    tokens_.reserve(text_.size() / 3 + 2);
    while (skip_blanks(), at_ < text_.size()) next();
    tokens_.push_back({Token::Kind::end, text_.size(), {}});
    return std::move(tokens_);
  }

 private:
  char at(std::size_t i) const { return i < text_.size() ? text_[i] : '\0'; }

  void skip_blanks() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\t' || text_[at_] == '\n' || text_[at_] == '\r')) {
      ++at_;
    }
  }

  void push(Token::Kind kind, std::size_t length) {
    tokens_.push_back({kind, at_, text_.substr(at_, length)});
    at_ += length;
  }

  void next() {
    const char c = text_[at_];
    if (is_letter(c)) return name();
    if (is_digit(c)) return number();
    if (c == '\'' || c == '"') return quoted(c);
    if (is_long_sign(c, at(at_ + 1))) return push(Token::Kind::sign, 2);
    if (std::string_view("()[].,?:<>+-*/%!").find(c) != std::string_view::npos) {
      return push(Token::Kind::sign, 1);
    }
    unexpected();
  }

  void name() {
    std::size_t end = at_;
    while (is_letter(at(end)) || is_digit(at(end))) ++end;
    push(Token::Kind::name, end - at_);
  }

  void number() {
    std::size_t end = at_;
    const auto digits = [&] {
      while (is_digit(at(end))) ++end;
    };
    digits();
    if (at(end) == '.' && is_digit(at(end + 1))) ++end, digits();
    if (at(end) == 'e' || at(end) == 'E') {
      const std::size_t exponent = end + (at(end + 1) == '+' || at(end + 1) == '-' ? 2 : 1);
      if (is_digit(at(exponent))) end = exponent, digits();
    }
    push(Token::Kind::number, end - at_);
  }

  void quoted(char quote) {
    std::size_t end = at_ + 1;
    for (; end < text_.size() && text_[end] != quote; ++end) {
      if (text_[end] == '\\') check_escape(++end);
    }
    if (end >= text_.size()) {
      faults_.push_back(fault_within(text_, place_, at_, 1,
                                     phrase(Fault::unterminated_text, {std::string_view(&quote, 1)}),
                                     "opened here"));
      at_ = text_.size();
      return;
    }
    push(Token::Kind::text, end + 1 - at_);
  }

  void check_escape(std::size_t index) {
    const char c = at(index);
    if (c == '\0' || escaped(c)) return;  // at the end of the text quoted() says so
    faults_.push_back(fault_within(text_, place_, index - 1, 2,
                                   phrase(Fault::unknown_escape, {std::string_view(&c, 1)}), {},
                                   "write a backslash as `\\\\`"));
  }

  void unexpected() {
    const std::size_t length = decode_utf8(text_.substr(at_)).length;
    const std::string_view seen = text_.substr(at_, length);
    std::string label;
    if (seen == "&" || seen == "|") label = "did you mean `" + std::string(seen) + std::string(seen) + "`?";
    if (seen == "=") label = "did you mean `==`?";
    faults_.push_back(
        fault_within(text_, place_, at_, length, phrase(Fault::unexpected_character, {seen}), label));
    at_ += length;
  }

  std::string_view text_;
  const Place& place_;
  Notices& faults_;
  std::size_t at_ = 0;
  std::vector<Token> tokens_;
};

}  // namespace

std::string unquoted(std::string_view written) {
  std::string value;
  written = written.substr(1, written.size() - 2);
  value.reserve(written.size());
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '\\' && i + 1 < written.size())
      ++i, value += escaped(written[i]).value_or(written[i]);
    else
      value += written[i];
  }
  return value;
}

Notice fault_within(std::string_view text, const Place& place, std::size_t begin, std::size_t length,
                    std::string message, std::string label, std::string hint) {
  Notice notice;
  notice.place = place;
  if (notice.place.line == 0) notice.place.line = 1;
  notice.place.column = std::max<std::uint64_t>(notice.place.column, 1) + begin;
  notice.text = std::move(message);
  notice.snippet.push_back({std::string(text), std::max<std::size_t>(length, 1), std::move(label)});
  notice.hint = std::move(hint);
  return notice;
}

std::vector<Token> cut(std::string_view text, const Place& place, Notices& faults) {
  return Lexer(text, place, faults).run();
}

}  // namespace loadtriage::expr
