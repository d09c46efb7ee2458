// What people type.
#include <doctest/doctest.h>

#include "contract/command_line.h"

using namespace loadtriage;
using test::CommandLine;
using test::Outcome;

namespace {

CommandLine with_run() { return {{{"run/summary.json", test::summary_with(500)}}}; }

}  // namespace

TEST_CASE("arguments: a path alone is analyzed") {
  for (const std::string path : {"run", "run/summary.json"}) {
    const Outcome outcome = with_run().run({path});
    CHECK(outcome.status == cli::kReported);
    CHECK(outcome.out == with_run().run({"analyze", path}).out);
  }
  CHECK(with_run().run({"--format", "json", "run"}).out ==
        with_run().run({"analyze", "run", "--format", "json"}).out);
}

TEST_CASE("arguments: an unknown command gets the nearest one") {
  const Outcome outcome = with_run().run({"analyse", "run"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.err.find("error: `analyse` is neither a command nor a file; did you mean `analyze`?") == 0);
  CHECK(with_run().run({"nothing/here.json"}).err.find("nothing/here.json: error: cannot open this file") ==
        0);
}

TEST_CASE("arguments: version and help are found wherever they are asked for") {
  for (const std::vector<std::string>& asked :
       {std::vector<std::string>{"--version"}, {"-V"}, {"analyze", "--version"}, {"rules", "list", "-V"}}) {
    const Outcome outcome = with_run().run(asked);
    CHECK(outcome.status == cli::kPassed);
    CHECK(outcome.out.find("loadtriage ") == 0);
  }
  CHECK(with_run().run({"help"}).out == with_run().run({"--help"}).out);
  CHECK(with_run().run({"help"}).status == cli::kPassed);
  CHECK(with_run().run({"help", "rules"}).out == with_run().run({"rules", "--help"}).out);
}

TEST_CASE("arguments: a context that is not there ends the work, a key that nobody knows is told") {
  const Outcome missing = with_run().run({"analyze", "run", "--context", "none.json"});
  CHECK(missing.status == cli::kCannot);
  CHECK(missing.out == "");
  CHECK(missing.err ==
        "none.json: error: cannot open this file: No such file or directory\n"
        "  hint: --context takes a JSON file, or a setting such as pool_size=10\n");
  const Outcome slip = with_run().run({"analyze", "run", "--context", "pool_sise=50"});
  CHECK(slip.status == cli::kReported);
  CHECK(slip.err.find("--context: warning: no rule knows `pool_sise`; did you mean `pool_size`?") == 0);
  CHECK(with_run().run({"analyze", "run", "--context", "pool_size=50"}).err == "");
}

TEST_CASE("arguments: what is missing is named as the help names it") {
  CHECK(with_run().run({"explain"}).err.find("error: CAUSE is required") == 0);
}
