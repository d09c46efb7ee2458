#include "rules/lexer.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"

namespace loadtriage::rules {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

class Lexer {
 public:
  Lexer(std::string_view text, const Place& place, Notices& faults)
      : text_(text), place_(place), faults_(faults) {}

  std::vector<Token> run() {
    while (skip_blanks(), at_ < text_.size()) next();
    Token end;
    end.begin = text_.size();
    tokens_.push_back(std::move(end));
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

  void push(Token::Kind kind, std::size_t length, std::string value = {}) {
    tokens_.push_back({kind, at_, length, text_.substr(at_, length), std::move(value)});
    at_ += length;
  }

  void next() {
    const char c = text_[at_];
    if (is_letter(c)) return name();
    if (is_digit(c)) return number();
    if (c == '\'' || c == '"') return quoted(c);
    for (const std::string_view sign : {"&&", "||", "==", "!=", "<=", ">="}) {
      if (text_.substr(at_, 2) == sign) return push(Token::Kind::sign, 2);
    }
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
    std::string value;
    std::size_t end = at_ + 1;
    for (; end < text_.size() && text_[end] != quote; ++end) {
      value += text_[end] == '\\' ? escaped(++end) : text_[end];
    }
    if (end >= text_.size()) {
      faults_.push_back(fault_within(text_, place_, at_, 1,
                                     phrase(Fault::unterminated_text, {std::string_view(&quote, 1)}),
                                     "opened here"));
      at_ = text_.size();
      return;
    }
    push(Token::Kind::text, end + 1 - at_, std::move(value));
  }

  char escaped(std::size_t index) {
    const char c = at(index);
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
      case '\0':
        return c;  // the text ends here; quoted() says so
      default:
        break;
    }
    faults_.push_back(fault_within(text_, place_, index - 1, 2,
                                   phrase(Fault::unknown_escape, {std::string_view(&c, 1)}), {},
                                   "write a backslash as `\\\\`"));
    return c;
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

}  // namespace loadtriage::rules
