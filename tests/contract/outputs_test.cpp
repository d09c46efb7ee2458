// Where reports go, and what the exit status says.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "contract/command_line.h"
#include "report/reporter.h"

namespace loadtriage {
namespace {

using test::CommandLine;
using test::Outcome;

CommandLine failed_run() {
  return {{{"run/summary.json", test::summary_with(1000)}, {"run/k6.log", test::refused_log(50)}}};
}
CommandLine passed_run() { return {{{"run/summary.json", test::summary_with(0)}}}; }

// Two good points and two refused ones a tick, as k6 --out json writes them.
std::string points(int ticks) {
  std::string text =
      R"({"metric":"http_reqs","type":"Metric","data":{"name":"http_reqs","type":"counter","contains":"default","thresholds":[],"submetrics":null}})"
      "\n"
      R"({"metric":"http_req_duration","type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null}})"
      "\n"
      R"({"metric":"http_req_failed","type":"Metric","data":{"name":"http_req_failed","type":"rate","contains":"default","thresholds":[],"submetrics":null}})"
      "\n";
  const auto point = [&](const char* metric, int tick, const std::string& value, const std::string& tags) {
    const int s = tick / 100, ms = tick % 100 * 10;
    char time[40];
    std::snprintf(time, sizeof time, "2026-03-01T12:%02d:%02d.%03dZ", s / 60 % 60, s % 60, ms);
    text +=
        R"({"metric":")" + std::string(metric) + R"(","type":"Point","data":{"time":")" + time +
        R"(","value":)" + value +
        R"(,"tags":{"group":"","method":"GET","name":"orders","scenario":"default","url":"http://10.0.0.5:8080/orders",)" +
        tags + "}}}\n";
  };
  const std::string good = R"("expected_response":"true","proto":"HTTP/1.1","status":"200")";
  const std::string bad =
      R"("error":"dial: connection refused","error_code":"1212","expected_response":"false","status":"0")";
  for (int tick = 0; tick < ticks; ++tick) {
    const bool fails = tick > ticks / 2;
    const std::string& tags = fails ? bad : good;
    point("http_reqs", tick, "1", tags);
    point("http_req_duration", tick, fails ? "0" : std::to_string(5 + tick % 17), tags);
    point("http_req_failed", tick, fails ? "1" : "0", tags);
  }
  return text;
}

}  // namespace

TEST_CASE("exit status: 0 for a run that passed") {
  const Outcome outcome = passed_run().run({"analyze", "run"});
  CHECK(outcome.status == cli::kPassed);
  CHECK(contains(outcome.out, "PASSED"));
  CHECK(outcome.err == "");
}

TEST_CASE("exit status: 1 for a run with causes") {
  const Outcome outcome = failed_run().run({"analyze", "run"});
  CHECK(outcome.status == cli::kReported);
  CHECK(contains(outcome.out, "FAILED"));
  CHECK(contains(outcome.out, "net.connection-refused"));
  CHECK(outcome.err == "");
}

