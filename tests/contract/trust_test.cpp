// Inputs that a failed night may leave behind, or that somebody made on purpose: the program
// neither lies, nor leaks, nor runs away.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "contract/command_line.h"
#include "support/packed.h"

using namespace loadtriage;
using test::CommandLine;
using test::Outcome;

namespace {

nlohmann::json report_of(const Outcome& outcome) { return nlohmann::json::parse(outcome.out); }

nlohmann::json analyzed(const std::string& name, const std::string& bytes) {
  const Outcome outcome = CommandLine{{{name, bytes}}}.run({"analyze", name, "--format", "json"});
  CAPTURE(outcome.err);
  REQUIRE(outcome.status != cli::kCannot);
  return report_of(outcome);
}

std::string points(int requests, const std::string& more_tags = {}, const std::string& error = {}) {
  std::string text;
  for (int i = 0; i < requests; ++i) {
    const std::string second = std::to_string(10 + i % 50);
    const std::string tags =
        error.empty()
            ? R"("status":"200","expected_response":"true")"
            : R"("status":"0","expected_response":"false","error_code":"1000","error":")" + error + '"';
    for (const char* metric : {"http_reqs", "http_req_duration"})
      text += R"({"metric":")" + std::string(metric) +
              R"(","type":"Point","data":{"time":"2026-03-01T12:00:)" + second + R"(Z","value":1,"tags":{)" +
              tags + R"(,"method":"GET","name":"home")" + more_tags + "}}}\n";
  }
  return text;
}

// Paths may be links: each to what stands behind it here.
class LinkedFiles : public test::MemoryFileSystem {
 public:
  LinkedFiles(std::map<std::string, std::string> files, std::map<std::string, std::string> links)
      : MemoryFileSystem(std::move(files)), links_(std::move(links)) {}
  std::string resolved(const std::string& path) const override {
    const auto found = links_.find(path);
    return found == links_.end() ? path : found->second;
  }

 private:
  std::map<std::string, std::string> links_;
};

}  // namespace

TEST_CASE("trust: a host that is a command stays a word in the commands to paste") {
  std::string log = test::refused_log(40);
  const std::string host = "10.0.0.5:8080", hostile = "h;id;$(id)";
  for (std::size_t at = log.find(host); at != std::string::npos; at = log.find(host, at + hostile.size()))
    log.replace(at, host.size(), hostile);
  const CommandLine line{{{"run/summary.json", test::summary_with(1000)}, {"run/k6.log", log}}};
  const nlohmann::json report = report_of(line.run({"analyze", "run", "--format", "json"}));
  REQUIRE_FALSE(report.at("verify").empty());
  for (const std::string command : report.at("verify")) {
    CAPTURE(command);
    const std::size_t at = command.find(";id;");
    if (at == std::string::npos) continue;
    CHECK(command.rfind('\'', at) != std::string::npos);
    CHECK(command.find('\'', at) != std::string::npos);
  }
}

TEST_CASE("trust: a run is not passed on figures that are not there") {
  const std::string requests_only = R"({"metrics":{"http_reqs":{"count":5,"rate":1}}})";
  CHECK(analyzed("summary.json", requests_only).at("verdict") == "invalid");
  const std::string cut =
      R"({"metrics":{"http_reqs":{"count":5,"rate":1},"http_req_failed":{"passes":0,"fails":5,"value":0},"http_r)";
  const nlohmann::json report = analyzed("summary.json", cut);
  CHECK(report.at("verdict") == "invalid");
  CHECK(report.at("headline").get<std::string>().find("the summary ends in the middle") != std::string::npos);
  CHECK(analyzed("summary.json", test::summary_with(0)).at("verdict") == "passed");
}

TEST_CASE("trust: a run is not passed on an archive that was cut, nor on points of which lines were lost") {
  CHECK(analyzed("points.json", points(500)).at("verdict") == "passed");
  const std::string packed = test::gzip(points(500));
  CHECK(analyzed("points.json.gz", packed).at("verdict") == "passed");
  const nlohmann::json cut = analyzed("points.json.gz", packed.substr(0, packed.size() * 2 / 3));
  CHECK(cut.at("verdict") == "invalid");
  CHECK(cut.at("headline").get<std::string>().find("gzip data ends too early") != std::string::npos);
  std::string torn = points(500);
  for (int i = 0; i < 600; ++i)
    torn += R"({"metric":"http_reqs","type":"Point","data":{"ti)"
            "\n";
  CHECK(analyzed("points.json", torn).at("verdict") == "invalid");
}

TEST_CASE("trust: an archive that lost its content is no empty file") {
  const Outcome outcome = CommandLine{{{"a.gz", "\x1f\x8b\x08"}}}.run({"analyze", "a.gz"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.err.find("a.gz: error: gzip data ends too early") == 0);
}

TEST_CASE("trust: secrets in errors, names of checks, thresholds and addresses are hidden") {
  const std::string secret = "hunter22";
  std::string bytes = points(50, R"(,"group":"::login password=)" + secret + "\"",
                             "connect postgres://app:" + secret + "@db:5432/x refused");
  for (int i = 0; i < 10; ++i)
    bytes += R"({"metric":"checks","type":"Point","data":{"time":"2026-03-01T12:00:20Z","value":0,"tags":)"
             R"({"check":"token=)" +
             secret + R"( works","group":"::api_key=)" + secret + "\"}}}\n";
  std::string summary = test::summary_with(500);
  summary.replace(summary.find("rate<0.01"), 9, "rate<0.01 // password=" + secret);
  summary.insert(summary.size() - 2, R"(,"http_req_duration{url:https://h/?token=)" + secret +
                                         R"j(}":{"avg":1,"min":1,"med":1,"max":1,"p(90)":1,"p(95)":1})j");
  const CommandLine line{{{"run/points.json", bytes}, {"run/summary.json", summary}}};
  for (const char* format : {"json", "terminal", "markdown", "html", "junit", "sarif", "github"}) {
    CAPTURE(format);
    const Outcome outcome = line.run({"analyze", "run", "--verbose", "--format", format});
    CHECK(outcome.status == cli::kReported);
    CHECK(outcome.out.find(secret) == std::string::npos);
    CHECK(outcome.err.find(secret) == std::string::npos);
  }
}

