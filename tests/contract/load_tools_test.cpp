// Outputs of other load tools, of real runs and written byte for byte by their formats' rules
// (tests/tool-outputs): each is recognised, its counts are exact, and no other format wants it.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "contract/command_line.h"
#include "formats/registry.h"
#include "formats/tools/adapters.h"

namespace loadtriage {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

const fs::path kOutputs = fs::path(LOADTRIAGE_SOURCE_DIR) / "tests/tool-outputs";

std::string content_of(const std::string& file) {
  std::ifstream stream(kOutputs / file, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

constexpr int kUnknown = -1;  // the file does not count requests

struct Output {
  const char* file;
  const char* kind;
  const char* tool;
  int requests, failed;
  int error_code = 0;  // of some failure; 0: none is looked for
};

const Output kKnown[] = {
    {"jmeter-refused.jtl", "jmeter-jtl", "JMeter", 120, 60, 1212},
    {"jmeter-timeouts.xml", "jmeter-xml", "JMeter", 20, 10, 1050},
    {"jmeter-statistics.json", "jmeter-statistics", "JMeter", 1000, 50},
    {"locust_stats.csv", "locust-stats", "Locust", 400, 40},
    {"locust_stats_history.csv", "locust-history", "Locust", 400, 40},
    {"locust-refused.txt", "locust-console", "Locust", 26, 26, 1212},
    {"locust-refused_stats.csv", "locust-stats", "Locust", 24, 24},
    {"locust-refused_failures.csv", "locust-failures", "Locust", kUnknown, kUnknown, 1212},
    {"locust_failures.csv", "locust-failures", "Locust", kUnknown, kUnknown, 1212},
    {"locust.json", "locust-json", "Locust", 20, 2},
    {"locust-console.txt", "locust-console", "Locust", 400, 40, 1212},
    {"gatling-refused.log", "gatling-log", "Gatling", 40, 20, 1212},
    {"gatling-binary.log", "gatling-binary", "Gatling", 40, 20, 1212},
    {"gatling-console-old.txt", "gatling-console", "Gatling", 1000, 100, 1212},
    {"gatling-console-new.txt", "gatling-console", "Gatling", 1000, 100, 1050},
    {"artillery.json", "artillery-json", "Artillery", 300, 80, 1212},
    {"artillery-legacy.json", "artillery-json", "Artillery", 100, 20, 1050},
    {"artillery-console.txt", "artillery-console", "Artillery", 300, 80, 1212},
    {"vegeta-hits.json", "vegeta-json", "Vegeta", 50, 14, 1212},
    {"vegeta-hits.csv", "vegeta-csv", "Vegeta", 50, 14, 1212},
    {"vegeta-report.json", "vegeta-report", "Vegeta", 50, 14, 1212},
    {"vegeta-report.txt", "vegeta-report", "Vegeta", 50, 14, 1212},
    {"wrk-statuses.txt", "wrk", "wrk", 343, 86},
    {"wrk-reset.txt", "wrk", "wrk", 103, 103, 1220},
    {"wrk-unanswered.txt", "wrk", "wrk", 4, 4, 1050},
    {"wrk-refused.txt", "wrk", "wrk", 1, 1, 1212},
    {"ab-statuses.txt", "ab", "ab", 200, 50},
    {"ab-lengths.txt", "ab", "ab", 200, 0},
    {"ab-refused.txt", "ab", "ab", 1, 1, 1212},
    {"ab-timeout.txt", "ab", "ab", 1, 1, 1050},
    {"ab-unanswered.txt", "ab", "ab", 50, 50, 1000},
    {"hey-statuses.txt", "hey", "hey", 200, 50, 1503},
    {"hey-refused.txt", "hey", "hey", 20, 20, 1212},
    {"hey-answered.csv", "hey-csv", "hey", 40, 10, 1503},
    {"oha.json", "oha-json", "oha", 200, 50, 1212},
    {"oha.csv", "oha-csv", "oha", 20, 4, 1500},
    {"autocannon-statuses.json", "autocannon", "autocannon", 67, 16, 1503},
    {"autocannon-refused.json", "autocannon", "autocannon", 152, 152, 1000},
    {"bombardier.json", "bombardier", "bombardier", 200, 50, 1212},
    {"fortio.json", "fortio", "Fortio", 200, 20, 1503},
    {"siege-statuses.txt", "siege", "siege", 80, 20},
    {"siege-refused.txt", "siege", "siege", 20, 20, 1212},
    {"httperf-statuses.txt", "httperf", "httperf", 50, 12},
    {"httperf-refused.txt", "httperf", "httperf", 20, 20, 1212},
    {"taurus-final-stats.csv", "taurus-final-stats", "Taurus", 120, 54, 1500},
    {"nbomber.csv", "nbomber-csv", "NBomber", 400, 30},
    {"tsung.log", "tsung-log", "Tsung", 375, 45, 1212}};

Json report_of(const std::string& file, const std::string& content) {
  const test::Outcome outcome =
      test::CommandLine{{{file, content}}}.run({"analyze", file, "--format", "json"});
  CAPTURE(outcome.err);
  REQUIRE_FALSE(outcome.out.empty());
  return Json::parse(outcome.out);
}

bool holds_code(const Json& report, int code) {
  for (const Json& failure : report.at("failures"))
    if (failure.value("error_code", 0) == code) return true;
  return false;
}

TEST_CASE("load tools: each output is recognised and its counts are exact") {
  for (const Output& known : kKnown) {
    CAPTURE(known.file);
    const Json report = report_of(known.file, content_of(known.file));
    const Json& input = report.at("inputs").at(0);
    CHECK(input.at("kind") == known.kind);
    CHECK(report.at("run").at("tool") == known.tool);
    const int requests = report.at("run").value("requests", kUnknown);
    const int failed = report.at("run").value("failed", kUnknown);
    CHECK(requests == known.requests);
    CHECK(failed == known.failed);
    if (known.error_code != 0) CHECK(holds_code(report, known.error_code));
  }
}

TEST_CASE("load tools: every adapter of the wing has an output here") {
  std::set<std::string> shown = {"locust-exceptions", "vegeta-gob"};
  for (const Output& known : kKnown) shown.insert(known.kind);
  for (const formats::Adapter* adapter : formats::tools::adapters()) {
    CAPTURE(adapter->name);
    CHECK(shown.count(std::string(adapter->name)) == 1);
  }
}

TEST_CASE("load tools: no other format wants an output of theirs") {
  for (const Output& known : kKnown) {
    CAPTURE(known.file);
    const std::string head = content_of(known.file).substr(0, input::kHeadSize);
    double own = 0;
    for (const formats::Adapter* adapter : formats::adapters())
      if (adapter->name == known.kind) own = adapter->recognises(head, true);
    for (const formats::Adapter* adapter : formats::adapters()) {
      CAPTURE(adapter->name);
      const double sureness = adapter->recognises(head, true);
      CHECK((adapter->name == known.kind ? sureness >= 0.6 : sureness < own));
    }
  }
}

TEST_CASE("load tools: an output cut anywhere is read, and every line has one fate") {
  for (const Output& known : kKnown) {
    const std::string whole = content_of(known.file);
    for (std::size_t part = 1; part < 8; ++part) {
      CAPTURE(known.file);
      CAPTURE(part);
      const test::Outcome outcome =
          test::CommandLine{{{known.file, whole.substr(0, whole.size() * part / 8)}}}.run(
              {"analyze", known.file, "--format", "json"});
      if (outcome.out.empty()) continue;  // too little is left to know what it is
      const Json input = Json::parse(outcome.out).at("inputs").at(0);
      const int fates = input.value("samples", 0) + input.value("events", 0) +
                        input.value("continuations", 0) + input.value("blank", 0) + input.value("dropped", 0);
      CHECK(fates == input.value("lines", 0));
    }
  }
}

TEST_CASE("load tools: an output of a test that sent nothing is told to tell nothing") {
  const Json report = report_of("results.jtl", content_of("jmeter-header-alone.jtl"));
  CHECK(report.at("inputs").at(0).at("kind") == "jmeter-jtl");
  CHECK(report.at("inputs").at(0).at("notes").dump().find("no sample") != std::string::npos);
  CHECK(report.at("verdict") == "invalid");
}

TEST_CASE("load tools: what Vegeta writes is told to be encoded first") {
  const Json report = report_of("results.bin", content_of("vegeta-attack.bin"));
  CHECK(report.at("inputs").at(0).at("notes").dump().find("vegeta encode") != std::string::npos);
}

TEST_CASE("load tools: the files of one run of Locust are one run") {
  const test::CommandLine line{{{"run_stats.csv", content_of("locust_stats.csv")},
                                {"run_stats_history.csv", content_of("locust_stats_history.csv")},
                                {"run_failures.csv", content_of("locust_failures.csv")},
                                {"run_exceptions.csv", content_of("locust_exceptions.csv")},
                                {"locust.log", content_of("locust-console.txt")}}};
  const test::Outcome outcome =
      line.run({"analyze", "run_stats.csv", "run_stats_history.csv", "run_failures.csv", "run_exceptions.csv",
                "locust.log", "--format", "json"});
  const Json report = Json::parse(outcome.out);
  CHECK(report.at("run").at("requests") == 400);
  CHECK(report.at("run").at("failed") == 40);
  CHECK(report.at("run").value("summaries", 1) == 1);
  CHECK(report.at("run").at("vus_max") == 10);
  double counted = 0;
  for (const Json& failure : report.at("failures")) counted += failure.value("count", 0.0);
  CHECK(counted == 40);
  REQUIRE(report.at("run").contains("onset_s"));
  CHECK(report.at("run").at("onset_s").get<double>() == doctest::Approx(20.9).epsilon(0.01));
}

std::string first_cause(const std::string& file) {
  const Json report = report_of(file, content_of(file));
  return report.at("causes").empty() ? std::string() : report.at("causes").at(0).at("id").get<std::string>();
}

TEST_CASE("load tools: the same fault has the same first cause whatever told it") {
  const test::Outcome k6 =
      test::CommandLine{{{"k6.log", test::refused_log(20)}}}.run({"analyze", "k6.log", "--format", "json"});
  const std::string cause = Json::parse(k6.out).at("causes").at(0).at("id");
  CHECK(cause == "net.connection-refused");
  for (const char* file : {"hey-refused.txt", "httperf-refused.txt", "siege-refused.txt",
                           "locust-refused.txt", "ab-refused.txt", "wrk-refused.txt"}) {
    CAPTURE(file);
    CHECK(first_cause(file) == cause);
  }
  // Half of the run was fine: then it died, or nobody can say more than that it refused.
  for (const char* file : {"jmeter-refused.jtl", "gatling-refused.log", "gatling-binary.log"}) {
    CAPTURE(file);
    const std::string broken_off = first_cause(file);
    CHECK((broken_off == "app.crash" || broken_off == "net.connection-refused"));
  }
}

}  // namespace
}  // namespace loadtriage
