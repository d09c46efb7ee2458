#include "formats/logs/postgresql_csv.h"

#include <doctest/doctest.h>

#include "base/text.h"
#include "unit/formats/event_log.h"

namespace loadtriage::formats {
namespace {

using model::Level;

test::EventLog read_csvlog(const std::string& text) {
  test::EventLog log;
  input::Source source(test::make_stream(text), "postgresql-Sun.csv");
  REQUIRE(postgresql_csv.recognises(source.head(), source.head_is_whole()) > 0.9);
  REQUIRE(postgresql_csv.read(source, 0, log));
  return log;
}

// One message with a detail over two lines, as version 14 and later write it.
const std::string kDeadlock =
    "2026-03-01 12:00:05.120 UTC,\"shop\",\"orders\",81,\"10.0.0.7:51234\",69a42b45.51,3,\"UPDATE\","
    "2026-03-01 11:59:00 UTC,5/12,744,ERROR,40P01,\"deadlock detected\",\"Process 81 waits for ShareLock on "
    "transaction 743; blocked by process 82.\nProcess 82 waits for \"\"X\"\".\",\"See server log.\",,,,"
    "\"UPDATE seats SET taken = true\",,,\"node\",\"client backend\",,0\n";

}  // namespace

TEST_CASE("csvlog: a record over several lines is one event, worded as the server's own log is") {
  const auto log = read_csvlog(kDeadlock);
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].level == Level::error);
  CHECK(log.events[0].message == "deadlock detected");
  CHECK(log.events[0].time_ns == 1'772'366'405'120'000'000);
  CHECK(log.events[0].zone_stated);
  CHECK(log.events[0].text ==
        "ERROR:  40P01: deadlock detected\nDETAIL:  Process 81 waits for ShareLock on transaction 743; "
        "blocked by process 82.\nProcess 82 waits for \"X\".\nHINT:  See server log.\n"
        "STATEMENT:  UPDATE seats SET taken = true");
  CHECK(log.fates.lines == 2);
  CHECK(log.fates.events == 1);
  CHECK(log.fates.continuations == 1);
}

TEST_CASE("csvlog: records of 22, 23, 24 and 26 columns are read") {
  const std::string start =
      "2026-03-01 12:00:05.120 UTC,,,81,,69a42b45.51,1,,2026-03-01 11:59:00 UTC,,0,FATAL,53300,\"sorry, too "
      "many clients already\",,,,,,,,";
  for (const std::string tail : {"", ",\"\"", ",\"\",\"client backend\"", ",\"\",\"client backend\",,0"}) {
    CAPTURE(tail);
    const auto log = read_csvlog(start + tail + "\n");
    REQUIRE(log.events.size() == 1);
    CHECK(log.events[0].level == Level::fatal);
    CHECK(log.events[0].text == "FATAL:  53300: sorry, too many clients already");
  }
}

TEST_CASE("csvlog: a quote that nobody closes costs its own record only") {
  std::string damaged = kDeadlock;
  damaged.replace(damaged.find(".\",\"See"), 2, ".");  // the quote behind the detail is lost
  const auto log = read_csvlog(damaged + kDeadlock + kDeadlock);
  CHECK(log.events.size() >= 1);
  CHECK(log.fates.events + log.fates.continuations + log.fates.blank + log.fates.dropped == log.fates.lines);
}

TEST_CASE("csvlog: cut at any byte it is read as far as it goes") {
  const std::string text = kDeadlock + kDeadlock;
  for (std::size_t size = 0; size < text.size(); ++size) {
    test::EventLog log;
    input::Source source(test::make_stream(text.substr(0, size)), "a.csv");
    postgresql_csv.read(source, 0, log);
    CAPTURE(size);
    CHECK(log.events.size() <= 2);
    CHECK(log.fates.events + log.fates.continuations + log.fates.blank + log.fates.dropped ==
          log.fates.lines);
  }
}

TEST_CASE("csvlog: raw points and other tables are none") {
  CHECK(postgresql_csv.recognises("metric_name,timestamp,metric_value\nvus,1772366400,3.0\n", true) == 0);
  CHECK(postgresql_csv.recognises("2026-03-01 12:00:05.120,GET /,200,12,a,b,c,d,e,f,g,h,i,j,k\n", true) == 0);
}

TEST_CASE("jsonlog: PostgreSQL's records give level, message, detail and SQLSTATE") {
  const auto log = test::read_log(
      R"({"timestamp":"2026-03-01 12:00:05.120 UTC","user":"shop","dbname":"orders","pid":81,"session_id":"69a42b45.51","line_num":3,"ps":"UPDATE","error_severity":"ERROR","state_code":"40P01","message":"deadlock detected","detail":"Process 81 waits for ShareLock on transaction 743; blocked by process 82.","statement":"UPDATE seats SET taken = true","backend_type":"client backend","query_id":0})"
      "\n"
      R"({"timestamp":"2026-03-01 12:00:06.000 UTC","pid":81,"error_severity":"LOG","message":"duration: 812.113 ms  statement: SELECT 1","backend_type":"client backend"})"
      "\n");
  REQUIRE(log.events.size() == 2);
  CHECK(log.kind == "postgresql-json");
  CHECK(log.events[0].level == Level::error);
  CHECK(log.events[0].message == "deadlock detected");
  CHECK(log.events[0].time_ns == 1'772'366'405'120'000'000);
  CHECK(contains(log.events[0].text, "Process 81 waits for ShareLock"));
  CHECK(contains(log.events[0].text, "40P01"));
  CHECK(log.events[1].level == Level::info);
}

}  // namespace loadtriage::formats
