// UTF-8, one code point at a time, for text that may not be UTF-8 at all.
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace loadtriage {

// `value` is empty where the bytes are not UTF-8 (overlong forms, surrogates and cut
// sequences included); `length` is then 1, so that a reader always moves on.
struct CodePoint {
  std::optional<char32_t> value;
  std::size_t length = 1;
};

// The code point that begins at `text[0]`. The text must not be empty.
CodePoint decode_utf8(std::string_view text);

// Appends a code point; surrogates and what is beyond Unicode become U+FFFD.
void append_utf8(std::string& to, char32_t code_point);

// How many bytes of the text do not belong to valid UTF-8.
std::size_t count_invalid_utf8(std::string_view text);

}  // namespace loadtriage
