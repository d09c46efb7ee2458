#include "formats/logs/log_export.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "formats/json/records.h"
#include "unit/formats/event_log.h"

namespace loadtriage::formats {
namespace {

using model::Level;
using test::read_log;

constexpr std::int64_t kNoon = 1'772'366'400'000'000'000;  // 2026-03-01T12:00:00Z

}  // namespace

TEST_CASE("export: a pino line in each store's shape is read as pino's") {
  const std::string pino = R"({\"level\":50,\"time\":1772366400500,\"pid\":1,\"msg\":\"boom\"})";
  struct Case {
    const char* kind;
    std::string text;
  };
  for (
      const Case& wanted :
      {Case{"cloudwatch",
            R"({"events": [{"logStreamName": "api/1", "timestamp": 1772366400500, "message": ")" + pino +
                R"(\n", "ingestionTime": 1772366401000, "eventId": "3"}],
                              "searchedLogStreams": []})"},
       Case{"cloudwatch",
            R"({"timestamp":1772366400500,"message":")" + pino + R"(","ingestionTime":1772366401000})"},
       Case{
           "cloudwatch",
           R"({"messageType":"DATA_MESSAGE","logGroup":"g","logStream":"s","logEvents":[{"id":"1","timestamp":1772366400500,"message":")" +
               pino + R"("}]})"},
       Case{
           "cloudwatch",
           R"({"results": [[{"field": "@timestamp", "value": "2026-03-01 12:00:00.500"}, {"field": "@message", "value": ")" +
               pino + R"("}, {"field": "@ptr", "value": "x"}]], "status": "Complete"})"},
       Case{
           "loki",
           R"({"status":"success","data":{"resultType":"streams","result":[{"stream":{"app":"api"},"values":[["1772366400500000000",")" +
               pino + R"("]]}],"stats":{}}})"},
       Case{"loki",
            R"({"labels":{"app":"api"},"line":")" + pino + R"(","timestamp":"2026-03-01T12:00:00.5Z"})"},
       Case{
           "gcp-json",
           R"([{"insertId": "1", "logName": "projects/p/logs/stdout", "severity": "INFO", "textPayload": ")" +
               pino + R"(", "timestamp": "2026-03-01T12:00:00.500Z"}])"},
       Case{"gcp-json",
            R"([{"insertId": "1", "jsonPayload": {"level": 50, "time": 1772366400500, "msg": "boom"},
                            "severity": "ERROR", "timestamp": "2026-03-01T12:00:00.500Z"}])"},
       Case{
           "elasticsearch-hits",
           R"({"took":1,"hits":{"total":{"value":1},"hits":[{"_index":"logs","_id":"1","_source":{"@timestamp":"2026-03-01T12:00:00.500Z","message":")" +
               pino + R"("}}]}})"},
       Case{
           "elasticsearch-hits",
           R"({"_index":"logs","_id":"1","_source":{"@timestamp":"2026-03-01T12:00:00.500Z","log":{"level":"error"},"message":"boom"}})"},
       Case{
           "datadog",
           R"({"data":[{"id":"A","type":"log","attributes":{"timestamp":"2026-03-01T12:00:00.500Z","status":"error","service":"api","message":")" +
               pino + R"("}}],"meta":{}})"},
       Case{
           "journald-json",
           R"({"MESSAGE":")" + pino +
               R"(","PRIORITY":"6","SYSLOG_IDENTIFIER":"node","__REALTIME_TIMESTAMP":"1772366400500000"})"}}) {
    CAPTURE(wanted.text);
    const auto log = read_log(wanted.text + "\n");
    CHECK(log.kind == wanted.kind);
    REQUIRE(log.events.size() == 1);
    CHECK(log.events[0].message == "boom");
    CHECK(log.events[0].level == Level::error);
    CHECK(log.events[0].time_ns == kNoon + 500'000'000);
    CHECK(log.events[0].zone_stated);
    CHECK(log.fates.events == 1);
    CHECK(log.fates.lines == 1);
  }
}

TEST_CASE("export: lines without a time or level have the store's") {
  const auto log = read_log(
      R"([{"insertId":"1","severity":"WARNING","textPayload":"pool is low","timestamp":"2026-03-01T12:00:00Z"}])");
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].message == "pool is low");
  CHECK(log.events[0].level == Level::warning);
  CHECK(log.events[0].time_ns == kNoon);
}

TEST_CASE("export: a stack trace over several records is one event, in either order") {
  const std::string head =
      R"({"timestamp":1772366400000,"message":"[2026-03-01T12:00:00Z] [ERROR] app - failed","eventId":"1"})";
  const std::string frame = R"({"timestamp":1772366400001,"message":"    at main a.js:1:2", "eventId" : "2"
})";
  const std::string next =
      R"({"timestamp":1772366401000,"message":"[2026-03-01T12:00:01Z] [INFO] app - on","eventId":"3"})";
  for (const std::string& text : {head + "," + frame + "," + next, next + "," + frame + "," + head}) {
    CAPTURE(text);
    const auto log = read_log("{\"events\":[" + text + "]}");
    REQUIRE(log.events.size() == 2);
    CHECK(log.fates.events == 2);
    CHECK(log.fates.continuations == 1);
    for (const auto& event : log.events)
      CHECK(contains(event.text, "at main") == (event.level == Level::error));
  }
}

