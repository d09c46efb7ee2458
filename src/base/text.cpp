#include "base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>

#include "base/utf8.h"

namespace loadtriage {
namespace {

bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_plain_ascii(char c) { return c >= ' ' && c <= '~'; }

// Marks that reorder or break what a viewer shows, so that the text read is not the
// text there is.
bool is_deceptive(char32_t c) {
  return c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x2028 && c <= 0x202E) ||
         (c >= 0x2066 && c <= 0x2069);
}

void append_printable(std::string& out, const CodePoint& point, std::string_view bytes) {
  if (!point.value) {
    out += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(bytes[0])));
    return;
  }
  const auto c = static_cast<std::uint32_t>(*point.value);
  if (c == '\t') {
    out += ' ';
  } else if (c == '\n') {
    out += "\\n";
  } else if (c == '\r') {
    out += "\\r";
  } else if (c < 0x20 || (c >= 0x7F && c < 0xA0)) {
    out += fmt::format("\\x{:02x}", c);
  } else if (is_deceptive(c)) {
    out += fmt::format("\\u{:04x}", c);
  } else {
    out += bytes;
  }
}

}  // namespace

std::string_view trim(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

std::string to_lower_ascii(std::string_view text) {
  std::string lower(text);
  for (char& c : lower)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return lower;
}

bool contains(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
  std::string joined;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) joined += separator;
    joined += parts[i];
  }
  return joined;
}

std::string printable(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    // Most texts are plain from end to end.
    const auto odd = std::find_if_not(text.begin(), text.end(), is_plain_ascii);
    const auto plain = static_cast<std::size_t>(odd - text.begin());
    out += text.substr(0, plain);
    text.remove_prefix(plain);
    if (text.empty()) break;
    const CodePoint point = decode_utf8(text);
    append_printable(out, point, text.substr(0, point.length));
    text.remove_prefix(point.length);
  }
  return out;
}

std::string shorten(std::string_view text, std::size_t columns) {
  if (text.size() <= columns) return std::string(text);  // a code point has at least one byte
  // Bytes up to the point where all but the last column are used.
  std::size_t kept = 0;
  std::size_t at = 0;
  for (std::size_t column = 0; at < text.size(); ++column) {
    if (column == columns) {
      return columns == 0 ? std::string() : std::string(text.substr(0, kept)) + "…";
    }
    if (column + 1 == columns) kept = at;
    at += decode_utf8(text.substr(at)).length;
  }
  return std::string(text);
}

std::size_t width_of(std::string_view text) {
  std::size_t columns = 0;
  for (; !text.empty(); ++columns) text.remove_prefix(decode_utf8(text).length);
  return columns;
}

}  // namespace loadtriage
