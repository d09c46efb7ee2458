#include "formats/json_tags.h"

#include "base/text.h"
#include "formats/unescape.h"

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

}  // namespace

const char* end_of_flat_object(const char* at, const char* end) {
  for (++at; at < end; ++at) {
    if (*at == '"') {
      for (++at; at < end && *at != '"'; ++at) {
        if (*at == '\\') ++at;
        if (at < end && *at == '\n') return nullptr;
      }
    } else if (*at == '}') {
      return at + 1;
    } else if (*at == '{' || *at == '[' || *at == '\n') {
      return nullptr;
    }
  }
  return nullptr;
}

bool parse_json_tags(TagSets::Set& set, const void*) {
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
