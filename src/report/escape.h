// Text of the inputs on its way into a format, where it must stay text.
//
// Every function first makes the text printable (base/text.h), so what it returns is
// valid UTF-8 on one line, without control characters. None of them trusts its input.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::report {

// For element content and quoted attributes alike.
std::string html(std::string_view text);
// As html(), without the two code points that XML 1.0 forbids although they are text.
std::string xml(std::string_view text);

// Markdown that renders as the text itself, on GitHub and on GitLab: no markup, no
// mentions, no quick actions. Safe at the start of a line, in lists and in table cells.
std::string markdown(std::string_view text);
// `text` as inline code, whatever backticks it holds. Empty for an empty text.
std::string code_span(std::string_view text);
// The lines between code fences that none of them can close.
std::string code_block(const std::vector<std::string>& lines, std::string_view language);

// The message and the property values of a GitHub workflow command.
std::string github_data(std::string_view text);
std::string github_property(std::string_view text);

// A relative reference, or a file: URI for an absolute path.
std::string uri(std::string_view path);

// A part of a sentence: words, or what stood between a pair of backticks.
struct Piece {
  std::string text;
  bool code = false;
};
std::vector<Piece> pieces_of(std::string_view sentence);

// Sentences whose backticks become code in the target format.
std::string html_sentence(std::string_view sentence);
std::string markdown_sentence(std::string_view sentence);

}  // namespace loadtriage::report
