#include "formats/k6/summary_json.h"

#include <doctest/doctest.h>

#include <string>

#include "unit/formats/k6_summary_sink.h"

using namespace loadtriage;
using formats::k6_handle_summary;
using formats::k6_machine_readable;
using formats::k6_summary_export;
using model::ThresholdResult;
using test::metric_of;
using test::read_with;

namespace {

const std::string kExport = R"j({
  "root_group": {"name": "", "path": "", "groups": {"send": {"name": "send", "path": "::send", "groups": {},
      "checks": {"is 201": {"name": "is 201", "path": "::send::is 201", "passes": 3, "fails": 5}}}},
    "checks": {"is up": {"name": "is up", "path": "::is up", "passes": 8, "fails": 0}}},
  "metrics": {
    "http_req_failed": {"passes": 5, "fails": 3, "value": 0.625,
      "thresholds": {"rate<0.01": true}},
    "http_reqs": {"count": 8, "rate": 0.4},
    "http_req_duration": {"avg": 12.5, "min": 1, "med": 10, "max": 99, "p(90)": 50, "p(99.9)": 98,
      "thresholds": {"p(90)<500": false}},
    "http_req_duration{expected_response:true}": {"avg": 20, "min": 9, "med": 19, "max": 99, "p(90)": 60},
    "vus_max": {"value": 4, "min": 4, "max": 4},
    "basket_size": {"avg": 2, "min": 1, "med": 2, "max": 3, "p(90)": 3}
  }
}
)j";

const std::string kHandle = R"j({"metrics": {
  "http_req_failed": {"type": "rate", "contains": "default", "values": {"rate": 0.625, "passes": 5, "fails": 3},
    "thresholds": {"rate<0.01": {"ok": false}, "rate<0.9": {"ok": true}}},
  "upload_size": {"type": "counter", "contains": "data", "values": {"count": 100, "rate": 5}}},
 "root_group": {"name": "", "path": "", "id": "x", "groups": [
   {"name": "outer", "path": "::outer", "checks": [], "groups": [{"name": "inner", "checks": [
     {"name": "is 200", "passes": 1, "fails": 2}]}]}], "checks": []},
 "options": {"summaryTrendStats": ["avg"]}, "state": {"testRunDurationMs": 20500.5}, "setup_data": {"token": "t"}}
)j";

std::string machine_readable(std::string_view generated, std::string_view version, std::string_view p95) {
  return std::string(
             R"j({"version": "1.0.0", "config": {"duration": 20.5, "execution": "local", "script": "x"},
 "metadata": {")j") +
         std::string(generated) + R"j(": "2026-01-01T10:00:00Z", ")j" + std::string(version) +
         R"j(": "2.2.0"}, "results": {"checks": {"metrics": [
   {"name": "checks_total", "type": "counter", "contains": "default", "values": {"count": 8}},
   {"name": "checks_failed", "type": "rate", "contains": "default", "values": {"matches": 6, "total": 8, "rate": 0.75}},
   {"name": "checks_succeeded", "type": "rate", "contains": "default", "values": {"matches": 2, "total": 8, "rate": 0.25}}],
   "results": [{"name": "is 200", "passes": 2, "fails": 6}]},
 "metrics": [
   {"name": "http_req_failed", "type": "rate", "contains": "default", "values": {"matches": 5, "total": 8, "rate": 0.625}},
   {"name": "http_req_duration{expected_response:true}", "type": "trend", "contains": "time",
    "values": {"avg": 3, "min": 1, "med": 2, "max": 9, ")j" +
         std::string(p95) + R"j(": 8}}]}})j";
}

}  // namespace

TEST_CASE("summary export: the passes of http_req_failed are the failed requests") {
  const auto failed = metric_of(read_with(k6_summary_export, kExport), "http_req_failed");
  CHECK(failed.type == model::MetricType::rate);
  CHECK(failed.nonzero == 5.0);
  CHECK(failed.zero == 3.0);
  CHECK(failed.share == 0.625);
}

TEST_CASE("summary export: a threshold that is true was crossed") {
  const auto sink = read_with(k6_summary_export, kExport);
  const auto failed = metric_of(sink, "http_req_failed");
  REQUIRE(failed.thresholds.size() == 1);
  CHECK(failed.thresholds[0].expression == "rate<0.01");
  CHECK(failed.thresholds[0].result == ThresholdResult::failed);
  CHECK(failed.thresholds[0].where.line == 7);
  const auto duration = metric_of(sink, "http_req_duration");
  REQUIRE(duration.thresholds.size() == 1);
  CHECK(duration.thresholds[0].result == ThresholdResult::passed);
}

