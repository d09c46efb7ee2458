#include "report/escape.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage::report {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void append_entity(std::string& out, char c) {
  switch (c) {
    case '&':
      out += "&amp;";
      return;
    case '<':
      out += "&lt;";
      return;
    case '>':
      out += "&gt;";
      return;
    case '"':
      out += "&quot;";
      return;
    case '\'':
      out += "&#39;";
      return;
    default:
      out += c;
  }
}

void remove_all(std::string& text, std::string_view part) {
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at))
    text.erase(at, part.size());
}

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// What begins a list, a heading, a rule or a GitLab quick action, only at the start.
bool opens_block(const std::string& text) { return !text.empty() && contains("-+#=/", text.substr(0, 1)); }

// "12. " begins a list: the position of the character to escape, or npos.
std::size_t ordinal_end(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size() && is_digit(text[at])) ++at;
  const bool mark = at > 0 && at < text.size() && (text[at] == '.' || text[at] == ')');
  const bool ordinal = mark && (at + 1 == text.size() || text[at + 1] == ' ');
  return ordinal ? at : std::string::npos;
}

// An underscore inside a word never begins emphasis: names stay readable as they are.
bool joins_words(const std::string& text, std::size_t at) {
  const auto plain = [&](std::size_t i) { return is_word(text[i]) && text[i] != '_'; };
  return at > 0 && at + 1 < text.size() && plain(at - 1) && plain(at + 1);
}

void append_markdown(std::string& out, const std::string& text, std::size_t at) {
  constexpr std::string_view kMarkup = "\\`*_{}[]|~$^";
  const char c = text[at];
  if (c == '_' && joins_words(text, at)) {
    out += c;
  } else if (kMarkup.find(c) != std::string_view::npos) {
    out += '\\';
    out += c;
  } else if (c == '@' && at + 1 < text.size() && is_word(text[at + 1])) {
    out += "@<!-- -->";  // an empty comment keeps "@name" from calling a person
  } else if (c == '"' || c == '\'') {
    out += c;
  } else {
    append_entity(out, c);
  }
}

}  // namespace

std::string html(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) append_entity(out, c);
  return out;
}

std::string xml(std::string_view text) {
  std::string out = html(text);
  remove_all(out, "\xEF\xBF\xBE");
  remove_all(out, "\xEF\xBF\xBF");
  return out;
}

std::string markdown(std::string_view text) {
  const std::string plain = printable(trim(text));
  std::string out;
  if (opens_block(plain)) out += '\\';
  const std::size_t ordinal = ordinal_end(plain);
  for (std::size_t at = 0; at < plain.size(); ++at) {
    if (at == ordinal) out += '\\';
    append_markdown(out, plain, at);
  }
  return out;
}

std::string code_span(std::string_view text) {
  std::string plain = printable(text);
  if (trim(plain).empty()) return {};
  const std::string fence(longest_run(plain, '`') + 1, '`');
  // A table cell ends at any bar that has no backslash, code or not.
  for (auto at = plain.find('|'); at != std::string::npos; at = plain.find('|', at + 2))
    plain.insert(at, "\\");
  const bool pad = plain.front() == '`' || plain.back() == '`' || fence.size() > 1;
  return pad ? fence + " " + plain + " " + fence : fence + plain + fence;
}

std::string code_block(const std::vector<std::string>& lines, std::string_view language) {
  std::size_t longest = 2;
  for (const auto& line : lines) longest = std::max(longest, longest_run(line, '`'));
  const std::string fence(longest + 1, '`');
  std::string out = fmt::format("{}{}\n", fence, language);
  for (const auto& line : lines) out += printable(line) + "\n";
  return out + fence + "\n";
}

std::string github_data(std::string_view text) {
  std::string out;
  for (const char c : printable(text)) {
    if (c == '%')
      out += "%25";
    else
      out += c;
  }
  return out;
}

std::string github_property(std::string_view text) {
  std::string out;
  for (const char c : github_data(text)) {
    if (c == ':')
      out += "%3A";
    else if (c == ',')
      out += "%2C";
    else
      out += c;
  }
  return out;
}

std::string uri(std::string_view path) {
  std::string out = path.starts_with('/') ? "file://" : "";
  for (const char c : path) {
    if (is_word(c) || contains("-.~/", std::string_view(&c, 1)))
      out += c;
    else
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
  return out;
}

std::vector<Piece> pieces_of(std::string_view sentence) {
  std::vector<Piece> pieces;
  while (!sentence.empty()) {
    const auto open = sentence.find('`');
    const auto close = open == std::string_view::npos ? open : sentence.find('`', open + 1);
    if (close == std::string_view::npos) break;
    if (close == open + 1) {  // nothing between them: not a pair
      pieces.push_back({std::string(sentence.substr(0, close + 1)), false});
    } else {
      pieces.push_back({std::string(sentence.substr(0, open)), false});
      pieces.push_back({std::string(sentence.substr(open + 1, close - open - 1)), true});
    }
    sentence.remove_prefix(close + 1);
  }
  if (!sentence.empty()) pieces.push_back({std::string(sentence), false});
  std::erase_if(pieces, [](const Piece& piece) { return piece.text.empty(); });
  return pieces;
}

std::string html_sentence(std::string_view sentence) {
  std::string out;
  for (const auto& piece : pieces_of(sentence))
    out += piece.code ? "<code>" + html(piece.text) + "</code>" : html(piece.text);
  return out;
}

std::string markdown_sentence(std::string_view sentence) {
  std::string out;
  for (const auto& piece : pieces_of(sentence)) {
    if (piece.code) {
      out += code_span(piece.text);
      continue;
    }
    // The blanks at a piece's ends keep its neighbours apart; markdown() trims them.
    const std::string_view text = piece.text;
    if (!out.empty() && !text.empty() && text.front() == ' ') out += ' ';
    out += markdown(text);
    if (text.size() > 1 && text.back() == ' ') out += ' ';
  }
  return std::string(trim(out));
}

}  // namespace loadtriage::report
