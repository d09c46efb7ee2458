// Runs that were once read or judged wrongly, each for its kind: a console behind a viewer's prefix,
// a summary the script printed itself, failures that the test allows, and what a summary can't tell.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "contract/command_line.h"

namespace loadtriage {
namespace {

using Json = nlohmann::json;
using test::CommandLine;
using Files = std::map<std::string, std::string>;

Json diagnosis_of(const Files& files) {
  CommandLine line{files};
  std::vector<std::string> arguments = {"analyze", "--format", "json"};
  for (const auto& [path, text] : files) arguments.push_back(path);
  const auto outcome = line.run(arguments);
  REQUIRE_MESSAGE(outcome.status <= 1, outcome.err);
  return Json::parse(outcome.out);
}

std::string first_cause(const Json& diagnosis) {
  return diagnosis["causes"].empty() ? "" : diagnosis["causes"][0]["id"].get<std::string>();
}

// Those that are concluded, without what else it could be.
std::set<std::string> causes_of(const Json& diagnosis) {
  std::set<std::string> ids;
  for (const Json& cause : diagnosis["causes"])
    if (cause["role"] != "alternative") ids.insert(cause["id"].get<std::string>());
  return ids;
}

std::string notes_of(const Json& diagnosis) {
  std::string all = diagnosis.value("notes", Json::array()).dump();
  for (const Json& input : diagnosis["inputs"]) all += input.dump();
  return all;
}

// A summary as --summary-export writes it. Thresholds that were missed are `true` there.
struct Summary {
  int requests = 1000, failed = 0;
  std::string failed_thresholds = "{}";
  std::string duration = R"j("avg":21,"min":1.1,"med":12,"max":912.3,"p(90)":31,"p(95)":38.3)j";
  std::string duration_thresholds = "{}";
  std::string iteration = R"j("avg":121,"min":101,"med":112,"max":1012,"p(90)":131,"p(95)":138)j";
  int checks_passed = 0, checks_failed = 0;
  std::string more;