TEST_CASE("handleSummary: a threshold that is not ok was crossed") {
  const auto failed = metric_of(read_with(k6_handle_summary, kHandle), "http_req_failed");
  CHECK(failed.nonzero == 5.0);
  REQUIRE(failed.thresholds.size() == 2);
  CHECK(failed.thresholds[0].result == ThresholdResult::failed);
  CHECK(failed.thresholds[1].result == ThresholdResult::passed);
}

TEST_CASE("machine-readable: the matches of http_req_failed are the failed requests") {
  const auto failed =
      metric_of(read_with(k6_machine_readable, machine_readable("generated_at", "k6_version", "p95")),
                "http_req_failed");
  CHECK(failed.nonzero == 5.0);
  CHECK(failed.zero == 3.0);
}

TEST_CASE("machine-readable: the keys that are written and the keys of the schema both count") {
  for (const auto& text : {machine_readable("generated_at", "k6_version", "p95"),
                           machine_readable("generatedAt", "k6Version", "p(95)")}) {
    const auto sink = read_with(k6_machine_readable, text);
    REQUIRE(sink.summaries.size() == 1);
    CHECK(sink.summaries[0].run.k6_version == "2.2.0");
    CHECK(sink.summaries[0].run.duration_s == 20.5);
    const auto duration = metric_of(sink, "http_req_duration{expected_response:true}");
    REQUIRE(duration.trend.percentile(95));
    CHECK(duration.trend.percentile(95)->high == 8);
  }
}

TEST_CASE("machine-readable: three metrics of checks become the one that other shapes have") {
  const auto checks = metric_of(
      read_with(k6_machine_readable, machine_readable("generated_at", "k6_version", "p95")), "checks");
  CHECK(checks.nonzero == 2.0);
  CHECK(checks.zero == 6.0);
  CHECK(checks.share == 0.25);
}

TEST_CASE("summary export: types and units are inferred from names and statistics") {
  const auto sink = read_with(k6_summary_export, kExport);
  CHECK(metric_of(sink, "http_reqs").type == model::MetricType::counter);
  CHECK(metric_of(sink, "vus_max").type == model::MetricType::gauge);
  CHECK(metric_of(sink, "basket_size").type == model::MetricType::trend);
  CHECK(metric_of(sink, "basket_size").contains == model::Contains::plain);
  const auto submetric = metric_of(sink, "http_req_duration{expected_response:true}");
  CHECK(submetric.name == "http_req_duration");
  CHECK(submetric.selector == "expected_response:true");
  CHECK(submetric.contains == model::Contains::time);
  CHECK(metric_of(sink, "http_req_duration").trend.percentile(99.9)->low == 98);
  CHECK(metric_of(sink, "http_req_duration").trend.percentile(50)->low == 10);
}

TEST_CASE("summary export: the duration comes from count and rate") {
  const auto sink = read_with(k6_summary_export, kExport);
  REQUIRE(sink.summaries.size() == 1);
  CHECK(sink.summaries[0].run.duration_s == doctest::Approx(20));
  CHECK(sink.summaries[0].run.vus_max == 4.0);
}

TEST_CASE("checks: groups are read from objects and from lists") {
  const auto exported = read_with(k6_summary_export, kExport).summaries.at(0).checks;
  REQUIRE(exported.size() == 2);
  CHECK(exported[0].group == "");
  CHECK(exported[1].group == "::send");
  CHECK(exported[1].fails == 5);
  const auto handled = read_with(k6_handle_summary, kHandle).summaries.at(0);
  REQUIRE(handled.checks.size() == 1);
  CHECK(handled.checks[0].group == "::outer::inner");
  CHECK(handled.has_setup_data);
  CHECK(handled.run.duration_s == doctest::Approx(20.5005));
}

TEST_CASE("JSON summaries: each shape is recognised as itself only") {
  const auto machine = machine_readable("generated_at", "k6_version", "p95");
  CHECK(k6_summary_export.recognises(kExport, true) > 0.9);
  CHECK(k6_handle_summary.recognises(kExport, true) == 0);
  CHECK(k6_handle_summary.recognises(kHandle, true) > 0.9);
  CHECK(k6_summary_export.recognises(kHandle, true) == 0);
  CHECK(k6_machine_readable.recognises(machine, true) > 0.9);
  CHECK(k6_summary_export.recognises(R"j({"metrics": {"cpu": {"value": 3}}})j", true) == 0);
  CHECK(k6_summary_export.recognises(R"j({"type":"Point","metric":"http_reqs","data":{"value":1}})j", true) ==
        0);
}

