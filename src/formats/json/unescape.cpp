#include "formats/json/unescape.h"

#include <charconv>
#include <cstdint>
#include <cstring>
#include <optional>

#include "base/utf8.h"

namespace loadtriage::formats {
namespace {

// Exactly `digits` hexadecimal digits at `at`.
std::optional<char32_t> hex_at(std::string_view text, std::size_t at, std::size_t digits) {
  if (at + digits > text.size()) return std::nullopt;
  std::uint32_t value = 0;
  const char* end = text.data() + at + digits;
  const auto read = std::from_chars(text.data() + at, end, value, 16);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return value;
}

bool is_high(char32_t c) { return c >= 0xD800 && c < 0xDC00; }
bool is_low(char32_t c) { return c >= 0xDC00 && c < 0xE000; }

// Undoes the escape whose backslash stands at `at`; how long it was, 0 if it is none.
std::size_t undo(std::string_view text, std::size_t at, std::string& to) {
  if (at + 1 >= text.size()) return 0;
  constexpr std::string_view kShort = "\"\\/'ntrbfav";
  constexpr std::string_view kMeans = "\"\\/'\n\t\r\b\f\a\v";
  if (const auto found = kShort.find(text[at + 1]); found != std::string_view::npos) {
    to += kMeans[found];
    return 2;
  }
  switch (text[at + 1]) {
    case 'x': {
      const auto byte = hex_at(text, at + 2, 2);
      if (byte) to += static_cast<char>(*byte);
      return byte ? 4 : 0;
    }
    case 'U': {
      const auto point = hex_at(text, at + 2, 8);
      if (point) append_utf8(to, *point);
      return point ? 10 : 0;
    }
    case 'u': {
      const auto point = hex_at(text, at + 2, 4);
      if (!point) return 0;
      if (is_high(*point) && text.substr(at + 6, 2) == "\\u") {
        const auto low = hex_at(text, at + 8, 4);
        if (low && is_low(*low)) {
          append_utf8(to, 0x10000 + ((*point - 0xD800) << 10U) + (*low - 0xDC00));
          return 12;
        }
      }
      append_utf8(to, *point);
      return 6;
    }
    default:
      return 0;
  }
}

// Bytes of the word that are zero have their upper bit set; none other below the first.
std::uint64_t zero_bytes(std::uint64_t word) {
  return (word - 0x0101010101010101U) & ~word & 0x8080808080808080U;
}

}  // namespace

void append_unescaped(std::string_view text, std::string& to) {
  std::size_t i = 0;
  while (i < text.size()) {
    const std::size_t escape = std::min(text.find('\\', i), text.size());
    to += text.substr(i, escape - i);
    i = escape;
    if (i == text.size()) return;
    const std::size_t length = undo(text, i, to);
    if (length == 0) to += '\\';
    i += length == 0 ? 1 : length;
  }
}

std::size_t end_of_plain(std::string_view text, std::size_t at) {
  for (; at + 8 <= text.size(); at += 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data() + at, 8);
    if ((zero_bytes(word ^ 0x2222222222222222U) | zero_bytes(word ^ 0x5C5C5C5C5C5C5C5CU)) != 0) break;
  }
  while (at < text.size() && text[at] != '"' && text[at] != '\\') ++at;
  return at;
}

std::size_t end_of_quoted(std::string_view text) {
  for (std::size_t i = end_of_plain(text, 0); i < text.size(); i = end_of_plain(text, i + 2))
    if (text[i] == '"') return i;
  return text.size();
}

std::size_t end_of_member(std::string_view rest) {
  std::size_t depth = 0, i = 0;
  for (; i < rest.size(); ++i) {
    const char c = rest[i];
    if (depth == 0 && (c == ',' || c == '}')) break;
    if (c == '"') i += 1 + end_of_quoted(rest.substr(i + 1));
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && depth > 0) --depth;
  }
  return i;
}

}  // namespace loadtriage::formats
