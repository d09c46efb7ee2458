#include "expr/shell_fill.h"

#include <doctest/doctest.h>

namespace loadtriage::expr {
namespace {

std::string filled(std::string_view before, std::string_view value, std::string_view after) {
  ShellFill fill;
  std::string command = fill.literal(before);
  command += fill.value(value);
  return command + fill.literal(after);
}

}  // namespace

TEST_CASE("shell fill: a value outside quotes becomes one word") {
  CHECK(filled("grep x ", "a b.log", " | head") == "grep x 'a b.log' | head");
}

TEST_CASE("shell fill: within single quotes a quote leaves and comes back") {
  CHECK(filled("psql -c 'explain ", "select 'a'", "'") == "psql -c 'explain select '\\''a'\\'''");
}

TEST_CASE("shell fill: within double quotes nothing is run") {
  CHECK(filled("ss \"sport = :", "$(id)`x`", "\"") == "ss \"sport = :\\$(id)\\`x\\`\"");
}

TEST_CASE("shell fill: a comment is for the reader") {
  CHECK(filled("ls    # in ", "a b", "") == "ls    # in a b");
}

}  // namespace loadtriage::expr
