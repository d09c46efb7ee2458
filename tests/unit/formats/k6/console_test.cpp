#include "formats/k6/console.h"

#include <doctest/doctest.h>

#include <string>
#include <tuple>

#include "formats/k6/log.h"
#include "unit/formats/k6_summary_sink.h"

using namespace loadtriage;
using formats::k6_console;
using formats::k6_log;
using model::ThresholdResult;
using test::metric_of;
using test::read_with;

namespace {

const std::string kHeader = R"(
  execution: local
     script: shop.js
     output: -

  scenarios: (100.00%) 2 scenarios, 40 max VUs, 1m10s max duration (incl. graceful stop):
           * ramp: Up to 20 looping VUs for 30s over 2 stages (gracefulRampDown: 30s, gracefulStop: 30s)
           * buy: 5.00 iterations/s for 20s (maxVUs: 5-20, exec: buy, startTime: 15s, gracefulStop: 30s)

running (0m01.0s), 03/40 VUs, 2 complete and 0 interrupted iterations
ramp   [   3% ] 03/20 VUs  0m01.0s/0m30.0s
buy    • [   0% ] waiting  14.0s

running (0m02.0s), 05/40 VUs, 9 complete and 1 interrupted iterations
ramp   [   6% ] 05/20 VUs  0m02.0s/0m30.0s
)";

const std::string kNew = R"(
  █ THRESHOLDS

    checks
    ✗ 'rate>0.9' rate=75.00%

    dropped_iterations
    ✓ 'count<10' count=0

    http_req_duration{name:send it}
    ✗ 'p(95)<500' p(95)=812.3ms
    ✓ 'avg<900' avg=600ms


  █ TOTAL RESULTS

    checks_total.......: 60     6/s
    checks_succeeded...: 75.00% 45 out of 60
    checks_failed......: 25.00% 15 out of 60

    ✓ is up
    ✗ is 201
      ↳  50% — ✓ 15 / ✗ 15

    CUSTOM
    cart_size......................: avg=2.5 min=1 med=2 max=4 p(90)=4 p(95)=4

    HTTP
    http_req_duration..............: avg=1m2s min=93.2µs med=4ms max=1m40s p(90)=1.5s p(99.9)=2s
      { name:send it }.............: avg=600ms min=1ms med=2ms max=3s p(90)=1s p(95)=812.3ms
    http_req_failed................: 56.68% 403 out of 711
    http_reqs......................: 711    71.1/s

    EXECUTION
    vus............................: 5      min=3        max=40
    vus_max........................: 40     min=40       max=40

    NETWORK
    data_received..................: 38 MB  158 kB/s
)";

std::string legacy(std::string_view rate) {
  return R"(
     ✓ is up

     █ send

       ✗ is 201
        ↳  25% — ✓ 10 / ✗ 30

   ✗ checks.....................: 62.50%  ✓ 50       ✗ 30
     data_sent..................: 0 B     0 B/s
   ✓ http_req_duration..........: avg=1.2s min=0s med=471.52µs max=5ms p(90)=1ms p(95)=1ms
       { expected_response:true }...: avg=1ms min=1ms med=1ms max=1ms p(90)=1ms p(95)=1ms
   ✗ http_req_failed............: )" +
         std::string(rate) + R"(
     http_reqs..................: 711     23.7/s
     vus_max....................: 40      min=40 max=40
)";
}

std::string replaced(std::string text, std::string_view what, std::string_view by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size()))
    text.replace(at, what.size(), by);
  return text;
}

}  // namespace

