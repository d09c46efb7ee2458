#include "formats/logs/backend_log.h"

#include <doctest/doctest.h>

#include "unit/formats/event_log.h"

namespace loadtriage::formats {

using model::Level;
using test::read_log;

TEST_CASE("backend log: every line has one fate") {
  const auto log = read_log(
      "[2026-03-01T12:00:00Z] [INFO] app - up\n\n[2026-03-01T12:00:01Z] [ERROR] app - failed\nError: boom\n"
      "    at main (a.js:1:2)\n[2026-03-01T12:00:02Z] [INFO] app - on\n");
  CHECK(log.kind == "log4js");
  CHECK(log.fates.lines == 6);
  CHECK(log.fates.events == 3);
  CHECK(log.fates.continuations == 2);
  CHECK(log.fates.blank == 1);
  REQUIRE(log.events.size() == 3);
  CHECK(log.events[1].level == Level::error);
  CHECK(log.events[1].message == "failed");
  CHECK(log.events[1].text.ends_with("failed\nError: boom\n    at main (a.js:1:2)"));
}

TEST_CASE("backend log: JSON records carry message, level, time and the error's stack in the text") {
  const auto log = read_log(
      R"({"level":50,"time":1772366400000,"pid":1,"err":{"type":"E","message":"connect \"x\" ECONNREFUSED","stack":"E: no\n    at a"},"msg":"request errored"})"
      "\n");
  REQUIRE(log.events.size() == 1);
  CHECK(log.kind == "pino");
  CHECK(log.events[0].level == Level::error);
  CHECK(log.events[0].time_ns == 1'772'366'400'000'000'000);
  CHECK(log.events[0].message == "request errored");
  CHECK(log.events[0].text.find("connect \"x\" ECONNREFUSED") != std::string::npos);
  CHECK(log.events[0].text.find("E: no\n    at a") != std::string::npos);
}

TEST_CASE("backend log: a stack trace behind a JSON record is an event of its own") {
  const auto log = read_log(R"({"level":"info","ts":1772366400.5,"msg":"up"})"
                            "\npanic: boom\n\ngoroutine 1 [running]:\nmain.main()\n\t/a.go:3 +0x1d\n");
  REQUIRE(log.events.size() == 2);
  CHECK(log.events[1].level == Level::fatal);
  CHECK(log.events[1].message == "panic: boom");
  CHECK(log.events[1].text.find("main.main()") != std::string::npos);
  CHECK(log.events[1].time_ns == log.events[0].time_ns);
}

TEST_CASE("backend log: the last line of a bare Python traceback is the message") {
  const auto log = read_log(
      "2026-03-01 12:00:00 INFO up\nTraceback (most recent call last):\n  File \"a.py\", line 1, in "
      "f\nMemoryError\n"
      "2026-03-01 12:00:01 INFO on\n");
  REQUIRE(log.events.size() == 3);
  CHECK(log.events[1].message == "MemoryError");
  CHECK(log.events[1].level == Level::error);
}

TEST_CASE("backend log: wrappers come off, one inside the other") {
  for (
      const std::string line :
      {R"(2026-03-01T12:00:00.5Z stdout F {"level":"error","msg":"boom"})",
       R"({"log":"{\"level\":\"error\",\"msg\":\"boom\"}\n","stream":"stdout","time":"2026-03-01T12:00:00.5Z"})",
       R"(api-1  | 2026-03-01T12:00:00.5Z {"level":"error","msg":"boom"})",
       R"(<14>1 2026-03-01T12:00:00.5Z host api 7 - - {"level":"error","msg":"boom"})",
       R"(2026-03-01T12:00:00.5+0000 host api[7]: {"level":"error","msg":"boom"})"}) {
    CAPTURE(line);
    const auto log = read_log(line + "\n");
    REQUIRE(log.events.size() == 1);
    CHECK(log.events[0].message == "boom");
    CHECK(log.events[0].level == Level::error);
    CHECK(log.events[0].time_ns == 1'772'366'400'500'000'000);
  }
}

TEST_CASE("backend log: the kernel's messages are dated in every form of dmesg and journalctl") {
  struct Case {
    std::string line;
    bool dated;
  };
  const std::string words = "Out of memory: Killed process 812 (node) total-vm:1204812kB";
  for (const Case& wanted :
       {Case{"[12345.678901] ", false}, Case{"[   12.000001] ", false},
        Case{"[Sun Mar  1 12:00:00 2026] ", true}, Case{"2026-03-01T12:00:00,000000+00:00 ", true},
        Case{"2026-03-01T12:00:00+0000 host kernel: ", true}, Case{"Mar 01 12:00:00 host kernel: ", true},
        Case{"1772366400.000000 host kernel: ", true}}) {
    CAPTURE(wanted.line);
    const auto log = read_log(wanted.line + words + "\n" + wanted.line + "next\n");
    REQUIRE(log.events.size() == 2);
    CHECK(log.events[0].message == words);
    CHECK(log.events[0].time_ns.has_value() == wanted.dated);
  }
}

TEST_CASE("backend log: a level behind the time is no host of syslog") {
  for (const std::string line :
       {"2026-03-01T12:00:00.5Z  INFO shop::db: up", "2026-03-01T12:00:00.5Z WRN pool.go:48: up"}) {
    const auto log = read_log(line + "\n");
    REQUIRE(log.events.size() == 1);
    CHECK(log.events[0].text == line);
    CHECK(log.events[0].level != Level::unknown);
  }
}

