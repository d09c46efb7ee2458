#include "support/memory_file_system.h"

#include <doctest/doctest.h>

using namespace loadtriage;

TEST_CASE("memory file system: lists and opens as the disk does") {
  const test::MemoryFileSystem files(
      {{"run/b.log", "b"}, {"run/a/x", "x"}, {"run/.hidden", "h"}, {"runs", "r"}});
  CHECK(files.is_folder("run"));
  CHECK(files.is_folder("run/a/"));
  CHECK_FALSE(files.is_folder("runs"));
  const auto listed = files.files_below("run");
  REQUIRE(listed.ok());
  CHECK(*listed == std::vector<std::string>{"run/a/x", "run/b.log"});
  CHECK(files.open("runs").ok());
  CHECK_FALSE(files.open("run").ok());
  CHECK_FALSE(files.files_below("none").ok());
}
