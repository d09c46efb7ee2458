#include "scan/loosen.h"

#include <doctest/doctest.h>
#include <re2/re2.h>

#include <random>
#include <string>
#include <vector>

#include "scan/skeleton.h"

using loadtriage::scan::loosen;
using loadtriage::scan::Skeleton;

namespace {

re2::RE2::Options bytes() {
  re2::RE2::Options options(re2::RE2::Latin1);
  options.set_log_errors(false);
  return options;
}

}  // namespace

TEST_CASE("loosen: only what may be a number or an id changes") {
  CHECK(loosen("connection refused") == "connection refused");
  CHECK(loosen(R"(took (?P<ms>\d+)ms)") == R"(took (?:(?:\d|[0Q])+)ms)");
  CHECK(loosen(R"(status (?:502|503))") == R"(status (?:(?:0|Q)|(?:0|Q)))");
  CHECK(loosen(R"(\bP2024\b)") == R"(\bP0\b)");
  CHECK(loosen(R"(\bbad\b)") == R"(\b(?:bad|Q)\b)");
  CHECK(loosen(R"(sessions? \w*x)") == R"(sessions? \w*x)");
  CHECK(loosen(R"(fail(?:ed|ure))") == R"(fail(?:(?:ed|Q)|ure))");
  CHECK(loosen(R"(code \d{3}$)") == R"(code (?:\d|[0Q]){1,3}$)");
}

TEST_CASE("loosen: what it does not know it refuses") {
  for (const char* pattern :
       {R"(\pL)", R"(\Qa.b\E)", "[[:alpha:]]", "(?x)a b", "(open", "a)", "*a", R"(\1)", "[a"})
    CHECK_FALSE_MESSAGE(loosen(pattern).has_value(), pattern);
}

// Whatever is found in a text, its loose pattern is found in the text's skeleton. The texts are
// made of what the patterns are made of, so that they match often enough.
TEST_CASE("loosen: misses nothing") {
  const std::vector<std::string> patterns = {R"(took \d+ms)",     R"(\b503\b)",
                                             R"(\b3D000\b)",      R"(a5+b)",
                                             R"([a-f]+0x)",       R"((?i)BAD \d{2,3}[^\d]?e)",
                                             R"(x(?:1|2b|c3)+y)", R"(\d\d:\d\d)",
                                             R"(^\d*a?b*5)",      R"((?m)^a.c$)",
                                             R"(\Bb\d)",          R"(a?b?1?2?x)",
                                             R"([^a-f ]{2,}z)",   R"((?:ab|5)?12(?:c|d5)*)",
                                             R"(\w+_\w{3}\b)",    R"(\S+ \D\D[1-5])",
                                             R"(e{2,4}5{2}z?)",   R"(12\b|\bab)",
                                             R"(x1\d?\d?\d?2)",   R"((?s)a.{0,6}5)",
                                             R"([1-9]ab?\b)",     R"(\[5\]|\(a\))",
                                             R"((?:5a)+x)",       R"((?:\d[a-c]?){2}\b )",
                                             R"(\x3aab5\.)",      R"(z\s+\W?5?-?\d+$)",
                                             R"(\A5ab)",          R"(ab5\z)",
                                             R"(5??a5*?x)"};
  const std::vector<std::string> parts = {
      "a",     "b",    "ab", "5",  "12", "503", "x",  "y", "z", " ",   ":", "_",  "-",  "\n", "ms", "3D000",
      "took ", "BAD ", "e",  "ee", "55", "c",   "d5", "(", ")", "[5]", ".", "00", "f9", "Q",  "0"};
  std::mt19937 random(3);
  Skeleton skeleton;
  std::size_t hits = 0;
  std::vector<std::pair<std::unique_ptr<re2::RE2>, std::unique_ptr<re2::RE2>>> pairs;
  for (const std::string& pattern : patterns) {
    const auto loose = loosen(pattern);
    REQUIRE_MESSAGE(loose.has_value(), pattern);
    pairs.emplace_back(std::make_unique<re2::RE2>(pattern, bytes()),
                       std::make_unique<re2::RE2>(*loose, bytes()));
    REQUIRE_MESSAGE(pairs.back().second->ok(), *loose);
  }
  for (int round = 0; round < 6000; ++round) {
    std::string text;
    for (std::size_t i = random() % 12; i > 0; --i) text += parts[random() % parts.size()];
    const std::string bones(skeleton.of(text));
    for (const auto& [pattern, loose] : pairs) {
      if (!re2::RE2::PartialMatch(text, *pattern)) continue;
      ++hits;
      CHECK_MESSAGE(re2::RE2::PartialMatch(bones, *loose), pattern->pattern(), " in ", text, ": ",
                    loose->pattern(), " in ", bones);
    }
  }
  CHECK(hits > 5000);
}
