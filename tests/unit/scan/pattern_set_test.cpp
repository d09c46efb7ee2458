#include "scan/pattern_set.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>

using loadtriage::scan::PatternSet;
using loadtriage::scan::Scratch;

namespace {

std::vector<std::uint32_t> find(const PatternSet& set, std::string_view text) {
  Scratch scratch(set);
  std::vector<std::uint32_t> found;
  set.find(text, scratch, found);
  return found;
}

const std::vector<std::string> kPatterns = {
    R"(timed out after (?P<waited_ms>\d+)ms)", R"((?i)too many connections)", R"((?m)^FATAL:\s+the database)",
    R"(a.b)", R"(QueuePool limit of size (?P<size>\d+) overflow (?P<overflow>\d+) reached)"};

}  // namespace

TEST_CASE("pattern set: finds each pattern that occurs once, in ascending order") {
  const auto set = PatternSet::compile(kPatterns);
  REQUIRE(set.ok());
  CHECK(find(*set, "Too Many Connections; timed out after 5ms; timed out after 6ms") ==
        std::vector<std::uint32_t>{0, 1});
  CHECK(find(*set, "nothing of note").empty());
  CHECK(find(*set, "").empty());
  CHECK(find(*set, "line\nFATAL:  the database system is starting up") == std::vector<std::uint32_t>{2});
}

TEST_CASE("pattern set: agrees with RE2 on whether a pattern occurs") {
  const auto set = PatternSet::compile(kPatterns);
  REQUIRE(set.ok());
  const std::vector<std::string> texts = {"a\nb",
                                          "a.b",
                                          "axb\xff",
                                          "\xff\xfe timed out after 12ms",
                                          "QueuePool limit of size 5 overflow 10 reached",
                                          "x FATAL: the database"};
  for (const std::string& text : texts) {
    const auto found = find(*set, text);
    for (std::uint32_t i = 0; i < kPatterns.size(); ++i) {
      const bool slow = re2::RE2::PartialMatch(text, re2::RE2(kPatterns[i], re2::RE2::Latin1));
      const bool fast = std::find(found.begin(), found.end(), i) != found.end();
      CHECK_MESSAGE(slow == fast, kPatterns[i], " in ", text);
    }
  }
}

TEST_CASE("pattern set: captures give names and values") {
  const auto set = PatternSet::compile(kPatterns);
  REQUIRE(set.ok());
  const auto captures = set->captures(4, "QueuePool limit of size 5 overflow 10 reached, timeout 30");
  REQUIRE(captures.size() == 2);
  CHECK(captures[0] == std::pair<std::string_view, std::string_view>{"overflow", "10"});
  CHECK(captures[1] == std::pair<std::string_view, std::string_view>{"size", "5"});
  CHECK_FALSE(set->has_captures(1));
}

TEST_CASE("pattern set: tells where the first match begins") {
  const auto set = PatternSet::compile(kPatterns);
  REQUIRE(set.ok());
  CHECK(set->begins_at(0, "ab timed out after 5ms") == 3);
  CHECK(set->begins_at(0, "nothing") == 7);
}

TEST_CASE("pattern set: a restored set finds what the compiled one finds") {
  const auto set = PatternSet::compile(kPatterns);
  REQUIRE(set.ok());
  const std::string bytes = set->serialize();
  const auto restored = PatternSet::restore(bytes, kPatterns);
  REQUIRE(restored.has_value());
  CHECK(find(*restored, "ERROR 1040: Too many connections") == std::vector<std::uint32_t>{1});
}

TEST_CASE("pattern set: damaged bytes are refused") {
  CHECK_FALSE(PatternSet::restore("not a database", kPatterns).has_value());
  CHECK_FALSE(PatternSet::restore("", kPatterns).has_value());
}

TEST_CASE("pattern set: every fault is reported, with the pattern's position") {
  const auto set = PatternSet::compile({"fine", "(open", "also fine", "a(?=b)"});
  REQUIRE_FALSE(set.ok());
  REQUIRE(set.errors().size() == 2);
  CHECK(set.errors()[0].place.line == 2);
  CHECK(set.errors()[1].place.line == 4);
}

TEST_CASE("pattern set: an empty set finds nothing") {
  const auto set = PatternSet::compile({});
  REQUIRE(set.ok());
  CHECK(find(*set, "anything").empty());
}
