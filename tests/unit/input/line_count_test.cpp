#include "input/line_count.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using loadtriage::input::count_lines;

TEST_CASE("line count: agrees with a plain loop for every size around a vector's") {
  std::string text;
  for (unsigned i = 0; i < 40000; ++i) text += i % 7 == 0 || i % 11 < 3 ? '\n' : 'x';
  for (std::size_t size = 0; size < 300; ++size) {
    const std::string part = text.substr(0, size);
    CHECK(count_lines(part) == static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n')));
  }
  CHECK(count_lines(text) == static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')));
  CHECK(count_lines(std::string(100000, '\n')) == 100000);
}