  std::string text() const {
    const auto count = [](int number) { return std::to_string(number); };
    return R"j({"metrics":{"http_reqs":{"count":)j" + count(requests) + R"j(,"rate":)j" +
           count(requests / 30) + R"j(},"iterations":{"count":)j" + count(requests) + R"j(,"rate":)j" +
           count(requests / 30) +
           R"j(},"vus_max":{"value":50,"min":50,"max":50},"http_req_failed":{"passes":)j" + count(failed) +
           R"j(,"fails":)j" + count(requests - failed) + R"j(,"value":)j" +
           std::to_string(static_cast<double>(failed) / requests) + R"j(,"thresholds":)j" +
           failed_thresholds + R"j(},"http_req_duration":{)j" + duration + R"j(,"thresholds":)j" +
           duration_thresholds + R"j(},"iteration_duration":{)j" + iteration + R"j(},"checks":{"passes":)j" +
           count(checks_passed) + R"j(,"fails":)j" + count(checks_failed) + R"j(})j" + more + "}}";
  }
};

const char kConsole[] =
    "  execution: local\n"
    "     script: /scripts/basket.js\n"
    "     output: -\n"
    "\n"
    "  scenarios: (100.00%) 1 scenario, 20 max VUs, 1m0s max duration (incl. graceful stop):\n"
    "           * default: 20 looping VUs for 30s (gracefulStop: 30s)\n"
    "\n"
    "     http_req_duration..............: avg=41.2ms min=9.1ms med=40ms max=1.1s p(90)=80ms p(95)=88ms\n"
    "     http_req_failed................: 0.00% \xE2\x9C\x93 0        \xE2\x9C\x97 610\n"
    "     http_reqs......................: 610    20.25/s\n"
    "     iterations.....................: 610    20.25/s\n"
    "     vus_max........................: 20     min=20       max=20\n"
    "\n"
    "running (30.1s), 00/20 VUs, 610 complete and 0 interrupted iterations\n"
    "default \xE2\x9C\x93 [======================================] 20 VUs  30s\n";

// The text with something before each line.
template <typename Prefix>
std::string prefixed(std::string_view text, Prefix prefix) {
  std::string out;
  for (int number = 0; !text.empty(); ++number) {
    const auto end = text.find('\n');
    out += prefix(number);
    out += text.substr(0, end + 1);
    text.remove_prefix(end + 1);
  }
  return out;
}

TEST_CASE("a console is a console whatever a viewer puts before each of its lines") {
  const auto viewer = [](int number) {
    return "2026-05-22 11:30:4" + std::to_string(number % 10) + ".07" + std::to_string(number % 7) + " | ";
  };
  const auto agent = [](int) { return std::string("[loadtest/runner-0] "); };
  for (const std::string& text :
       {std::string(kConsole), prefixed(kConsole, viewer), prefixed(kConsole, agent)}) {
    CAPTURE(text.substr(0, 60));
    const Json diagnosis = diagnosis_of({{"console.txt", text}});
    CHECK(diagnosis["verdict"] == "passed");
    CHECK(diagnosis["run"]["requests"] == 610);
    CHECK(diagnosis["inputs"][0]["kind"] == "k6-console");
    CHECK(diagnosis["inputs"][0]["dropped"].get<int>() == 0);
  }
}

TEST_CASE("k6's last line says that a threshold was missed, though the script made the summary itself") {
  const Json diagnosis =
      diagnosis_of({{"console.txt",
                     "     execution: local\n"
                     "        script: spike.js\n"
                     "        output: -\n"
                     "\n"
                     "     scenarios: (100.00%) 1 scenario, 50 max VUs, 1m0s max duration:\n"
                     "              * default: 50 looping VUs for 30s (gracefulStop: 30s)\n"
                     "\n"
                     "running (0m30.0s), 50/50 VUs, 949 complete and 0 interrupted iterations\n"
                     "default \xE2\x86\x93 [ 100% ] 50 VUs  30s\n"
                     "\n"
                     "---- ours ----\n"
                     "Failed requests: 100.00%\n"
                     "\n"
                     "time=\"2026-05-03T14:56:24+02:00\" level=error msg=\"thresholds on "
                     "metrics 'http_req_failed, checks{kind:a,b}' have been crossed\"\n"}});
  CHECK(diagnosis["verdict"] == "failed");
  CHECK(notes_of(diagnosis).find("Failed requests: 100.00%") != std::string::npos);
  std::set<std::string> missed;
  for (const Json& threshold : diagnosis["thresholds"]) missed.insert(threshold["metric"]);
  CHECK(missed == std::set<std::string>{"http_req_failed", "checks{kind:a,b}"});
}

TEST_CASE("a test stopped by Ctrl-C is no pass of the planned one") {
  std::string text = kConsole;
  text.replace(text.find("running ("), std::string::npos,
               "running (0m12.1s), 00/20 VUs, 610 complete and 17 interrupted iterations\n"
               "default \xE2\x9C\x97 [============>-------------------------] 20/20 VUs  0m12.1s/0m30.0s\n");
  text.insert(text.find("     http_req_duration"), "^C\n");
  const Json diagnosis = diagnosis_of({{"console.txt", text}});
  CHECK(diagnosis["verdict"] == "invalid");
  CHECK(first_cause(diagnosis) == "test.aborted");
  CHECK(diagnosis["run"]["duration_s"] == doctest::Approx(12.1));
  CHECK(diagnosis["run"]["planned_duration_s"] == doctest::Approx(30));
}

TEST_CASE("the threshold that was missed is the one that is told") {
  Summary summary;
  summary.duration += R"j(,"p(99)":412.7)j";
  summary.duration_thresholds = R"j({"p(95)<60":false,"p(99)<200":true})j";
  const Json diagnosis = diagnosis_of({{"summary.json", summary.text()}});
  CHECK(first_cause(diagnosis) == "app.slow-responses");
  const auto headline = diagnosis["headline"].get<std::string>();
  CHECK_MESSAGE(headline.find("p(99) of http_req_duration is 413 ms where 200 ms") != std::string::npos,
                headline);
}

TEST_CASE("failures that every check expects and the threshold allows are no trouble") {
  Summary summary;
  summary.failed = 500;
  summary.failed_thresholds = R"j({"rate<0.6":false})j";
  summary.checks_passed = 1000;
  CHECK(diagnosis_of({{"summary.json", summary.text()}})["verdict"] == "passed");
  // One check that does not hold, and they are.
  summary.checks_passed = 990;
  summary.checks_failed = 10;
  CHECK(diagnosis_of({{"summary.json", summary.text()}})["verdict"] != "passed");
}

TEST_CASE("exceptions no more frequent than failed requests are their effect") {
  std::string log;
  for (int i = 0; i < 40; ++i) {
    const std::string at = "time=\"2026-05-18T09:19:" + std::to_string(10 + i) + "Z\" ";
    log += at +
           "level=warning msg=\"Request Failed\" error=\"Get \\\"http://shop.test/p\\\": request timeout\"\n";
    log += at +
           "level=error msg=\"SyntaxError: unexpected EOF\\n\\tat JSON.parse (native)\\n\\tat default "
           "(file:///t/p.js:36:46(4))\\n\" executor=ramping-vus scenario=default source=stacktrace\n";
  }
  Summary summary;
  summary.requests = 4010;
  summary.failed = 40;
  const Json diagnosis = diagnosis_of({{"summary.json", summary.text()}, {"k6.log", log}});
  CHECK(first_cause(diagnosis) == "app.request-timeouts");
  CHECK(causes_of(diagnosis).count("test.script-error") == 0);
  CHECK(causes_of(diagnosis).count("net.connection-reset") == 0);  // EOF of a parser is none of the network
}

TEST_CASE("what failed at once was refused, though others ran into timeouts") {
  Summary summary;
  summary.requests = 6000;
  summary.failed = 4914;
  summary.failed_thresholds = R"j({"rate<0.05":true})j";
  summary.duration = R"j("avg":7100,"min":0,"med":0,"max":60001,"p(90)":30000,"p(95)":43000)j";
  summary.iteration = R"j("avg":8121,"min":1000.2,"med":1001.1,"max":61012,"p(90)":31000,"p(95)":44000)j";
  summary.checks_passed = 1086;
  summary.checks_failed = 4914;
  const Json diagnosis = diagnosis_of({{"summary.json", summary.text()}});
  CHECK(first_cause(diagnosis) == "net.connection-refused");
  CHECK(diagnosis["causes"][0]["confidence"].get<double>() <= 0.9);
}

TEST_CASE("a timeout that a third of the requests ran into would show in the iterations") {
  Summary summary;
  summary.requests = 30000;
  summary.failed = 10500;
  summary.failed_thresholds = R"j({"rate<0.05":true})j";
  summary.duration = R"j("avg":590,"min":0,"med":210,"max":9001,"p(90)":1900,"p(95)":2800)j";
  summary.iteration = R"j("avg":600,"min":1,"med":215,"max":9012,"p(90)":1910,"p(95)":2810)j";
  summary.more = R"j(,"dropped_iterations":{"count":55057,"rate":917},"payment":{"avg":0,"min":0,"med":0,)j"
                 R"j("max":0,"p(90)":0,"p(95)":0,"thresholds":{"p(95)<800":false}})j";
  const Json diagnosis = diagnosis_of({{"summary.json", summary.text()}});
  CHECK(causes_of(diagnosis).count("app.request-timeouts") == 0);
  CHECK(diagnosis.dump().find("every figure of the metric is 0") != std::string::npos);
  CHECK(diagnosis["causes"][0]["confidence"].get<double>() <= 0.9);
}

TEST_CASE("summaries of one shape are runners of one test, however near their counts are") {
  Summary one, other, failing;
  one.requests = 1402;
  other.requests = 1397;
  failing.requests = 1409;
  failing.failed = 611;
  failing.failed_thresholds = R"j({"rate<0.01":true})j";
  one.failed_thresholds = other.failed_thresholds = R"j({"rate<0.01":false})j";
  const Json diagnosis = diagnosis_of({{"runner-1/summary.json", one.text()},
                                       {"runner-2/summary.json", other.text()},
                                       {"runner-3/summary.json", failing.text()}});
  CHECK(diagnosis["verdict"] == "failed");
  CHECK(diagnosis["run"]["requests"] == 4208);
  CHECK(diagnosis["run"]["failed"] == 611);
  CHECK(notes_of(diagnosis).find("runner-3/summary.json (611 of its 1,409 requests)") != std::string::npos);
  // A copy is no second runner.
  CHECK(diagnosis_of({{"a.json", one.text()}, {"b.json", one.text()}})["run"]["requests"] == 1402);
}

TEST_CASE("a message that names no component is about the one that wrote it") {
  std::string of_database, of_anybody;
  for (int i = 0; i < 12; ++i) {
    const std::string at = "2026-05-01 10:00:" + std::to_string(10 + i) + ".250 UTC ";
    of_database += at + "[77] app@shop LOG:  statement: SELECT 1\n" + at +
                   "[77] app@shop FATAL:  login of the reader not accepted\n";
    of_anybody += at + "ERROR login of the reader not accepted\n";
  }
  const Json told = diagnosis_of({{"postgresql.log", of_database}});
  CHECK(causes_of(told).count("db.auth-failed") == 1);
  const Json other = diagnosis_of({{"reader.log", of_anybody}});
  CHECK(causes_of(other).count("db.auth-failed") == 0);
}

TEST_CASE("a kernel's stamps count from the machine's start, not from the run's") {
  Summary summary;
  summary.failed = 400;
  summary.failed_thresholds = R"j({"rate<0.01":true})j";
  const std::string kernel =
      "[83412.200000] api invoked oom-killer: gfp_mask=0xcc0(GFP_KERNEL), order=0, oom_score_adj=985\n"
      "[83412.200500] Memory cgroup out of memory: Killed process 21114 (api) total-vm:173284kB, "
      "anon-rss:39325kB, file-rss:5020kB\n";
  const Json diagnosis = diagnosis_of({{"summary.json", summary.text()}, {"dmesg.txt", kernel}});
  CHECK(first_cause(diagnosis) == "host.oom-killed");
}

}  // namespace
}  // namespace loadtriage