TEST_CASE("trust: numbers that no test can give are absent, not counted") {
  const std::string less_than_none =
      R"({"metrics":{"http_reqs":{"count":-1,"rate":1},"http_req_failed":{"passes":0,"fails":5,"value":0}}})";
  const nlohmann::json report = analyzed("summary.json", less_than_none);
  CHECK(report.dump().find("http_reqs that no test can give") != std::string::npos);
  const std::string too_many =
      R"({"metrics":{"http_reqs":{"count":1e308,"rate":1},"http_req_failed":{"passes":1e308,"fails":1e308}}})";
  CHECK(analyzed("summary.json", too_many).at("verdict") == "invalid");
}

TEST_CASE("trust: a line of brackets is no log") {
  const Outcome outcome =
      CommandLine{{{"a.log", std::string(100'000, '[')}}}.run({"analyze", "a.log", "--format", "json"});
  CHECK(outcome.status == cli::kCannot);
}

TEST_CASE("trust: points without durations, and times at the borders, are read") {
  std::string bytes;
  for (const char* time : {"1970-01-01T00:00:00Z", "2026-03-01T12:00:00Z", "2200-12-31T23:59:59.999999999Z"})
    for (const char* name : {"a", "b"})
      bytes += R"({"metric":"http_reqs","type":"Point","data":{"time":")" + std::string(time) +
               R"(","value":1,"tags":{"status":"500","expected_response":"false","name":")" + name +
               "\"}}}\n";
  CHECK(analyzed("points.json", bytes).at("verdict") == "failed");
}

TEST_CASE("trust: the same file by two names is read once") {
  const std::map<std::string, std::string> files = {{"a.json", test::summary_with(500)},
                                                    {"./a.json", test::summary_with(500)}};
  const LinkedFiles linked(files, {{"./a.json", "a.json"}});
  const Outcome outcome = CommandLine{}.run({"analyze", "a.json", "./a.json", "--format", "json"}, linked);
  CHECK(report_of(outcome).at("inputs").size() == 1);
}

TEST_CASE("trust: a report is never written over an input, nor two over one another") {
  const CommandLine line{{{"run/summary.json", test::summary_with(500)}}};
  const Outcome outcome = line.run({"analyze", "run", "--output", "json=run/summary.json"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.written.empty());
  CHECK(outcome.err ==
        "run/summary.json: error: is an input; a report would overwrite it\n"
        "  hint: write the report to another file\n");
  const Outcome twice = line.run({"analyze", "run", "--output", "json=r", "--output", "html=r"});
  CHECK(twice.status == cli::kCannot);
  CHECK(twice.err.find("r: error: named by two outputs") == 0);
}

TEST_CASE("trust: standard output that can't be written is an error") {
  const test::MemoryFileSystem files({{"a.json", test::summary_with(0)}});
  for (const std::vector<std::string>& arguments :
       {std::vector<std::string>{"analyze", "a.json"}, {"--version"}, {"formats"}, {"--help"}}) {
    std::ostream closed(nullptr);
    std::ostringstream err;
    cli::World world{closed, err, files};
    world.environment = [](const std::string&) { return std::nullopt; };
    CHECK(cli::run(arguments, world) == cli::kCannot);
    CHECK(err.str().find("error: standard output can't be written") != std::string::npos);
  }
}

TEST_CASE("trust: rules that a link brings in from elsewhere are refused, not quoted") {
  const LinkedFiles linked({{"own/secret.yaml", "root:x:0:0: the first line"}},
                           {{"own/secret.yaml", "/etc/passwd"}});
  const Outcome outcome = CommandLine{}.run({"rules", "check", "--rules", "own"}, linked);
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.err.find("own/secret.yaml: error: a link that leads out of the folder of rules") == 0);
  CHECK(outcome.err.find("root:x") == std::string::npos);
}

TEST_CASE("trust: a folder without rules is said to hold none") {
  const Outcome outcome = CommandLine{{{"own/a.txt", "x"}}}.run({"rules", "check", "--rules", "own"});
  CHECK(outcome.status == cli::kCannot);
  CHECK(outcome.err.find("own: error: the folder holds no rules") == 0);
}

TEST_CASE("trust: a rule file of very many keys is refused with the first hundred faults") {
  std::string text = "cause: a.b\n";
  for (int i = 0; i < 20'000; ++i) text += "k" + std::to_string(i) + ": 1\n";
  const Outcome outcome =
      CommandLine{{{"own/causes/a/b.yaml", text}}}.run({"rules", "check", "--rules", "own"});
  CHECK(outcome.status == cli::kCannot);
  std::size_t faults = 0;
  for (std::size_t at = outcome.err.find("error:"); at != std::string::npos;
       at = outcome.err.find("error:", at + 1))
    ++faults;
  CHECK(faults >= 50);
  CHECK(faults <= 200);
}
