#include "formats/logs/request_join.h"

#include <doctest/doctest.h>

#include "unit/formats/event_log.h"

namespace loadtriage::formats {
namespace {

std::string incoming(const std::string& id, const std::string& path) {
  return R"({"level":30,"time":1772366400000,"pid":1,"hostname":"h","reqId":")" + id +
         R"(","req":{"method":"GET","url":")" + path +
         R"(","hostname":"h","remoteAddress":"10.0.0.7"},"msg":"incoming request"})" + "\n";
}
std::string completed(const std::string& id, int status) {
  return R"({"level":30,"time":1772366400003,"pid":1,"hostname":"h","reqId":")" + id +
         R"(","res":{"statusCode":)" + std::to_string(status) +
         R"(},"responseTime":3.25,"msg":"request completed"})" + "\n";
}

}  // namespace

TEST_CASE("request join: Fastify's answer has the method and the path of its request") {
  const auto log = test::read_log(incoming("req-1", "/a") + incoming("req-2", "/b") +
                                  completed("req-2", 503) + completed("req-1", 200));
  REQUIRE(log.events.size() == 4);
  CHECK_FALSE(log.events[0].is_access);
  CHECK(log.events[2].is_access);
  CHECK(log.events[2].method == "GET");
  CHECK(log.events[2].path == "/b");
  CHECK(log.events[2].status == 503);
  CHECK(log.events[2].duration_ms == 3.25);
  CHECK(log.events[3].path == "/a");
}

TEST_CASE("request join: an id that was answered, or never asked, gives no path") {
  const auto log = test::read_log(incoming("req-1", "/a") + completed("req-1", 200) +
                                  completed("req-1", 200) + completed("req-9", 200));
  REQUIRE(log.events.size() == 4);
  CHECK(log.events[1].path == "/a");
  CHECK(log.events[2].is_access);
  CHECK(log.events[2].path == "");
  CHECK(log.events[3].path == "");
}

TEST_CASE("request join: of many open requests the latest are remembered") {
  std::string text = incoming("req-first", "/first");
  for (std::size_t i = 0; i < RequestJoin::kMostOpen; ++i) text += incoming("req-" + std::to_string(i), "/x");
  text += completed("req-first", 200) + completed("req-7", 200);
  const auto log = test::read_log(text);
  REQUIRE(log.events.size() == RequestJoin::kMostOpen + 3);
  CHECK(log.events[log.events.size() - 2].path == "");
  CHECK(log.events.back().path == "/x");
}

}  // namespace loadtriage::formats
