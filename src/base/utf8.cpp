#include "base/utf8.h"

namespace loadtriage {
namespace {

constexpr char32_t kReplacement = 0xFFFD;

bool is_surrogate(char32_t value) { return value >= 0xD800 && value <= 0xDFFF; }

// The length that a first byte announces; 0 if it cannot begin a code point.
std::size_t announced_length(unsigned char first) {
  if (first < 0x80) return 1;
  if (first >= 0xC2 && first <= 0xDF) return 2;
  if (first >= 0xE0 && first <= 0xEF) return 3;
  if (first >= 0xF0 && first <= 0xF4) return 4;
  return 0;
}

}  // namespace

CodePoint decode_utf8(std::string_view text) {
  const auto first = static_cast<unsigned char>(text[0]);
  const std::size_t length = announced_length(first);
  if (length == 1) return {first, 1};
  if (length == 0 || text.size() < length) return {};

  auto value = static_cast<char32_t>(first & (0xFFU >> (length + 1)));
  for (std::size_t i = 1; i < length; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if ((byte & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte & 0x3FU);
  }
  const bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
  if (overlong || is_surrogate(value) || value > 0x10FFFF) return {};
  return {value, length};
}

void append_utf8(std::string& to, char32_t code_point) {
  if (is_surrogate(code_point) || code_point > 0x10FFFF) code_point = kReplacement;
  const auto tail = [&](unsigned shift) {
    to.push_back(static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)));
  };
  if (code_point < 0x80) {
    to.push_back(static_cast<char>(code_point));
  } else if (code_point < 0x800) {
    to.push_back(static_cast<char>(0xC0U | (code_point >> 6U)));
    tail(0);
  } else if (code_point < 0x10000) {
    to.push_back(static_cast<char>(0xE0U | (code_point >> 12U)));
    tail(6);
    tail(0);
  } else {
    to.push_back(static_cast<char>(0xF0U | (code_point >> 18U)));
    tail(12);
    tail(6);
    tail(0);
  }
}

std::size_t count_invalid_utf8(std::string_view text) {
  std::size_t invalid = 0;
  while (!text.empty()) {
    const CodePoint next = decode_utf8(text);
    if (!next.value) ++invalid;
    text.remove_prefix(next.length);
  }
  return invalid;
}

}  // namespace loadtriage