TEST_CASE("export: newest first, a traceback belongs to the line that it followed") {
  std::vector<std::string> lines = {"2026-03-01 12:00:00 ERROR failed",
                                    "Traceback (most recent call last):", "  File \\\"a.py\\\", line 1, in f",
                                    "redis.ConnectionError: Error 111", "2026-03-01 12:00:01 INFO on"};
  std::string text;
  for (std::size_t i = lines.size(); i-- > 0;)
    text +=
        R"(["17723664000000000)" + std::to_string(10 + i) + R"(",")" + lines[i] + (i > 0 ? "\"]," : "\"]");
  const auto log = read_log(R"({"data":{"result":[{"stream":{"app":"a"},"values":[)" + text + "]}]}}");
  REQUIRE(log.events.size() == 2);
  for (const auto& event : log.events)
    CHECK(contains(event.text, "Error 111") == (event.level == Level::error));
}

TEST_CASE("export: a message of several lines is one event") {
  const auto log = read_log(
      R"({"events":[{"timestamp":1772366400000,"message":"Error: boom\n    at main a.js:1:2\n2026-03-01 quoted","eventId":"1"}]})");
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].message == "Error: boom");
  CHECK(log.fates.lines == 3);
  CHECK(log.fates.continuations == 2);
}

TEST_CASE("export: places are those of the record in the file") {
  const auto log = read_log(
      "{\n  \"events\": [\n    {\n      \"timestamp\": 1772366400000,\n      \"message\": \"a\",\n"
      "      \"eventId\": \"1\"\n    },\n    {\n      \"timestamp\": 1772366400000,\n"
      "      \"message\": \"b\",\n      \"eventId\": \"2\"\n    }\n  ]\n}\n");
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[0].line == 3);
  CHECK(log.events[1].line == 8);
}

TEST_CASE("export: requests that a store knows as such are access lines") {
  const auto log = read_log(
      R"([{"insertId":"1","httpRequest":{"requestMethod":"GET","requestUrl":"https://shop.example/a","status":503,"latency":"0.120s"},"severity":"ERROR","timestamp":"2026-03-01T12:00:00Z"}])");
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].is_access);
  CHECK(log.events[0].status == 503);
  REQUIRE(log.events[0].duration_ms.has_value());
  CHECK(*log.events[0].duration_ms == doctest::Approx(120));
}

TEST_CASE("export: loggers' own records are none of a store") {
  for (const std::string text :
       {R"({"level":30,"time":1772366400000,"pid":1,"hostname":"a","msg":"up"})",
        R"({"timestamp":"2026-03-01T12:00:00Z","level":"info","message":"up"})",
        R"({"time":"2026-03-01T12:00:00Z","level":"INFO","msg":"up","type":"log"})",
        R"({"events":[{"name":"click","at":1}]})", R"({"data":[1,2,3]})", R"([])", R"({})", "[[[[", "{\"a"})
    CHECK(export_kind(text) == "");
}

TEST_CASE("export: a damaged record costs itself only") {
  const std::string good = R"({"timestamp":1772366400000,"message":"fine","eventId":"1"})";
  const auto log = read_log(good + "\n" + R"({"timestamp":1772366400000,"message":"cut)" + "\n" + good +
                            "\n" + R"({"timestamp":1772366400000,"x":{"y":1)" + "\n" + good + "\n");
  CHECK(log.events.size() == 3);
  CHECK(log.fates.dropped == 2);
}

TEST_CASE("export: cut at any byte and read in pieces of one byte it gives the same") {
  const std::string text =
      "{\"status\":\"success\",\"data\":{\"result\":[{\"stream\":{\"app\":\"a\\\"pi\"},\"values\":[["
      "\"1772366400000000000\",\"one "
      "\\\\\"],[\"1772366400000000001\",\"two\"]]}]}}\n[{\"a\":[{\"b\":\"]\"}]},{\"c\":1}]";
  const auto collect = [](std::string_view all, std::size_t piece) {
    std::vector<std::string> found;
    JsonRecords records([&](const JsonRecord& record) {
      found.push_back(std::string(record.place) + " " + std::string(record.label) + " " +
                      std::string(record.text) + " " + std::to_string(record.line) + " " +
                      std::to_string(record.offset));
    });
    std::uint64_t line = 1;
    for (std::size_t at = 0; at < all.size(); at += piece) {
      const std::string_view part = all.substr(at, piece);
      records.feed(part, line, at);
      line += static_cast<std::uint64_t>(std::count(part.begin(), part.end(), '\n'));
    }
    records.finish();
    return found;
  };
  const auto whole = collect(text, text.size());
  REQUIRE(whole.size() == 4);
  CHECK(whole[1] ==
        std::string(".data.result[].values[] {\"app\":\"a\\\"pi\"} [\"1772366400000000001\",\"two\"] 1 ") +
            std::to_string(text.find("[\"1772366400000000001")));
  for (std::size_t size = 0; size < text.size(); ++size) {
    CAPTURE(size);
    const std::string_view cut = std::string_view(text).substr(0, size);
    CHECK(collect(cut, 1) == collect(cut, text.size()));
  }
}

}  // namespace loadtriage::formats