TEST_CASE("backend log: access lines of servers and applications") {
  struct Case {
    std::string line;
    int status;
    double ms;
  };
  for (
      const Case& wanted :
      {Case{R"(10.0.0.7 - - [01/Mar/2026:12:00:00 +0000] "GET /a HTTP/1.1" 502 157 "-" "k6/1.0" 0.045)", 502,
            45},
       Case{
           R"(10.0.0.7 - - [01/Mar/2026:12:00:00 +0000] "GET /a HTTP/1.1" 200 15 "-" "k6/1.0" rt=1.200 urt="1.1")",
           200, 1200},
       Case{
           R"([2026-03-01T12:00:00.310Z] "GET /a HTTP/2" 503 UF 0 91 12 - "-" "k6" "id" "host" "10.0.0.9:80")",
           503, 12},
       Case{"2026-03-01 12:00:00 INFO GET /a -> 500 (95 ms)", 500, 95},
       Case{"GET /a 201 2.5 ms - 33", 201, 2.5},
       Case{R"({"time":"2026-03-01T12:00:00Z","method":"GET","uri":"/a","status":429,"request_time":0.002})",
            429, 2},
       Case{
           R"({"level":30,"time":1772366400000,"req":{"method":"GET","url":"/a"},"res":{"statusCode":500},"responseTime":7,"msg":"request completed"})",
           500, 7}}) {
    CAPTURE(wanted.line);
    const auto log = read_log(wanted.line + "\n");
    REQUIRE(log.events.size() == 1);
    CHECK(log.events[0].is_access);
    CHECK(log.events[0].method == "GET");
    CHECK(log.events[0].path == "/a");
    CHECK(log.events[0].status == wanted.status);
    REQUIRE(log.events[0].duration_ms.has_value());
    CHECK(*log.events[0].duration_ms == doctest::Approx(wanted.ms));
  }
}

TEST_CASE("backend log: a request that the application sends is no access line") {
  const auto log = read_log("2026-03-01 12:00:00 DEBUG http://rates:80 \"GET /r HTTP/1.1\" 429 12\n");
  REQUIRE(log.events.size() == 1);
  CHECK_FALSE(log.events[0].is_access);
}

TEST_CASE("backend log: a head without a message takes it from the next line") {
  const auto log = read_log("Mar 01, 2026 12:00:00 PM org.acme.Main start\nSEVERE: no connection\n");
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].level == Level::error);
  CHECK(log.events[0].message == "no connection");
}

TEST_CASE("backend log: lines that add to a message are part of it") {
  const auto log = read_log(
      "2026-03-01 12:00:00 UTC [7] ERROR:  deadlock detected\n2026-03-01 12:00:00 UTC [7] DETAIL:  waits\n");
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].text.find("DETAIL:  waits") != std::string::npos);
}

TEST_CASE("backend log: stamps without zone are read in the zone of those with one") {
  const auto log = read_log("2026-03-01T12:00:00Z INFO a\n2026-03-01 14:00:01 WARN b\n12:00:02 ERROR c\n");
  REQUIRE(log.events.size() == 3);
  CHECK(log.events[1].time_ns == 1'772'366'401'000'000'000);
  CHECK(log.events[2].time_ns == 1'772'366'402'000'000'000);
}

TEST_CASE("backend log: colours are taken out") {
  const auto log = read_log("\x1b[32m[2026-03-01T12:00:00Z] [\x1b[31mERROR\x1b[39m] app - boom\x1b[0m\n");
  REQUIRE(log.events.size() == 1);
  CHECK(log.events[0].message == "boom");
}

TEST_CASE("backend log: any cut of a hostile text is read without harm") {
  const std::string text =
      "{\"log\":\"{\\\"a\\\\\",\"stream\"\n<999>1 \n[pod/ ] \n\x1b[\n2026-03-01T12:00:00Z stdout P "
      "\xff\xfe\n\"GET \" 2\n[[[{{{\n";
  for (std::size_t size = 0; size <= text.size(); ++size) {
    const auto log = read_log(text.substr(0, size));
    CHECK(log.fates.lines ==
          log.fates.events + log.fates.continuations + log.fates.blank + log.fates.samples);
  }
}

TEST_CASE("backend log: settings become facts and secrets do not") {
  const auto log = read_log(
      "DB_PASSWORD=5\nDATABASE_URL=postgres://u:p@h/d?connection_limit=7\nWEB_CONCURRENCY=3\n", ".env");
  CHECK(log.kind == "config");
  CHECK(log.events.empty());
  CHECK(log.facts.at("pool_size").number == 7);
  CHECK(log.facts.at("workers").number == 3);
  CHECK(log.facts.size() == 2);
}

TEST_CASE("backend log: a rate of nginx is a limiter") {
  const auto log = read_log(
      "http {\n  limit_req_zone $a zone=api:10m rate=10r/s;\n  keepalive_timeout 65;\n}\n", "nginx.conf");
  REQUIRE(log.limiters.size() == 1);
  CHECK(log.limiters[0].limit == 10);
  CHECK(log.limiters[0].window_s == 1);
}

}  // namespace loadtriage::formats
