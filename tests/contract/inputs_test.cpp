// What the program says about the inputs it is given.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "contract/command_line.h"

namespace loadtriage {
namespace {

using test::CommandLine;
using test::Outcome;

// A request that can't be met says why and what to do, on standard error only.
void check_refused(const Outcome& outcome, const std::string& message) {
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.out == "");
  CHECK(outcome.err == message);
}

class FolderWithoutFiles : public test::MemoryFileSystem {
 public:
  bool is_folder(const std::string&) const override { return true; }
  Result<std::vector<std::string>> files_below(const std::string&, Notices*) const override {
    return std::vector<std::string>{};
  }
};

// A disk that breaks after some bytes.
class BrokenDisk : public test::MemoryFileSystem {
 public:
  explicit BrokenDisk(std::string before) : before_(std::move(before)) {}
  Result<std::unique_ptr<input::ByteStream>> open(const std::string&) const override {
    return test::make_stream(before_, test::kAllAtOnce, "Input/output error");
  }

 private:
  std::string before_;
};

nlohmann::json report_of(const Outcome& outcome) { return nlohmann::json::parse(outcome.out); }

// Null where the report names no such input.
nlohmann::json input_of(const Outcome& outcome, const std::string& path) {
  const nlohmann::json report = report_of(outcome);
  for (const auto& input : report.at("inputs"))
    if (input.at("path") == path) return input;
  return nullptr;
}

}  // namespace

TEST_CASE("analyze: no input is refused with what to name") {
  check_refused(CommandLine{}.run({"analyze"}),
                "error: no input given\n"
                "  hint: name the files of a failed run, or a folder that holds them: loadtriage analyze "
                "PATH...\n");
}

TEST_CASE("analyze: a file that is not there is refused by name") {
  const Outcome outcome = CommandLine{}.run({"analyze", "run/sumary.json"});
  check_refused(outcome, "run/sumary.json: error: cannot open this file: No such file or directory\n");
}

TEST_CASE("analyze: a disk that breaks at once is an error") {
  const Outcome outcome = CommandLine{}.run({"analyze", "app.log"}, BrokenDisk(""));
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.out == "");
  CHECK(contains(outcome.err, "app.log: error: "));
}

TEST_CASE("analyze: a disk that breaks in mid file gives a report that says so") {
  const Outcome outcome =
      CommandLine{}.run({"analyze", "k6.log", "--format", "json"}, BrokenDisk(test::refused_log(40)));
  CHECK(outcome.status == cli::kReported);
  CHECK(contains(input_of(outcome, "k6.log").dump(), "Input/output error"));
}

TEST_CASE("analyze: an empty file alone is refused") {
  check_refused(CommandLine{{{"k6.log", ""}}}.run({"analyze", "k6.log"}),
                "k6.log: error: the file is empty\n  hint: was the run stopped before it wrote anything?\n");
}

