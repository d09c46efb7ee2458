#include "base/spelling.h"

#include <doctest/doctest.h>

using namespace loadtriage;

const std::vector<std::string> kReporters = {"terminal", "markdown", "html", "json", "junit", "sarif"};

TEST_CASE("spelling: a slip of the hand finds the name that was meant") {
  CHECK(nearest("jnuit", kReporters) == "junit");
  CHECK(nearest("markdwon", kReporters) == "markdown");
  CHECK(nearest("JSON", kReporters) == "json");
  CHECK(nearest("htm", kReporters) == "html");
}

TEST_CASE("spelling: a name that resembles nothing gets no suggestion") {
  CHECK(nearest("spreadsheet", kReporters).empty());
  CHECK(nearest("", kReporters).empty());
  CHECK(nearest("x", {"y"}).empty());
  CHECK(nearest(std::string(100000, 'a'), kReporters).empty());
}

TEST_CASE("spelling: a suggestion is ready to be appended") {
  CHECK(did_you_mean("jnuit", kReporters) == "; did you mean `junit`?");
  CHECK(did_you_mean("spreadsheet", kReporters).empty());
}