TEST_CASE("console: header and progress tell scenarios, plan, and how far the run came") {
  const auto sink = read_with(k6_console, kHeader);
  REQUIRE(sink.runs.size() == 1);
  const auto& run = sink.runs[0];
  CHECK(run.script == "shop.js");
  REQUIRE(run.scenarios.size() == 2);
  CHECK(run.scenarios[0].max_vus == 20.0);
  CHECK(run.scenarios[0].duration_s == 30.0);
  CHECK(run.scenarios[1].rate_per_s == 5.0);
  CHECK(run.scenarios[1].max_vus == 20.0);
  CHECK(run.planned_duration_s == 35.0);
  CHECK(run.duration_s == 2.0);
  CHECK(run.vus_max == 40.0);
  CHECK(run.complete_iterations == 9.0);
  CHECK(run.interrupted_iterations == 1.0);
  REQUIRE(sink.progress.size() == 2);
  CHECK(sink.progress[1].elapsed_s == 2.0);
  CHECK(sink.progress[1].vus == 5);
  CHECK(sink.progress[1].complete == 9);
  CHECK(sink.progress[0].where.line == 10);
  CHECK(sink.fates.dropped == 0);
  CHECK(sink.fates_add_up());
}

TEST_CASE("console: `403 out of 711` of http_req_failed are 403 failed requests") {
  const auto failed = metric_of(read_with(k6_console, kNew), "http_req_failed");
  CHECK(failed.nonzero == 403.0);
  CHECK(failed.zero == 308.0);
  CHECK(*failed.share == doctest::Approx(403.0 / 711));
}

TEST_CASE("console: behind more log lines than a head holds the summary is read all the same") {
  std::string text;
  const std::string line =
      "time=\"2026-03-01T12:00:00Z\" level=warning msg=\"Request Failed\" error=\"EOF\"\n";
  while (text.size() < 2 * input::kHeadSize) text += line;
  CHECK(k6_log.recognises(text.substr(0, input::kHeadSize), false) > 0.5);
  const auto sink = read_with(k6_log, text + kNew);
  REQUIRE(sink.summaries.size() == 1);
  CHECK(sink.summaries[0].checks.size() == 2);
  CHECK(metric_of(sink, "http_req_failed").nonzero == 403.0);
  CHECK(sink.events.size() == text.size() / line.size());
}

TEST_CASE("console: the tick of http_req_failed counts failed requests in the older text") {
  const auto failed = metric_of(read_with(k6_console, legacy("56.68%  ✓ 403  ✗ 308")), "http_req_failed");
  CHECK(failed.nonzero == 403.0);
  CHECK(failed.zero == 308.0);
  REQUIRE(failed.thresholds.size() == 1);
  CHECK(failed.thresholds[0].result == ThresholdResult::failed);
}

TEST_CASE("console: the text between two eras counts without ticks") {
  const auto failed = metric_of(read_with(k6_console, legacy("56.68%  403 out of 711")), "http_req_failed");
  CHECK(failed.nonzero == 403.0);
  CHECK(failed.zero == 308.0);
}

TEST_CASE("console: thresholds stand with their metric, their result and what was seen") {
  const auto sink = read_with(k6_console, kNew);
  const auto submetric = metric_of(sink, "http_req_duration{name:send it}");
  REQUIRE(submetric.thresholds.size() == 2);
  CHECK(submetric.thresholds[0].expression == "p(95)<500");
  CHECK(submetric.thresholds[0].observed == "p(95)=812.3ms");
  CHECK(submetric.thresholds[0].result == ThresholdResult::failed);
  CHECK(submetric.thresholds[1].result == ThresholdResult::passed);
  const auto without_samples = metric_of(sink, "dropped_iterations");
  CHECK(without_samples.type == model::MetricType::counter);
  CHECK_FALSE(without_samples.count.has_value());
  CHECK(metric_of(sink, "checks").thresholds.size() == 1);
}

TEST_CASE("console: units of every kind become milliseconds and bytes") {
  const auto sink = read_with(k6_console, kNew);
  const auto duration = metric_of(sink, "http_req_duration");
  CHECK(*duration.trend.avg == doctest::Approx(62000));
  CHECK(*duration.trend.min == doctest::Approx(0.0932));
  CHECK(duration.trend.percentile(99.9)->low == doctest::Approx(2000));
  CHECK(metric_of(sink, "data_received").count == 38e6);
  CHECK(metric_of(sink, "data_received").per_second == 158e3);
  CHECK(metric_of(sink, "cart_size").contains == model::Contains::plain);
  CHECK(metric_of(sink, "vus").min == 3.0);
}

