#include "formats/logs/log_streams.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "unit/formats/event_log.h"

namespace loadtriage::formats {

using model::Level;
using test::read_log;

TEST_CASE("compose: lines of services in turn are joined within each service") {
  const auto log = read_log(
      "api-1  | [2026-03-01T12:00:00Z] [ERROR] app - failed\n"
      "db-1   | 2026-03-01 12:00:00.100 UTC [81] ERROR:  deadlock detected\n"
      "api-1  | Error: boom\n"
      "db-1   | 2026-03-01 12:00:00.100 UTC [81] DETAIL:  Process 81 waits\n"
      "api-1  |     at main (a.js:1:2)\n"
      "api-1  | [2026-03-01T12:00:01Z] [INFO] app - on\n");
  REQUIRE(log.events.size() == 3);
  CHECK(log.fates.lines == 6);
  CHECK(log.fates.continuations == 3);
  for (const auto& event : log.events) {
    if (event.message == "failed") CHECK(event.text.ends_with("failed\nError: boom\n    at main (a.js:1:2)"));
    if (event.message == "deadlock detected") CHECK(contains(event.text, "Process 81 waits"));
  }
}

TEST_CASE("compose: colours of the prefix do not hide the service") {
  const auto log = read_log(
      "\x1b[36mapi-1  | \x1b[0m[2026-03-01T12:00:00Z] [ERROR] app - failed\n"
      "\x1b[33mweb-1  | \x1b[0m[2026-03-01T12:00:00Z] [INFO] app - up\n"
      "\x1b[36mapi-1  | \x1b[0m    at main (a.js:1:2)\n");
  REQUIRE(log.events.size() == 2);
  CHECK(log.fates.continuations == 1);
}

TEST_CASE("compose: an undated line has the time of the line before it, of whichever service") {
  const auto log = read_log(
      "api-1  | [2026-03-01T12:00:00Z] [INFO] app - up\n"
      "job-1  | cannot reach the queue\n"
      "api-1  | [2026-03-01T12:00:07Z] [INFO] app - on\n"
      "api-1  | [2026-03-01T12:00:09Z] [INFO] app - and on\n");
  REQUIRE(log.events.size() == 4);
  for (const auto& event : log.events)
    if (event.message == "cannot reach the queue") CHECK(event.time_ns == 1'772'366'400'000'000'000);
}

TEST_CASE("compose: a service that is first met late has its own format") {
  std::string text;
  for (int i = 0; i < 200; ++i) text += "api-1  | [2026-03-01T12:00:00Z] [INFO] app - up\n";
  text += "db-1   | 2026-03-01 12:00:00.100 UTC [81] FATAL:  too many\n";
  const auto log = read_log(text);
  REQUIRE(log.events.size() == 201);
  CHECK(std::any_of(log.events.begin(), log.events.end(), [](const test::LoggedEvent& event) {
    return event.message == "too many" && event.level == Level::fatal;
  }));
}

TEST_CASE("compose: more services than are told apart lose no line") {
  std::string text;
  for (int i = 0; i < 300; ++i)
    text += "api-" + std::to_string(i) + "  | [2026-03-01T12:00:00Z] [INFO] app - up\n";
  const auto log = read_log(text);
  CHECK(log.events.size() == 300);
  CHECK(log.fates.events == 300);
}

TEST_CASE("CRI: a line that the runtime cut is put together again") {
  const auto log = read_log(
      "2026-03-01T12:00:00.500000000Z stdout P {\"level\":\"error\",\n"
      "2026-03-01T12:00:00.500000001Z stdout P \"msg\":\n"
      "2026-03-01T12:00:00.500000002Z stdout F \"boom\"}\n"
      "2026-03-01T12:00:01.000000000Z stderr F {\"level\":\"info\",\"msg\":\"on\"}\n");
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[0].message == "boom");
  CHECK(log.events[0].level == Level::error);
  CHECK(log.fates.lines == 4);
}

}  // namespace loadtriage::formats
