#include "scan/shape_memo.h"

#include <doctest/doctest.h>

#include <string>

using loadtriage::scan::ShapeMemo;

TEST_CASE("shape memo: gives back what was learnt of a skeleton, and nothing of others") {
  ShapeMemo memo;
  CHECK_FALSE(memo.look_up("a 0").has_value());
  CHECK_FALSE(memo.came_before());
  CHECK_FALSE(memo.look_up("a 0").has_value());
  CHECK(memo.came_before());
  memo.learn("a 0", 7);
  CHECK(memo.look_up("a 0") == 7);
  CHECK_FALSE(memo.look_up("a Q").has_value());
  CHECK_FALSE(memo.look_up("").has_value());
}

TEST_CASE("shape memo: forgets when it is full, and never mistakes one for another") {
  ShapeMemo memo;
  const auto name = [](std::uint32_t i) {
    return "skeleton " + std::string(1 + i % 90, 'x') + std::to_string(i);
  };
  for (std::uint32_t i = 0; i < 50000; ++i) {
    REQUIRE_FALSE(memo.look_up(name(i)).has_value());
    memo.learn(name(i), i);
    REQUIRE(memo.look_up(name(i)) == i);
  }
  std::size_t kept = 0;
  for (std::uint32_t i = 0; i < 50000; ++i)
    if (const auto known = memo.look_up(name(i))) {
      REQUIRE(*known == i);
      ++kept;
    }
  CHECK(kept > 0);
  CHECK(kept <= 8192);
}

TEST_CASE("shape memo: rests where nothing comes again, and works where it saves") {
  for (const bool saves : {false, true}) {
    ShapeMemo memo;
    std::size_t looked = 0;
    for (int i = 0; i < 400000; ++i) {
      if (!memo.wanted()) continue;
      ++looked;
      (void)memo.look_up("0");
      if (saves) memo.saved();
    }
    CHECK((saves ? looked > 380000 : looked < 40000));
  }
}