TEST_CASE("console: checks of both texts have their counts and groups") {
  const auto newer = read_with(k6_console, kNew).summaries.at(0);
  CHECK(newer.shape == model::SummaryShape::console);
  REQUIRE(newer.checks.size() == 2);
  CHECK(newer.checks[0].passes == 30);
  CHECK(newer.checks[1].fails == 15);
  const auto older = read_with(k6_console, legacy("0.00%   ✓ 0  ✗ 711")).summaries.at(0);
  CHECK(older.shape == model::SummaryShape::console_legacy);
  REQUIRE(older.checks.size() == 2);
  CHECK(older.checks[0].group == "");
  CHECK(older.checks[0].passes == 40);
  CHECK(older.checks[1].group == "::send");
  CHECK(older.checks[1].passes == 10);
}

TEST_CASE("console: marks and micro signs survive a wrong code page") {
  for (const auto& [tick, cross, micro, block] :
       {std::tuple{"Γ£ô", "Γ£ù", "┬╡", "Γûê"}, std::tuple{"Ô£ô", "Ô£ù", "┬Á", "Ôûê"},
        std::tuple{"âœ“", "âœ—", "Âµ", "â–ˆ"}}) {
    auto text = replaced(replaced(replaced(replaced(kNew, "✓", tick), "✗", cross), "µ", micro), "█", block);
    const auto sink = read_with(k6_console, text);
    CHECK(*metric_of(sink, "http_req_duration").trend.min == doctest::Approx(0.0932));
    CHECK(metric_of(sink, "checks").thresholds.at(0).result == ThresholdResult::failed);
  }
}

TEST_CASE("console: colours and prefixes of compose and CI are no obstacle") {
  const auto failed = [](const std::string& text) {
    return metric_of(read_with(k6_console, text), "http_req_failed").nonzero;
  };
  CHECK(failed("\x1b[31m" + replaced(kNew, "403", "\x1b[1m403\x1b[0m")) == 403.0);
  CHECK(failed(replaced(kNew, "\n", "\nk6-1  | ")) == 403.0);
  CHECK(failed(replaced(kNew, "\n", "\n2026-01-01T10:00:00.1234567Z ")) == 403.0);
}

TEST_CASE("console: k6's own log lines are events, with their stack traces") {
  const auto sink =
      read_with(k6_console, kHeader + R"(ERRO[0012] TypeError: Cannot read property 'x' of undefined
	at file:///t/shop.js:3:7(4)
running at reflect.methodValueCall (native)
time="2026-01-01T10:00:00Z" level=warning msg="Request Failed" error="Get \"http://h:1/\": EOF"

running (0m03.0s), 05/40 VUs, 12 complete and 1 interrupted iterations
)");
  REQUIRE(sink.events.size() == 2);
  CHECK(sink.events[0].level == model::Level::error);
  CHECK(sink.events[0].speaker == model::Speaker::k6);
  CHECK(sink.events[0].text.find("shop.js:3:7") != std::string::npos);
  CHECK(sink.events[1].message == "Request Failed");
  CHECK(sink.progress.size() == 3);
  CHECK(sink.fates.continuations >= 2);
  CHECK(sink.fates.dropped == 0);
  CHECK(sink.fates_add_up());
}

TEST_CASE("console: a message that PowerShell wrapped inside a word is whole again") {
  const auto sink = read_with(
      k6_console,
      kHeader + R"(k6.exe : time="2026-01-01T10:00:00Z" level=error msg="thresholds on metrics 'http_req_durat
ion' have been cro
ssed"
At line:1 char:1
+ k6 run shop.js
    + CategoryInfo          : NotSpecified
)");
  REQUIRE(sink.events.size() == 1);
  CHECK(sink.events[0].message == "thresholds on metrics 'http_req_duration' have been crossed");
  CHECK(sink.fates.dropped == 0);
}

