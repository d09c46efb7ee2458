#include "formats/k6/log.h"

#include <doctest/doctest.h>

#include "unit/formats/points_sink.h"

namespace loadtriage::formats {
namespace {

using model::Level;
using model::LogEvent;
using test::PointsSink;

const std::string kDial = R"(Get "http://h:3000/": dial tcp 127.0.0.1:3000: connect: connection refused)";

PointsSink read(const std::string& text) {
  PointsSink sink;
  input::Source source = test::source_of(text);
  CHECK(k6_log.read(source, 0, sink));
  CHECK(sink.fates_add_up());
  return sink;
}

TEST_CASE("k6 log: the three forms of one line tell the same") {
  const std::string quoted =
      R"("Get \"http://h:3000/\": dial tcp 127.0.0.1:3000: connect: connection refused")";
  for (const std::string& line :
       {R"(time="2026-01-01T08:00:05Z" level=warning msg="Request Failed" error=)" + quoted,
        R"({"error":)" + quoted +
            R"(,"level":"warning","msg":"Request Failed","time":"2026-01-01T08:00:05Z"})",
        "WARN[0005] Request Failed                                error=" + quoted,
        "\x1b[33mWARN\x1b[0m[0005] Request Failed                                \x1b[33merror\x1b[0m=" +
            quoted}) {
    CAPTURE(line);
    LogEvent event;
    REQUIRE(parse_k6_log_line(line, event));
    CHECK(event.message == "Request Failed");
    CHECK(event.level == Level::warning);
    CHECK(event.speaker == model::Speaker::k6);
    CHECK(model::field(event, "error") == kDial);
    CHECK(event.text == "Request Failed error=\"" + kDial + "\"");
    CHECK((event.since_start_s == 5.0 || event.time_ns == 1767254405000000000));
    CHECK(event.zone_stated == event.time_ns.has_value());
  }
}

TEST_CASE("k6 log: fields of executors, sources and hints are handed out") {
  LogEvent event;
  REQUIRE(
      parse_k6_log_line("WARN[0012] Insufficient VUs, reached 50 active VUs and cannot initialize more  "
                        "executor=constant-arrival-rate scenario=load",
                        event));
  CHECK(event.message == "Insufficient VUs, reached 50 active VUs and cannot initialize more");
  CHECK(model::field(event, "scenario") == "load");
  REQUIRE(parse_k6_log_line(
      R"x(time="2026-01-01T08:00:05+02:00" level=error msg="TypeError: x\n\tat f (file:///s.js:1:2)" )x"
      R"(executor=per-vu-iterations scenario=default source=stacktrace hint="script exception")",
      event));
  CHECK(event.message == "TypeError: x\n\tat f (file:///s.js:1:2)");
  CHECK(model::field(event, "hint") == "script exception");
  CHECK(event.time_ns == 1767247205000000000);
}

TEST_CASE("k6 log: a message with equals signs is no field") {
  LogEvent event;
  REQUIRE(parse_k6_log_line("INFO[0001] a=1 b=2                                     source=console", event));
  CHECK(event.message == "a=1 b=2");
  CHECK(model::field(event, "source") == "console");
  REQUIRE(parse_k6_log_line("INFO[0001] status=200", event));
  CHECK(event.message == "status=200");
  CHECK(event.fields.empty());
}

TEST_CASE("k6 log: lines that are none leave the event alone") {
  for (const char* line :
       {"", "running (0m05.0s), 10/10 VUs", "WARN", "WARN[abc] x", "{\"a\":1}", "level=info",
        "time=\"x\" other=1", "{\"level\":\"loud\",\"msg\":\"x\"}", "[0005] x", "{", "time=\""}) {
    CAPTURE(line);
    LogEvent event;
    event.message = "before";
    CHECK_FALSE(parse_k6_log_line(line, event));
    CHECK(event.message == "before");
  }
}

TEST_CASE("k6 log: every way of cutting a line is survived") {
  for (
      const std::string line :
      {R"({"error":"Get \"x\": \u00e9","level":"warning","msg":"Request Failed","n":[1,{"a":"}"}],"time":"2026-01-01T08:00:05Z"})",
       R"(time="2026-01-01T08:00:05Z" level=warning msg="Request \"Failed\"" error="a\tb")"}) {
    for (std::string text(line); !text.empty(); text.pop_back()) {
      LogEvent event;
      if (!parse_k6_log_line(text, event)) continue;
      CHECK(event.level == Level::warning);
      CHECK(event.text.substr(0, event.message.size()) == event.message);
    }
  }
}

TEST_CASE("k6 log: stack traces belong to the event before them") {
  const PointsSink sink = read(
      "ERRO[0003] GoError: order not created\n\tat file:///s.js:12:3(8)\n\tat native\n"
      "WARN[0004] Request Failed   error=EOF\n");
  CHECK(sink.events ==
        std::vector<std::string>{"GoError: order not created\n\tat file:///s.js:12:3(8)\n\tat native",
                                 "Request Failed error=\"EOF\""});
  CHECK(sink.event_lines == std::vector<std::uint64_t>{1, 4});
  CHECK(sink.fates.continuations == 2);
}

TEST_CASE("k6 log: raw messages are events of their own") {
  const PointsSink sink =
      read("Request Failed\nRequest Failed\nthresholds on metrics 'checks' have been crossed\n");
  CHECK(sink.events.size() == 3);
  CHECK(sink.levels == std::vector<Level>(3, Level::unknown));
}

TEST_CASE("k6 log: lines before the first event are dropped") {
  const PointsSink sink =
      read("noise\n\nINFO[0000] go                                           source=console\n");
  CHECK(sink.drops == std::vector<std::string>{"1: no k6 log line, and none before it to belong to"});
  CHECK(sink.events.size() == 1);
}

TEST_CASE("k6 log: known by k6's words, as other programs write the same forms") {
  CHECK(
      k6_log.recognises(
          R"({"level":"error","msg":"thresholds on metrics 'checks' have been crossed","time":"2026-01-01T08:00:05Z"})",
          true) > 0.9);
  CHECK(k6_log.recognises(R"(time="2026-01-01T08:00:05Z" level=info msg="listening" port=80)"
                          "\n",
                          true) < 0.5);
  CHECK(k6_log.recognises("Request Failed\nRequest Failed\n", true) > 0.5);
  CHECK(k6_log.recognises("2026-01-01 ERROR Request Failed badly\n", true) == 0);
  CHECK(k6_log.recognises("", true) == 0);
}

}  // namespace
}  // namespace loadtriage::formats
