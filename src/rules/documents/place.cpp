// place_of(): from a byte of a scalar's value back to the byte of the source.
#include <algorithm>

#include "rules/documents/tree.h"

namespace loadtriage::rules {
namespace {

struct Cursor {
  const std::string& text;
  std::size_t at;
  std::uint64_t line;
  std::uint64_t column;

  bool end() const { return at >= text.size(); }
  char peek() const { return end() ? '\0' : text[at]; }
  void step() {
    if (end()) return;
    if (text[at] == '\n') {
      ++line;
      column = 1;
    } else {
      ++column;
    }
    ++at;
  }
  void skip_blanks() {
    while (peek() == ' ' || peek() == '\t') step();
  }
};

std::size_t start_of_line(const std::string& text, std::uint64_t line) {
  std::size_t at = 0;
  for (; line > 1; --line) {
    at = text.find('\n', at);
    if (at == std::string::npos) return text.size();
    ++at;
  }
  return at;
}

// Over one byte of the value of a flow scalar: a fold is one space, an escape is one.
void step_flow(Cursor& cursor, char quote) {
  const std::size_t blank = cursor.text.find_first_not_of(" \t\r", cursor.at);
  if (blank != std::string::npos && cursor.text[blank] == '\n') {
    while (cursor.peek() != '\n') cursor.step();
    cursor.step();
    cursor.skip_blanks();
    return;
  }
  if (quote == '"' && cursor.peek() == '\\') cursor.step();
  if (quote == '\'' && cursor.text.compare(cursor.at, 2, "''") == 0) cursor.step();
  cursor.step();
}

Place place_in_block(Cursor cursor, const std::string& path, std::size_t offset) {
  while (!cursor.end() && cursor.peek() != '\n') cursor.step();
  cursor.step();
  const std::size_t first = cursor.text.find_first_not_of(" \n", cursor.at);
  const std::size_t newline = first == std::string::npos ? first : cursor.text.rfind('\n', first);
  const std::size_t indent = newline == std::string::npos ? 0 : first - newline - 1;
  const auto skip_indent = [&] {
    for (std::size_t i = 0; i < indent && cursor.peek() == ' '; ++i) cursor.step();
  };
  skip_indent();
  for (; offset > 0 && !cursor.end(); --offset) {
    const bool ends = cursor.peek() == '\n';
    cursor.step();
    if (ends) skip_indent();
  }
  return {path, cursor.line, cursor.column};
}

}  // namespace

Place place_of(const Document& document, const Node& node, std::size_t offset) {
  Place place{document.path, node.line, node.column};
  if (node.line == 0 || node.kind != Node::Kind::scalar) return place;
  if (document.text.empty()) {
    place.column += offset;
    return place;
  }
  const std::size_t start = start_of_line(document.text, node.line) + node.column - 1;
  Cursor cursor{document.text, std::min(start, document.text.size()), node.line, node.column};
  if (cursor.peek() == '|' || cursor.peek() == '>') return place_in_block(cursor, document.path, offset);
  const char before = cursor.at > 0 ? document.text[cursor.at - 1] : '\0';
  for (; offset > 0 && !cursor.end(); --offset) step_flow(cursor, before);
  return {document.path, cursor.line, cursor.column};
}

}  // namespace loadtriage::rules
