#include "scan/pattern_set.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <algorithm>
#include <random>

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

namespace {

// A log line by line, until what a set can learn of it is learnt and used.
std::vector<std::string> lines_of_a_log() {
  const std::vector<std::string> shapes = {"10.4.#.# GET /orders/# 200 # took # ms",
                                           "pool @: timed out after #ms",
                                           "QueuePool limit of size # overflow # reached, id @",
                                           "code=# value @",
                                           "FATAL: the database # is gone",
                                           "line one\nFATAL: the database @",
                                           "a#b @ axb"};
  std::mt19937 random(11);
  std::vector<std::string> lines;
  while (lines.size() < 120000) {
    std::string line;
    for (const char c : shapes[random() % shapes.size()]) {
      if (c == '#')
        line += std::to_string(random() % 700);
      else if (c == '@')
        for (int i = 0; i < 4; ++i) line += "0123456789abcdef"[random() % 16];
      else
        line += c;
    }
    // Some that never come again.
    if (random() % 20 == 0)
      for (int i = 0; i < 12; ++i) line += static_cast<char>('g' + random() % 20);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace

TEST_CASE("pattern set: what it remembers of the lines before changes no answer") {
  std::vector<std::string> patterns = kPatterns;
  for (const char* pattern :
       {R"(code=40\d\b)", R"(\bdead\b)", R"(\b0?1[0-9a-f]+ axb)", R"(size 5 overflow 1\d{2} )"})
    patterns.emplace_back(pattern);
  const auto compiled = PatternSet::compile(patterns);
  REQUIRE(compiled.ok());
  const std::string bytes = compiled->serialize();
  const auto restored = PatternSet::restore(bytes, patterns);
  REQUIRE(restored.has_value());
  std::size_t differ = 0, hits = 0;
  std::vector<std::uint32_t> slow, fast;
  Scratch slow_scratch(*compiled);
  // As when the parts of a log are read: what was learnt is handed on.
  auto fast_scratch = std::make_unique<Scratch>(*restored);
  std::size_t count = 0;
  for (const std::string& line : lines_of_a_log()) {
    if (++count % 5000 == 0) {
      fast_scratch.reset();
      fast_scratch = std::make_unique<Scratch>(*restored);
    }
    compiled->find(line, slow_scratch, slow);
    restored->find(line, *fast_scratch, fast);
    differ += slow == fast ? 0 : 1;
    hits += slow.size();
  }
  CHECK(differ == 0);
  CHECK(hits > 10000);
}
