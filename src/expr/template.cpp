#include <algorithm>
#include <optional>
#include <utility>

#include "base/shell_word.h"
#include "expr/expression.h"
#include "expr/faults.h"
#include "expr/lexer.h"
#include "expr/one_of_many.h"

namespace loadtriage::expr {
namespace {

constexpr std::string_view kBraceHint = "write literal braces as `{{` and `}}`";

// Walks a template: literal runs, expressions, the beginning and end of options.
class Reader {
 public:
  struct Piece {
    enum class Kind { literal, expression, open, close };
    Kind kind = Kind::literal;
    std::size_t begin = 0;
    std::string_view text;
  };

  Reader(std::string_view text, const Place& place, Notices& faults)
      : text_(text), place_(place), faults_(faults) {}

  std::optional<Piece> next() {
    if (at_ >= text_.size()) return std::nullopt;
    const std::string_view rest = text_.substr(at_);
    if (rest.starts_with("{{") || rest.starts_with("}}")) return literal(1, 2);
    if (rest.starts_with("{?")) return mark(Piece::Kind::open);
    if (rest.starts_with("?}")) return mark(Piece::Kind::close);
    if (rest.starts_with('{')) return expression();
    if (rest.starts_with('}')) {
      fault(1, phrase(Fault::stray_brace), std::string(kBraceHint));
      return literal(1, 1);
    }
    std::size_t length = std::min(rest.find_first_of("{}"), rest.size());
    length = std::min(length, rest.find("?}"));
    return literal(length, length);
  }

  void fault(std::size_t length, std::string text, std::string hint) {
    faults_.push_back(fault_within(text_, place_, at_, length, std::move(text), {}, std::move(hint)));
  }

 private:
  Piece literal(std::size_t shown, std::size_t taken) {
    Piece piece{Piece::Kind::literal, at_, text_.substr(at_, shown)};
    at_ += taken;
    return piece;
  }

  Piece mark(Piece::Kind kind) {
    Piece piece{kind, at_, text_.substr(at_, 2)};
    at_ += 2;
    return piece;
  }

  // Up to the closing brace; one inside quotes does not close.
  Piece expression() {
    char quote = '\0';
    for (std::size_t end = at_ + 1; end < text_.size(); ++end) {
      const char c = text_[end];
      if (quote != '\0') {
        if (c == '\\') ++end;
        if (c == quote) quote = '\0';
      } else if (c == '\'' || c == '"') {
        quote = c;
      } else if (c == '}') {
        Piece piece{Piece::Kind::expression, at_ + 1, text_.substr(at_ + 1, end - at_ - 1)};
        at_ = end + 1;
        return piece;
      }
    }
    fault(1, phrase(Fault::open_brace), std::string(kBraceHint));
    return literal(text_.size() - at_, text_.size() - at_);
  }

  std::string_view text_;
  const Place& place_;
  Notices& faults_;
  std::size_t at_ = 0;
};

using Piece = Reader::Piece;

void check_expression(const Reader::Piece& piece, std::string_view text, const Vocabulary& vocabulary,
                      const Place& place, Notices& faults) {
  if (piece.text.find_first_not_of(' ') == std::string_view::npos) {
    faults.push_back(fault_within(text, place, piece.begin - 1, 2, phrase(Fault::empty_braces), {},
                                  std::string(kBraceHint)));
    return;
  }
  Place inner = place;
  inner.column = std::max<std::uint64_t>(place.column, 1) + piece.begin;
  const auto parsed = Expression::parse(piece.text, vocabulary, inner);
  if (!parsed) {
    for (Notice notice : parsed.errors()) {
      for (Snippet& snippet : notice.snippet) snippet.line = text;
      if (notice.hint.empty()) notice.hint = kBraceHint;
      faults.push_back(std::move(notice));
    }
    return;
  }
  const Type type = parsed->type();
  const bool nested =
      type.kind == Kind::list && (type.element->kind == Kind::list || type.element->kind == Kind::record);
  if (type.kind == Kind::record || nested) {
    faults.push_back(fault_within(text, place, piece.begin, piece.text.size(),
                                  phrase(Fault::unprintable_value, {describe(type)})));
  }
}

// The filled text, for a reader or for a shell.
class Writer {
 public:
  explicit Writer(Template::For whom) : for_shell_(whom == Template::For::shell) {}

  void add(std::string_view written) {
    if (for_shell_)
      command_.add(written);
    else
      text_ += one_ ? of_one(written) : std::string(written);
    one_ = false;
  }

  // Numbers are ours, and so is the word for what is unknown; texts come from the inputs.
  void add_value(const Value& value) {
    const std::string text = describe(value);
    const auto kind = value.kind();
    if (!for_shell_) {
      one_ = text == "1" && (text_.empty() || text_.back() == ' ');
      text_ += text;
    } else if (kind == Kind::text || kind == Kind::list) {
      command_.add_value(text);
    } else {
      command_.add(text);
    }
  }

  std::string take() { return for_shell_ ? command_.take() : std::move(text_); }

 private:
  bool for_shell_;
  bool one_ = false;  // the value before is a 1 that stands alone
  std::string text_;
  ShellCommand command_;
};

}  // namespace

Result<Template> Template::parse(std::string_view text, const Vocabulary& vocabulary, const Place& place) {
  Notices faults;
  Reader reader(text, place, faults);
  std::optional<std::size_t> option;
  while (const auto piece = reader.next()) {
    if (piece->kind == Piece::Kind::expression) check_expression(*piece, text, vocabulary, place, faults);
    if (piece->kind == Piece::Kind::open && option) {
      faults.push_back(fault_within(text, place, piece->begin, 2, phrase(Fault::nested_option)));
    }
    if (piece->kind == Piece::Kind::open) option = piece->begin;
    if (piece->kind == Piece::Kind::close) option.reset();
  }
  if (option) faults.push_back(fault_within(text, place, *option, 2, phrase(Fault::open_option)));
  if (!faults.empty()) return faults;
  return deferred(text, vocabulary);
}

Template Template::deferred(std::string_view text, const Vocabulary& vocabulary) {
  Template made;
  made.text_ = text;
  made.vocabulary_ = &vocabulary;
  return made;
}

std::string Template::fill(const Scope& scope, bool* complete, For whom) const {
  if (text_.find_first_of("{}") == std::string::npos) return text_;
  Notices ignored;
  const Place nowhere;
  Reader reader(text_, nowhere, ignored);
  Writer filled(whom);
  std::optional<Writer> before_option;
  bool option_complete = true;
  while (const auto piece = reader.next()) {
    switch (piece->kind) {
      case Piece::Kind::literal:
        filled.add(piece->text);
        break;
      case Piece::Kind::open:
        option_complete = true;
        before_option = filled;
        break;
      case Piece::Kind::close:
        if (before_option && !option_complete) filled = std::move(*before_option);
        before_option.reset();
        break;
      case Piece::Kind::expression: {
        const Value value = Expression::deferred(piece->text, *vocabulary_).evaluate(scope);
        if (!value.known() && before_option) option_complete = false;
        if (!value.known() && !before_option && complete) *complete = false;
        filled.add_value(value);
        break;
      }
    }
  }
  return filled.take();
}

}  // namespace loadtriage::expr
