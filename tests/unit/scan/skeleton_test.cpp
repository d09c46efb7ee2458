#include "scan/skeleton.h"

#include <doctest/doctest.h>

#include <random>
#include <string>

#include "base/ascii.h"

using loadtriage::is_digit;
using loadtriage::is_letter;
using loadtriage::lower;
using loadtriage::scan::Skeleton;

namespace {

// Byte by byte, as the header says it.
std::string slow_skeleton(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t end = i;
    bool digit = false, letter = false, hex = true;
    for (; end < text.size() && (is_digit(text[end]) || is_letter(text[end])); ++end) {
      digit = digit || is_digit(text[end]);
      letter = letter || is_letter(text[end]);
      hex = hex && (is_digit(text[end]) || lower(text[end]) <= 'f');
    }
    if (end == i) {
      out += text[i++];
    } else if (digit && letter && hex) {
      out += 'Q';
      i = end;
    } else {
      for (; i < end; ++i)
        if (!is_digit(text[i]) || out.empty() || i == 0 || !is_digit(text[i - 1]))
          out += is_digit(text[i]) ? '0' : text[i];
    }
  }
  return out;
}

}  // namespace

TEST_CASE("skeleton: numbers and ids are taken out, words stay") {
  Skeleton skeleton;
  CHECK(skeleton.of("10.4.7.23 GET /orders/5d9f31aa/lines took 118 ms") ==
        "0.0.0.0 GET /orders/Q/lines took 0 ms");
  CHECK(skeleton.of("dead beef feed") == "dead beef feed");
  CHECK(skeleton.of("P2024 HTTP/1.1 utf8mb4 12ms") == "P0 HTTP/0.0 utf0mb0 0ms");
  CHECK(skeleton.of("67e55044-10b1-426f-9247-bb680e5fe0c8") == "Q-Q-Q-0-Q");
  CHECK(skeleton.of("x_5d9f_7") == "x_Q_0");
  CHECK(skeleton.of("").empty());
  CHECK(skeleton.of("\xff\xfe"
                    "7\x80"
                    "7a") ==
        "\xff\xfe"
        "0\x80"
        "Q");
}

TEST_CASE("skeleton: blocks of bytes give what byte by byte does") {
  std::mt19937 random(7);
  Skeleton skeleton;
  constexpr std::string_view kSome = "0123456789abcdefABCDEFgzGZ@[`{/:_ -.\n\x80\xff";
  for (int round = 0; round < 4000; ++round) {
    const std::size_t size = random() % (round % 10 == 0 ? Skeleton::kLongest + 1 : 300);
    const std::size_t few = 2 + random() % (kSome.size() - 1);
    std::string text;
    while (text.size() < size) text += kSome[(random() % few + round) % kSome.size()];
    CHECK(skeleton.of(text) == slow_skeleton(text));
  }
}