TEST_CASE("exit status: 2 for an option that is not known, with where to look") {
  const Outcome outcome = failed_run().run({"analyze", "run", "--frmat", "json"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.out == "");
  CHECK(contains(outcome.err, "--frmat"));
  CHECK(contains(outcome.err, "  hint: `loadtriage --help`"));
}

TEST_CASE("exit status: 2 without a command") { CHECK(CommandLine{}.run({}).status == cli::kCannot); }

TEST_CASE("--format: an unknown reporter gets the nearest name") {
  const Outcome outcome = failed_run().run({"analyze", "run", "--format", "jnuit"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(contains(outcome.err,
                 "error: unknown reporter `jnuit`; did you mean `junit`?\n  hint: there are terminal, "));
}

TEST_CASE("--format json: one document on standard output and nothing else") {
  const Outcome outcome = failed_run().run({"analyze", "run", "--format", "json"});
  const auto report = nlohmann::json::parse(outcome.out);
  CHECK(report.at("schema") == "loadtriage.report/1");
  CHECK(report.at("verdict") == "failed");
  CHECK(report.at("causes").at(0).at("id") == "net.connection-refused");
}

TEST_CASE("--format: every reporter writes something for a failed run") {
  for (const report::Reporter* reporter : report::reporters()) {
    CAPTURE(reporter->name);
    const Outcome outcome = failed_run().run({"analyze", "run", "--format", std::string(reporter->name)});
    CHECK(outcome.status == cli::kReported);
    CHECK(outcome.out != "");
  }
}

TEST_CASE("--output: a text without a file or with an unknown reporter is refused, all at once") {
  const Outcome outcome = failed_run().run(
      {"analyze", "run", "--output", "json", "--output", "html=", "--output", "sarf=x.sarif"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(contains(outcome.err,
                 "error: `--output json` names no file\n  hint: write it as --output FORMAT=FILE\n"));
  CHECK(contains(outcome.err, "error: `--output html=` names no file\n"));
  CHECK(contains(outcome.err, "error: unknown reporter `sarf`; did you mean `sarif`?\n"));
  CHECK(outcome.written.empty());
}

TEST_CASE("--output: several reports of one analysis, each as on standard output") {
  const CommandLine line = failed_run();
  const Outcome outcome = line.run(
      {"analyze", "run", "--output", "json=r.json", "--output", "html=r.html", "--output", "junit=r.xml"});
  CHECK(outcome.status == cli::kReported);
  CHECK(outcome.written.size() == 3);
  CHECK(outcome.written.at("r.json") == line.run({"analyze", "run", "--format", "json"}).out);
  CHECK(outcome.written.at("r.xml") == line.run({"analyze", "run", "--format", "junit"}).out);
  CHECK(outcome.out == line.run({"analyze", "run"}).out);
}

TEST_CASE("--output: a file that can't be written is an error after the report") {
  CommandLine line = failed_run();
  line.why_not_writable = "Permission denied";
  const Outcome outcome = line.run({"analyze", "run", "--output", "json=/r.json"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(contains(outcome.err, "/r.json: error: can't be written: Permission denied\n"));
  CHECK(contains(outcome.out, "FAILED"));
}

TEST_CASE("--format github: the step summary gets the markdown report as well") {
  CommandLine line = failed_run();
  line.environment["GITHUB_STEP_SUMMARY"] = "/summary.md";
  const Outcome outcome = line.run({"analyze", "run", "--format", "github"});
  CHECK(contains(outcome.out, "::error"));
  CHECK(outcome.written.at("/summary.md") ==
        failed_run().run({"analyze", "run", "--format", "markdown"}).out);
}

TEST_CASE("--format github: outside of GitHub no summary is written") {
  CHECK(failed_run().run({"analyze", "run", "--format", "github"}).written.empty());
}

TEST_CASE("colour: only on a terminal, and not where NO_COLOR or --no-color forbids it") {
  CommandLine line = failed_run();
  CHECK(!contains(line.run({"analyze", "run"}).out, "\x1b["));
  line.to_terminal = true;
  CHECK(contains(line.run({"analyze", "run"}).out, "\x1b["));
  CHECK(!contains(line.run({"analyze", "run", "--no-color"}).out, "\x1b["));
  line.environment["NO_COLOR"] = "1";
  CHECK(!contains(line.run({"analyze", "run"}).out, "\x1b["));
}

TEST_CASE("colour: FORCE_COLOR asks for it where no terminal is, on standard output alone") {
  CommandLine line = failed_run();
  const std::string plain = line.run({"analyze", "run", "--output", "terminal=a.txt"}).written.at("a.txt");
  line.environment["FORCE_COLOR"] = "1";
  const Outcome outcome = line.run({"analyze", "run", "--output", "terminal=a.txt"});
  CHECK(contains(outcome.out, "\x1b["));
  CHECK(outcome.written.at("a.txt") == plain);
  CHECK(!contains(line.run({"analyze", "run", "--no-color"}).out, "\x1b["));
  line.environment["FORCE_COLOR"] = "0";
  CHECK(!contains(line.run({"analyze", "run"}).out, "\x1b["));
}

TEST_CASE("--threads: one and four give the same bytes") {
  const CommandLine line{{{"run/raw.ndjson", points(12000)}, {"run/k6.log", test::refused_log(3000)}}};
  const Outcome one = line.run({"analyze", "run", "--format", "json", "--threads", "1"});
  const Outcome four = line.run({"analyze", "run", "--format", "json", "--threads", "4"});
  CHECK(one.status == cli::kReported);
  CHECK(one.out == four.out);
  CHECK(nlohmann::json::parse(one.out).at("run").at("requests") == 12000);
}

TEST_CASE("--stats: says on standard error where the time went, and leaves the report alone") {
  const Outcome outcome = passed_run().run({"analyze", "run", "--stats"});
  CHECK(outcome.out == passed_run().run({"analyze", "run"}).out);
  CHECK(contains(outcome.err, "read inputs"));
}

TEST_CASE("--explain: says on standard error why a rule did or did not fire") {
  const Outcome outcome = failed_run().run({"analyze", "run", "--explain", "net.connection-refused"});
  CHECK(contains(outcome.err, "net.connection-refused"));
  CHECK(outcome.out == failed_run().run({"analyze", "run"}).out);
}

TEST_CASE("--explain: an unknown cause gets the nearest name") {
  const Outcome outcome = failed_run().run({"analyze", "run", "--explain", "net.conection-refused"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(
      contains(outcome.err, "unknown cause `net.conection-refused`; did you mean `net.connection-refused`?"));
}

TEST_CASE("--help and --version: go to standard output, exit status 0") {
  for (const char* flag : {"--help", "--version"}) {
    const Outcome outcome = CommandLine{}.run({flag});
    CHECK(outcome.status == cli::kPassed);
    CHECK(contains(outcome.out, "loadtriage"));
    CHECK(outcome.err == "");
  }
  const Outcome help = CommandLine{}.run({"analyze", "--help"});
  for (const report::Reporter* reporter : report::reporters()) CHECK(contains(help.out, reporter->summary));
}

}  // namespace loadtriage