TEST_CASE("analyze: a file of no known kind is refused with where to look") {
  std::string noise(3000, '\0');
  for (std::size_t i = 0; i < noise.size(); ++i) noise[i] = static_cast<char>((i * 7919 + i / 3) % 256);
  const Outcome outcome = CommandLine{{{"photo.bin", noise}}}.run({"analyze", "photo.bin"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.out == "");
  CHECK(contains(outcome.err, "photo.bin: error: this is a binary file\n"));
  CHECK(contains(outcome.err, "  hint: `loadtriage formats` lists what can be read"));
}

TEST_CASE("analyze: a folder without files is refused") {
  check_refused(CommandLine{}.run({"analyze", "results"}, FolderWithoutFiles()),
                "results: error: the folder holds no files\n"
                "  hint: put the run's files into it, or name another folder\n");
}

TEST_CASE("analyze: what is wrong with several paths is said at once") {
  const Outcome outcome = CommandLine{}.run({"analyze", "one.json", "two.json"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(contains(outcome.err, "one.json: error: "));
  CHECK(contains(outcome.err, "two.json: error: "));
}

TEST_CASE("analyze: an unusable input beside good ones is a warning, and the report names it") {
  const CommandLine line{
      {{"run/summary.json", test::summary_with(1000)}, {"run/core", std::string(900, '\0')}}};
  const Outcome outcome = line.run({"analyze", "run", "--format", "json"});
  CHECK(outcome.status == cli::kReported);
  CHECK(contains(outcome.err, "run/core: warning: this is a binary file\n"));
  CHECK(report_of(outcome).at("run").at("requests") == 1000);
  CHECK(contains(input_of(outcome, "core").dump(), "this is a binary file"));
}

TEST_CASE("analyze: an empty input beside good ones has its line in the report") {
  const CommandLine line{{{"run/summary.json", test::summary_with(0)}, {"run/app.log", ""}}};
  const Outcome outcome = line.run({"analyze", "run", "--format", "json"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(input_of(outcome, "app.log").at("kind") == "empty");
}

TEST_CASE("analyze: kinds are recognised by content, whatever the name") {
  const CommandLine line{{{"a.txt", test::summary_with(0)}, {"b.json", test::refused_log(5)}}};
  const Outcome outcome = line.run({"analyze", "a.txt", "b.json", "--format", "json"});
  CHECK(input_of(outcome, "a.txt").at("kind") == "k6-summary-export");
  CHECK(input_of(outcome, "b.json").at("kind") == "k6-log");
}

TEST_CASE("analyze: - reads standard input") {
  const CommandLine line{{{"-", test::summary_with(1000)}}};
  const Outcome outcome = line.run({"analyze", "-", "--format", "json"});
  CHECK(outcome.status == cli::kReported);
  CHECK(input_of(outcome, "standard input").at("kind") == "k6-summary-export");
}

TEST_CASE("analyze: a file that is given twice is read once") {
  const CommandLine line{{{"run/summary.json", test::summary_with(0)}}};
  const Outcome outcome = line.run({"analyze", "run", "run/summary.json", "--format", "json"});
  CHECK(report_of(outcome).at("inputs").size() == 1);
}

TEST_CASE("analyze: a context with an unknown unit is refused with the units there are") {
  const CommandLine line{{{"summary.json", test::summary_with(0)}}};
  const Outcome outcome = line.run({"analyze", "summary.json", "--context", "timeout_ms=30parsecs"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.out == "");
  CHECK(contains(outcome.err, "--context: error: `timeout_ms`: `30parsecs` has no unit known here (ms, s, "));
}

TEST_CASE("analyze: a context on the command line is a fact with its source") {
  const CommandLine line{{{"summary.json", test::summary_with(1000)}}};
  const Outcome outcome =
      line.run({"analyze", "summary.json", "--context", "pool_size=7", "--format", "json"});
  const auto fact = report_of(outcome).at("facts").at("pool_size");
  CHECK(fact.at("value") == 7);
  CHECK(contains(fact.dump(), "--context"));
}

TEST_CASE("analyze: context.json in a folder is context") {
  const CommandLine line{
      {{"run/summary.json", test::summary_with(1000)}, {"run/context.json", R"({"pool_size": 7})"}}};
  const Outcome outcome = line.run({"analyze", "run", "--format", "json"});
  CHECK(input_of(outcome, "context.json").at("kind") == "context");
  CHECK(report_of(outcome).at("facts").at("pool_size").at("value") == 7);
}

TEST_CASE("--baseline: this run stands beside the earlier one, which is not diagnosed") {
  CommandLine both;
  both.files = {{"now.json", test::summary_with(400)}, {"before.json", test::summary_with(0)}};
  const Outcome outcome = both.run({"analyze", "now.json", "--baseline", "before.json", "--format", "json"});
  CHECK(outcome.status == cli::kReported);
  const nlohmann::json report = report_of(outcome);
  CHECK(report.at("run").at("failed") == 400);
  CHECK(report.at("inputs").size() == 1);
  CHECK(report.at("baseline").at("paths") == nlohmann::json::array({"before.json"}));
  bool found = false;
  for (const auto& figure : report.at("baseline").at("figures"))
    if (figure.at("name") == "failed requests") {
      found = true;
      CHECK(figure.at("before") == 0);
      CHECK(figure.at("now") == 0.4);
    }
  CHECK(found);
  CHECK(contains(both.run({"analyze", "now.json", "--baseline", "before.json"}).out,
                 "the baseline is before.json"));
}

TEST_CASE("--baseline: an earlier run that can't be read is an error") {
  CommandLine one;
  one.files = {{"now.json", test::summary_with(400)}};
  const Outcome outcome = one.run({"analyze", "now.json", "--baseline", "gone.json"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(contains(outcome.err, "gone.json"));
}

}  // namespace loadtriage
