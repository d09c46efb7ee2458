// What a report says of its inputs is so: the line that it names, the figure that it prints, the words
// for one of something.
#include <doctest/doctest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "contract/command_line.h"

namespace loadtriage {
namespace {

using nlohmann::json;

json report_of(const test::CommandLine& line, const std::vector<std::string>& more = {}) {
  std::vector<std::string> arguments = {"analyze", "run", "--format", "json"};
  arguments.insert(arguments.end(), more.begin(), more.end());
  return json::parse(line.run(arguments).out);
}

// Every piece of evidence that names a line of the log, with what stands there.
std::vector<std::pair<std::string, std::string>> lines_named(const json& report, const std::string& log) {
  std::vector<std::string_view> lines = split(log, '\n');
  std::vector<std::pair<std::string, std::string>> named;
  for (const json& cause : report.at("causes"))
    for (const json& piece : cause.value("evidence", json::array())) {
      if (!piece.contains("source") || !piece["source"].contains("line")) continue;
      const std::size_t number = piece["source"]["line"];
      REQUIRE(number <= lines.size());
      REQUIRE(piece.contains("quote"));
      named.emplace_back(piece["quote"].get<std::string>(), std::string(lines[number - 1]));
    }
  return named;
}

std::string at(int second) {
  return "2026-03-01T12:00:" + std::string(second < 10 ? "0" : "") + std::to_string(second) + ".000Z ";
}

std::string points_of(double duration_ms) {
  std::string text;
  const auto point = [&](const char* metric, int second, double value) {
    text += R"({"metric":")" + std::string(metric) + R"(","type":"Point","data":{"time":"2026-03-01T12:00:)" +
            std::to_string(10 + second) + R"(Z","value":)" + std::to_string(value) +
            R"(,"tags":{"name":"buy","method":"GET","status":"200","expected_response":"true"}}})" + "\n";
  };
  for (int i = 0; i < 40; ++i) {
    point("http_reqs", i, 1);
    point("http_req_duration", i, duration_ms + i % 3);
    point("http_req_failed", i, 0);
  }
  return text;
}

std::string summary_of_40(double mean_ms) {
  return R"j({"metrics":{"http_reqs":{"count":40,"rate":1},"http_req_failed":{"passes":0,"fails":40,"value":0},)j"
         R"j("http_req_duration":{"avg":)j" +
         std::to_string(mean_ms) + R"j(,"min":3,"med":60,"max":400,"p(90)":150,"p(95)":212.4}}})j";
}

}  // namespace

TEST_CASE("a report: a line within a trace is named by its own number, blank lines counted") {
  std::string log;
  for (int i = 0; i < 20; ++i) log += at(i) + "INFO  [shop] served order " + std::to_string(i) + "\n";
  log += at(20) +
         "ERROR [shop] failed to serve\n"
         "TypeError: Cannot read properties of undefined (reading 'filter')\n"
         "    at price (/srv/shop/server.js:12:25)\n"
         "\n"
         "Node.js v20.20.2\n";
  const auto report = report_of({{{"run/summary.json", test::summary_with(400)}, {"run/shop.log", log}}});
  const auto named = lines_named(report, log);
  REQUIRE(!named.empty());
  for (const auto& [quote, line] : named)
    CHECK(contains(line, quote.substr(0, quote.find("\\n")).substr(0, 40)));
  CHECK(std::any_of(named.begin(), named.end(),
                    [](const auto& one) { return one.second == "Node.js v20.20.2"; }));
}

TEST_CASE("a report: the greatest of all figures stands at the line that says it, or at none") {
  std::string log;
  for (int i = 0; i < 30; ++i)
    log += "2026-03-01 12:00:" + std::to_string(10 + i) +
           ".100 UTC [7] shop@shop LOG:  duration: " + std::to_string(500 + 40 * i) +
           ".5 ms  statement: SELECT * FROM orders\n";
  const auto report =
      report_of({{{"run/summary.json", test::summary_with(400)}, {"run/postgresql.log", log}}});
  bool told = false;
  for (const json& cause : report.at("causes"))
    for (const json& piece : cause.value("evidence", json::array()))
      if (contains(piece.at("text").get<std::string>(), "the slowest took 1,66")) {
        told = true;
        CHECK_MESSAGE(!piece.contains("source"), piece.dump());
      }
  CHECK(told);
}

