#include "formats/lines/prose.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string>

#include "base/text.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kLines = 120;
constexpr std::size_t kFewestWords = 6;

bool is_word_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0 || (static_cast<unsigned char>(c) & 0x80U) != 0;
}
bool is_small(char c) { return std::islower(static_cast<unsigned char>(c)) != 0; }
bool is_capital(char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; }

// Letters, with what punctuation puts around a word.
bool is_word(std::string_view token) {
  const std::size_t begin = token.find_first_not_of("(\"'`*_[");
  const std::size_t end = token.find_last_not_of(".,;:!?)\"'`*_]");
  if (begin == std::string_view::npos || end == std::string_view::npos || end < begin) return false;
  token = token.substr(begin, end + 1 - begin);
  return std::all_of(token.begin(), token.end(),
                     [](char c) { return is_word_letter(c) || c == '-' || c == '\''; });
}

// Marks of Markdown and plain-text manuals: headings, lists, fences, quotes, tables.
bool is_markup(std::string_view line) {
  constexpr std::array<std::string_view, 9> kMarkup = {"# ", "## ", "### ", "#### ", "- ",
                                                       "* ", "```", "> ",   "| "};
  if (std::any_of(kMarkup.begin(), kMarkup.end(),
                  [&](std::string_view mark) { return line.starts_with(mark); }))
    return true;
  if (line.size() > 2 && line.find_first_not_of(line.substr(0, 1)) == std::string_view::npos)
    return line.front() == '=' || line.front() == '-' || line.front() == '~';
  return line.size() > 3 && line[0] >= '1' && line[0] <= '9' && line[1] == '.' && line[2] == ' ';
}

bool is_sentence_text(std::string_view line) {
  std::size_t tokens = 0, words = 0;
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    if (end > 0) {
      ++tokens;
      words += is_word(line.substr(0, end)) ? 1 : 0;
    }
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words >= kFewestWords && words * 100 >= tokens * 80;
}

// "... it was. Then ..."
bool holds_two_sentences(std::string_view line) {
  for (std::size_t at = 2; at + 2 < line.size(); ++at)
    if ((line[at] == '.' || line[at] == '!' || line[at] == '?') && line[at + 1] == ' ' &&
        is_small(line[at - 1]) && is_capital(line[at + 2]))
      return true;
  return false;
}

bool ends_sentence(std::string_view line) {
  return std::string_view(".!?:\")").find(line.back()) != std::string_view::npos;
}

}  // namespace

bool reads_like_prose(std::string_view head) {
  std::size_t lines = 0, prose = 0, markup = 0;
  std::set<std::string_view> distinct;
  const bool titled = head.starts_with("# ") || head.starts_with("<h1");
  bool goes_on = false;  // the line before broke off within a sentence
  while (!head.empty() && lines < kLines) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.empty()) {
      goes_on = false;
      continue;
    }
    ++lines;
    distinct.insert(line);
    const bool text = is_sentence_text(line);
    const bool broken = text && !ends_sentence(line);
    if (text &&
        (holds_two_sentences(line) || (goes_on && is_word_letter(line.front()) && !is_capital(line.front()))))
      ++prose;
    else if (goes_on && (is_small(line.front()) || ends_sentence(line)) &&
             is_word(line.substr(0, line.find(' '))))
      ++prose;  // the last words of a paragraph
    else if (broken && !head.empty() && is_small(head.front()))
      ++prose;
    else if (is_markup(line))
      ++markup;
    goes_on = broken;
  }
  // A title says that what is no sentence is an example.
  const std::size_t of = titled ? 5 : 2;
  return prose >= 2 && (prose + markup) * of >= lines && distinct.size() * 10 >= lines * 8;
}

}  // namespace loadtriage::formats
