#include "formats/k6/json_tags.h"

#include <cstring>

#include "base/text.h"
#include "formats/json/unescape.h"

namespace loadtriage::formats {
namespace {

// Takes the quoted text at the start of `rest`, escapes undone.
bool take_text(std::string_view& rest, std::string_view& text, std::string& undone) {
  if (rest.empty() || rest.front() != '"') return false;
  rest.remove_prefix(1);
  const std::size_t end = end_of_quoted(rest);
  if (end >= rest.size()) return false;
  text = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  if (text.find('\\') == std::string_view::npos) return true;
  const std::size_t begin = undone.size();
  append_unescaped(text, undone);
  text = std::string_view(undone).substr(begin);
  return true;
}

// Takes a number, a literal, or something nested, as it is written.
bool take_other(std::string_view& rest, std::string_view& text) {
  std::size_t i = end_of_member(rest);
  if (i >= rest.size()) return false;
  text = trim(rest.substr(0, i));
  rest.remove_prefix(i);
  return !text.empty();
}

// Texts without escapes and blanks, as k6 writes them.
bool parse_plain_tags(TagSets::Set& set) {
  const std::string_view text = set.written;
  if (text.empty() || text.front() != '{') return false;
  for (std::size_t at = 0; text.substr(at + 1, 1) == "\"";) {
    const std::size_t key = at + 2, colon = end_of_plain(text, key) + 1;
    if (text.substr(colon - 1, 3) != R"(":")") return false;
    const std::size_t value = colon + 2, quote = end_of_plain(text, value);
    if (quote + 1 >= text.size() || text[quote] != '"') return false;
    set.tags.items.emplace_back(text.substr(key, colon - 1 - key), text.substr(value, quote - value));
    at = quote + 1;
    if (text[at] == '}') return at + 1 == text.size();
    if (text[at] != ',') return false;
  }
  return false;
}

}  // namespace

const char* end_of_flat_object(const char* at, const char* end) {
  const std::string_view text(at, static_cast<std::size_t>(end - at));
  for (std::size_t i = 1; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      const std::size_t begin = i + 1;
      i = begin + end_of_quoted(text.substr(begin));
      if (i >= text.size() || std::memchr(at + begin, '\n', i - begin) != nullptr) return nullptr;
    } else if (c == '}') {
      return at + i + 1;
    } else if (c == '{' || c == '[' || c == '\n') {
      return nullptr;
    }
  }
  return nullptr;
}

bool parse_json_tags(TagSets::Set& set, const void*) {
  if (parse_plain_tags(set)) return true;
  set.tags.items.clear();
  set.texts.reserve(set.written.size());  // so that what points into it stays
  std::string_view rest = trim(set.written);
  if (rest.empty() || rest.front() != '{') return false;
  rest = trim(rest.substr(1));
  if (rest == "}") return true;
  for (;;) {
    std::string_view key, value;
    if (!take_text(rest, key, set.texts)) return false;
    rest = trim(rest);
    if (rest.empty() || rest.front() != ':') return false;
    rest = trim(rest.substr(1));
    if (rest.empty()) return false;
    if (rest.front() == '"' ? !take_text(rest, value, set.texts) : !take_other(rest, value)) return false;
    set.tags.items.emplace_back(key, value);
    rest = trim(rest);
    if (rest == "}") return true;
    if (rest.empty() || rest.front() != ',') return false;
    rest = trim(rest.substr(1));
  }
}

}  // namespace loadtriage::formats
