#include "base/text.h"

#include <doctest/doctest.h>

#include "base/utf8.h"

using namespace loadtriage;

TEST_CASE("text: trimming takes blanks and line ends from both sides") {
  CHECK(trim(" \t a b\r\n") == "a b");
  CHECK(trim(" \n").empty());
  CHECK(trim("").empty());
}

TEST_CASE("text: splitting keeps empty parts, and joining undoes it") {
  CHECK(split("a,,b", ',') == std::vector<std::string_view>{"a", "", "b"});
  CHECK(split("", ',') == std::vector<std::string_view>{""});
  CHECK(split("a,", ',') == std::vector<std::string_view>{"a", ""});
  CHECK(join({"a", "", "b"}, ", ") == "a, , b");
  CHECK(join({}, ", ").empty());
}

TEST_CASE("text: lower case touches ASCII letters only") {
  CHECK(to_lower_ascii("ÀBc-Z9") == "Àbc-z9");
  CHECK(contains("connection refused", "refused"));
  CHECK_FALSE(contains("connection", "refused"));
}

TEST_CASE("text: nothing printable can command a terminal") {
  CHECK(printable("\x1b[31mred") == "\\x1b[31mred");
  CHECK(printable(std::string_view("a\0b", 3)) == "a\\x00b");
  CHECK(printable("a\tb\r\nc") == "a b\\r\\nc");
  CHECK(printable("\x7f") == "\\x7f");
  CHECK(printable("\xC2\x9B") == "\\x9b");
  CHECK(printable("safe\xE2\x80\xAEtxt") == "safe\\u202etxt");
  CHECK(printable("caf\xC3\xA9 \xFF\xC3") == "caf\xC3\xA9 \\xff\\xc3");
}

TEST_CASE("text: shortening counts code points and ends in an ellipsis") {
  CHECK(shorten("abcdef", 6) == "abcdef");
  CHECK(shorten("abcdefg", 6) == "abcde…");
  CHECK(shorten("äöüß", 3) == "äö…");
  CHECK(shorten("ab", 1) == "…");
  CHECK(shorten("ab", 0).empty());
  CHECK(width_of("äöü…") == 4);
  CHECK(width_of("\xFF\xFF") == 2);
}

TEST_CASE("utf8: every code point survives being written and read") {
  for (const char32_t c :
       {U'\0', U'a', U'\x7F', U'\x80', U'\x7FF', U'\x800', U'\xFFFD', U'\x10000', U'\x10FFFF'}) {
    std::string text;
    append_utf8(text, c);
    const CodePoint read = decode_utf8(text);
    CHECK(read.value == c);
    CHECK(read.length == text.size());
  }
}

TEST_CASE("utf8: malformed bytes are stepped over one by one") {
  for (const char* text :
       {"\x80", "\xC0\xAF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xFF"}) {
    const CodePoint read = decode_utf8(text);
    CHECK_FALSE(read.value.has_value());
    CHECK(read.length == 1);
  }
  CHECK(count_invalid_utf8("ok \xFF\xC3 \xC3\xA9") == 2);
  std::string surrogate;
  append_utf8(surrogate, 0xD800);
  CHECK(surrogate == "\xEF\xBF\xBD");
}
