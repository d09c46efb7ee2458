#include "base/shell_word.h"

#include <doctest/doctest.h>

namespace loadtriage {

TEST_CASE("shell word: a plain path stays as it is") {
  CHECK(shell_word("samples/run-1/logs/app.log") == "samples/run-1/logs/app.log");
}

TEST_CASE("shell word: what a shell would take apart or run is quoted") {
  CHECK(shell_word("my log.txt") == "'my log.txt'");
  CHECK(shell_word("$(rm -rf x)") == "'$(rm -rf x)'");
  CHECK(shell_word("it's") == "'it'\\''s'");
  CHECK(shell_word("") == "''");
}

}  // namespace loadtriage