TEST_CASE("JSON summaries: cut at any byte, what was complete is used") {
  std::size_t readable = 0;
  for (std::size_t size = 0; size < kExport.size(); ++size) {
    const auto sink = read_with(k6_summary_export, kExport.substr(0, size));
    CHECK((sink.summaries.empty() || sink.fates_add_up()));
    if (sink.summaries.empty()) continue;
    ++readable;
    // The last bytes are the line feed and closing braces of the whole.
    if (size < kExport.size() - 2) CHECK(sink.summaries[0].truncated);
    CHECK(metric_of(sink, "http_req_failed").nonzero.value_or(5) == 5.0);
  }
  CHECK(readable > kExport.size() / 2);
}

TEST_CASE("JSON summaries: a cut document says so") {
  const auto sink = read_with(k6_summary_export, kExport.substr(0, kExport.find("\"vus_max\"")));
  CHECK(sink.noted("cut short"));
  CHECK(metric_of(sink, "http_reqs").count == 8.0);
}

TEST_CASE("JSON summaries: other text around the document is told, not an error") {
  const auto sink = read_with(k6_summary_export, "starting\n{not json}\n" + kExport + "done\n");
  REQUIRE(sink.summaries.size() == 1);
  CHECK(sink.noted("outside the JSON document"));
  CHECK(sink.fates.dropped == 3);
  CHECK(sink.fates_add_up());
  CHECK(metric_of(sink, "http_req_failed").thresholds[0].where.line == 9);
}

TEST_CASE("JSON summaries: every document of an input is a summary of its own") {
  const auto sink = read_with(k6_summary_export, kExport + kExport);
  CHECK(sink.summaries.size() == 2);
  CHECK(sink.noted("holds 2 summaries"));
  CHECK(sink.fates_add_up());
}

TEST_CASE("JSON summaries: one that its script wrapped is found") {
  const auto sink = read_with(k6_handle_summary, R"j({"meta": {"by": "us"}, "k6": )j" + kHandle + "}");
  REQUIRE(sink.summaries.size() == 1);
  CHECK(sink.noted("wrapped"));
  CHECK(metric_of(sink, "upload_size").contains == model::Contains::data);
}

TEST_CASE("JSON summaries: NaN is absent, not zero") {
  const auto sink = read_with(
      k6_summary_export, R"j({"metrics": {"http_req_failed": {"passes": 0, "fails": 0, "value": NaN}}})j");
  CHECK_FALSE(metric_of(sink, "http_req_failed").share.has_value());
  CHECK(metric_of(sink, "http_req_failed").empty() == true);
  CHECK(sink.noted("NaN"));
}

TEST_CASE("JSON summaries: a percentile of 0 above one that is not was never computed") {
  const auto sink =
      read_with(k6_summary_export, R"j({"metrics": {"http_req_duration": {"avg": 5, "p(95)": 9, "p(99)": 0
}
}
})j");
  CHECK(metric_of(sink, "http_req_duration").trend.percentile(95).has_value());
  CHECK_FALSE(metric_of(sink, "http_req_duration").trend.percentile(99).has_value());
}

TEST_CASE("reduced summary: plain names and texts with units are read, and it says so") {
  const auto sink =
      read_with(k6_handle_summary, R"j({"testType": "spike", "totalRequests": 200, "failed_rate": "2.5%",
      "http_req_duration_p95": "101.5ms", "http_req_duration_p99": 0, "error_rate": 0.9, "vus_max": 5})j");
  REQUIRE(sink.summaries.size() == 1);
  CHECK(metric_of(sink, "http_reqs").count == 200.0);
  CHECK(metric_of(sink, "http_req_failed").nonzero == 5.0);
  CHECK(metric_of(sink, "http_req_failed").zero == 195.0);
  CHECK(metric_of(sink, "http_req_duration").trend.percentile(95)->low == 101.5);
  CHECK_FALSE(metric_of(sink, "http_req_duration").trend.percentile(99).has_value());
  CHECK(metric_of(sink, "error_rate").name.empty());
  CHECK(sink.noted("reduced by its script"));
}

TEST_CASE("JSON summaries: what holds no metrics of k6 is refused with a reason") {
  const auto sink = read_with(k6_summary_export, R"j({"name": "package", "version": "1.0.0"})j", false);
  CHECK(sink.summaries.empty());
  CHECK(sink.notes == std::vector<std::string>{"no k6 metrics in this JSON"});
}

TEST_CASE("JSON summaries: nesting without end does not exhaust the stack") {
  const auto sink = read_with(k6_summary_export, std::string(200000, '['), false);
  CHECK(sink.summaries.empty());
}
