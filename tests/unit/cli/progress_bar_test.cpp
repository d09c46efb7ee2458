#include "cli/progress_bar.h"

#include <doctest/doctest.h>

#include <sstream>

#include "support/memory_file_system.h"

namespace loadtriage::cli {
namespace {

constexpr std::uint64_t kGigabyte = 1'000'000'000;

World terminal_world(std::ostream& out, const input::FileSystem& files, const std::string& ci,
                     const std::string& term = "xterm") {
  World world{out, out, files};
  world.err_is_terminal = true;
  world.environment = [ci, term](const std::string& name) -> std::optional<std::string> {
    if (name == "CI" && !ci.empty()) return ci;
    if (name == "TERM") return term;
    return std::nullopt;
  };
  return world;
}

}  // namespace

TEST_CASE("progress bar: share, bytes, rate and time left stand in one line") {
  CHECK(draw({kGigabyte, 4 * kGigabyte, 2.5}, 80) ==
        "reading  25 % [#######                       ] 1 GB of 4 GB, 400 MB/s, 8 s left");
}

TEST_CASE("progress bar: the end is whole and never more") {
  CHECK(
      draw({4 * kGigabyte, 4 * kGigabyte, 10}, 120).find("reading 100 % [##############################]") ==
      0);
  CHECK(draw({5 * kGigabyte, 4 * kGigabyte, 10}, 120).find("reading 100 %") == 0);
  CHECK(draw({4 * kGigabyte - 1, 4 * kGigabyte, 10}, 120).find("reading  99 %") == 0);
}

TEST_CASE("progress bar: a narrow terminal gets a shorter bar, then none, then a cut line") {
  for (int columns = 1; columns < 130; ++columns)
    CHECK(draw({kGigabyte, 4 * kGigabyte, 2.5}, columns).size() <= static_cast<std::size_t>(columns));
  CHECK(draw({kGigabyte, 4 * kGigabyte, 2.5}, 60).find("[##        ]") != std::string::npos);
  CHECK(draw({kGigabyte, 4 * kGigabyte, 2.5}, 50) == "reading  25 % 1 GB of 4 GB, 400 MB/s, 8 s left");
}

TEST_CASE("progress bar: standard input has a rate and no share") {
  CHECK(draw({kGigabyte, std::nullopt, 2}, 80) == "reading 1 GB, 500 MB/s");
}

TEST_CASE("progress bar: before the first byte there is no time left to tell") {
  CHECK(draw({0, kGigabyte, 1}, 50) == "reading   0 % [              ] 0 B of 1 GB, 0 B/s");
}

TEST_CASE("progress bar: it is wanted on a terminal only, and not in CI") {
  std::ostringstream out;
  const test::MemoryFileSystem files;
  CHECK(wants_progress(terminal_world(out, files, "")));
  CHECK(wants_progress(terminal_world(out, files, "false")));
  CHECK_FALSE(wants_progress(terminal_world(out, files, "true")));
  CHECK_FALSE(wants_progress(terminal_world(out, files, "1")));
  CHECK_FALSE(wants_progress(terminal_world(out, files, "", "dumb")));
  World piped = terminal_world(out, files, "");
  piped.err_is_terminal = false;
  CHECK_FALSE(wants_progress(piped));
}

TEST_CASE("progress bar: work of less than a second writes nothing") {
  std::ostringstream err;
  ProgressBar bar;
  bar.show(err, kGigabyte, 80);
  bar.hide();
  CHECK(err.str().empty());
}

}  // namespace loadtriage::cli
