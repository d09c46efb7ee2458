// Who wrote a line, as collectors and records say.
#include <doctest/doctest.h>

#include "unit/formats/event_log.h"

namespace loadtriage {
namespace {

TEST_CASE("writers: the service of a compose prefix, and the name that a record gives beside it") {
  const auto log = test::read_log(
      "api-1  | {\"level\":50,\"time\":\"2026-03-01T12:00:05Z\",\"service\":\"orders\",\"msg\":\"boom\"}\n"
      "db-1   | 2026-03-01 12:00:05.000 UTC [81] FATAL:  sorry\n");
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[0].writer == "api-1");
  CHECK(log.events[0].also_writer == "orders");
  CHECK(log.events[1].writer == "db-1");
  CHECK(log.events[1].format == "postgresql");
}

TEST_CASE("writers: kubectl's pod, syslog's program, a record's service") {
  const auto writer = [](const std::string& line) {
    const auto log = test::read_log(line + "\n" + line + "\n");
    return log.events.empty() ? std::string("no event") : log.events.front().writer;
  };
  CHECK(writer("[pod/orders-7c9d8b6f5-x2k4q/app] 2026-03-01T12:00:05Z ERROR boom") ==
        "pod/orders-7c9d8b6f5-x2k4q/app");
  CHECK(writer("2026-03-01T12:00:05.000000+00:00 host7 postgres[81]: FATAL: sorry") == "postgres");
  CHECK(writer("<134>1 2026-03-01T12:00:05Z host7 haproxy 81 - - Server down") == "haproxy");
  CHECK(writer(R"({"time":"2026-03-01T12:00:05Z","level":"error","service.name":"ledger","msg":"boom"})") ==
        "ledger");
  CHECK(
      writer(
          R"({"name":"gateway","hostname":"gw-1","pid":7,"level":50,"time":"2026-03-01T12:00:05Z","msg":"boom"})") ==
      "gateway");
  CHECK(writer("2026-03-01T12:00:05Z ERROR boom") == "");
}

}  // namespace
}  // namespace loadtriage