TEST_CASE("a report: a summary that contradicts the raw points is told, and the points stand") {
  const auto report = [](double mean_ms) {
    return report_of({{{"run/summary.json", summary_of_40(mean_ms)}, {"run/raw.ndjson", points_of(5000)}}});
  };
  CHECK(!report(5001).contains("notes"));
  const auto contradicted = report(84.1);
  REQUIRE(contradicted.contains("notes"));
  CHECK(contains(contradicted["notes"][0].get<std::string>(), "84.1 ms for the mean http_req_duration"));
  CHECK(contains(contradicted["notes"][0].get<std::string>(), "not of one run"));
  for (const json& claim : contradicted.at("claims"))
    if (claim["kind"] == "percentile") CHECK(claim["value"].get<double>() > 4900);
}

TEST_CASE("a report: what can't be opened is not said to be unrecognised") {
  const test::CommandLine line{{{"run/summary.json", test::summary_with(400)}}};
  const auto out = line.run({"analyze", "run", "nope.log"}).out;
  CHECK(contains(out, "1 input read, 1 more could not be read"));
  CHECK(!contains(out, "not recognised"));
}

TEST_CASE("analyze: an archive is named for what it is, with what to do") {
  std::string tar(512, '\0');
  tar.replace(0, 8, "k6/a.txt").replace(257, 5, "ustar");
  const test::CommandLine line{{{"a.tar", tar}, {"a.zip", std::string("PK\x03\x04\0\0", 6)}}};
  CHECK(contains(line.run({"analyze", "a.tar"}).err, "this is a tar archive: unpack it"));
  CHECK(contains(line.run({"analyze", "a.zip"}).err, "this is a zip archive: unpack it"));
}

TEST_CASE("a report: one request is one request") {
  const std::string jtl =
      "timeStamp,elapsed,label,responseCode,responseMessage,threadName,dataType,success\n"
      "1732345679123,30532,login,500,Bad,T 1-1,text,false\n";
  const auto out = test::CommandLine{{{"r.jtl", jtl}}}.run({"analyze", "r.jtl"}).out;
  CHECK(contains(out, "1 request of one route was answered"));
  CHECK(contains(out, "explains 1 of 1 failed request\n"));
  CHECK(!contains(out, "1 requests"));
}

TEST_CASE("help: usage is what can be typed, and there are examples") {
  CHECK(contains(test::CommandLine{}.run({"analyze", "--help"}).out, "Usage: loadtriage analyze "));
  CHECK(contains(test::CommandLine{}.run({"rules", "new", "--help"}).out, "Usage: loadtriage rules new "));
  CHECK(contains(test::CommandLine{}.run({"--help"}).out, "  loadtriage analyze results/ backend.log\n"));
}

TEST_CASE("--verbose: a line of which the text holds a part is quoted as a whole") {
  const std::string words =
      "the order was refused by the warehouse because the article number has no stock in any";
  std::string log;
  for (int i = 0; i < 30; ++i)
    log += at(i) + "ERROR HikariPool-1 - Connection is not available, request timed out after 30001ms. " +
           words + " place=" + words + " path=/absence-report\n";
  const test::CommandLine line{{{"run/summary.json", test::summary_with(400)}, {"run/shop.log", log}}};
  CHECK(contains(line.run({"analyze", "run", "--verbose"}).out, "path=/absence-report"));
  CHECK(contains(line.run({"analyze", "run", "--format", "markdown"}).out, "path=/absence-report"));
}

}  // namespace loadtriage