TEST_CASE("console: a second run in the same input is a second summary") {
  const auto sink = read_with(
      k6_console, kHeader + legacy("0.00%   ✓ 0  ✗ 711") + kHeader + legacy("100.00%   ✓ 711  ✗ 0"));
  REQUIRE(sink.summaries.size() == 2);
  CHECK(sink.runs.size() == 2);
  CHECK(sink.summaries[0].checks.size() == 2);
  CHECK(sink.summaries[1].checks.size() == 2);
  CHECK(sink.noted("holds 2 end-of-test summaries"));
}

TEST_CASE("console: two summaries without a header between them are told apart") {
  const auto sink = read_with(k6_console, legacy("0.00%   ✓ 0  ✗ 711") + legacy("100.00%   ✓ 711  ✗ 0"));
  REQUIRE(sink.summaries.size() == 2);
  CHECK(sink.summaries[0].checks.size() == 2);
  CHECK(sink.summaries[1].checks.size() == 2);
}

TEST_CASE("console: the numbers of a group's block do not become the run's") {
  const auto sink = read_with(k6_console, kNew + R"(
  █ GROUP: buy

    ✗ is 201
      ↳  50% — ✓ 15 / ✗ 15

    HTTP
    http_reqs......................: 5    0.5/s
)");
  REQUIRE(sink.summaries.size() == 1);
  CHECK(metric_of(sink, "http_reqs").count == 711.0);
  CHECK(metric_of(sink, "http_reqs{group:::buy}").count == 5.0);
  CHECK(sink.summaries[0].checks.size() == 2);
  CHECK(sink.summaries[0].checks[1].group == "::buy");
}

TEST_CASE("console: JSON that handleSummary printed is a summary") {
  const auto sink = read_with(k6_console, kHeader + R"({
  "metrics": {
    "http_req_failed": {"type": "rate", "contains": "default", "values": {"rate": 1, "passes": 7, "fails": 0}}
  },
  "root_group": {"groups": [], "checks": []}
}
running (0m04.0s), 00/40 VUs, 12 complete and 1 interrupted iterations
)");
  CHECK(metric_of(sink, "http_req_failed").nonzero == 7.0);
  CHECK(sink.progress.size() == 3);
  CHECK(sink.fates.dropped == 0);
  CHECK(sink.fates_add_up());
}

TEST_CASE("console: the exit code is taken where it is plainly said") {
  CHECK(read_with(k6_console, kHeader + "exit status 99\n").runs.at(0).exit_code == 99);
  CHECK(read_with(k6_console, kHeader + "Error: Process completed with exit code 107.\n")
            .runs.at(0)
            .exit_code == 107);
  CHECK_FALSE(read_with(k6_console, kHeader + "exit code 4711\n").runs.at(0).exit_code.has_value());
}

TEST_CASE("console: prose with ticks is dropped, and no summary is made of it") {
  const auto sink = read_with(k6_console, kHeader + "✓ write more tests\nsome words\n");
  CHECK(sink.summaries.empty());
  CHECK(sink.fates.dropped == 2);
  CHECK(sink.fates_add_up());
}

TEST_CASE("console: recognised by header, progress, results, or the logo alone") {
  CHECK(k6_console.recognises(kHeader, true) > 0.9);
  CHECK(k6_console.recognises(kNew, true) > 0.9);
  CHECK(k6_console.recognises(legacy("0.00%   ✓ 0  ✗ 711"), true) > 0.9);
  CHECK(k6_console.recognises("   / __________ \\  |_|\\_\\  \\_____/ \n", true) > 0.9);
  CHECK(k6_console.recognises("time=\"2026-01-01T10:00:00Z\" level=info msg=\"running (1s), 1/1 VUs\"\n",
                              true) == 0);
  CHECK(k6_console.recognises("# A report\n\nAll is well.\n", true) == 0);
}

TEST_CASE("console: cut at any byte, every line keeps one fate") {
  const auto whole = kHeader + kNew;
  for (std::size_t size = 0; size < whole.size(); size += 3) {
    const auto sink = read_with(k6_console, whole.substr(0, size));
    CHECK(sink.fates_add_up());
  }
}
