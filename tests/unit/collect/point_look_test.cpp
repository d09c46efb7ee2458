#include "collect/point_look.h"

#include <doctest/doctest.h>

namespace loadtriage::collect {
namespace {

model::Tags tags_of(std::vector<std::pair<std::string_view, std::string_view>> items) {
  return {1, std::move(items)};
}

PointLook look_of(const model::Tags& tags, Protocol protocol) {
  PointLook made;
  write_look(tags, protocol, made);
  return made;
}

TEST_CASE("look of a point: expected_response says whether a request failed") {
  CHECK(look_of(tags_of({{"status", "404"}, {"expected_response", "true"}}), Protocol::http).look.failed ==
        false);
  CHECK(look_of(tags_of({{"status", "200"}, {"expected_response", "false"}}), Protocol::http).look.failed);
}

TEST_CASE("look of a point: before k6 0.31 the status says whether a request failed") {
  CHECK(look_of(tags_of({{"status", "0"}}), Protocol::http).look.failed);
  CHECK(look_of(tags_of({{"status", "404"}}), Protocol::http).look.failed);
  CHECK(look_of(tags_of({{"error_code", "1212"}}), Protocol::http).look.failed);
  CHECK_FALSE(look_of(tags_of({{"status", "302"}}), Protocol::http).look.failed);
  CHECK_FALSE(look_of(tags_of({}), Protocol::http).look.failed);
}

TEST_CASE("look of a point: gRPC codes other than 0 failed") {
  CHECK(look_of(tags_of({{"status", "14"}, {"url", "/shop.Cart/Add"}}), Protocol::grpc).look.failed);
  const PointLook good = look_of(tags_of({{"status", "0"}, {"name", "/shop.Cart/Add"}}), Protocol::grpc);
  CHECK_FALSE(good.look.failed);
  CHECK(good.look.method == "gRPC");
  CHECK(good.look.endpoint == "/shop.Cart/Add");
}

TEST_CASE("look of a point: ids in urls are taken out and said to be") {
  const PointLook url =
      look_of(tags_of({{"url", "https://h.example.com:8443/users/4711/cart?x=1"}}), Protocol::http);
  CHECK(url.look.endpoint == "/users/{id}/cart");
  CHECK(url.unnamed);
  const PointLook named = look_of(tags_of({{"name", "cart of a user"}, {"url", "/users/1"}}), Protocol::http);
  CHECK(named.look.endpoint == "cart of a user");
  CHECK_FALSE(named.unnamed);
  CHECK_FALSE(look_of(tags_of({{"name", "http://h/ready"}}), Protocol::http).unnamed);
  CHECK_FALSE(look_of(tags_of({{"name", "http://h/users/{id}"}}), Protocol::http).unnamed);
}

TEST_CASE("look of a point: numbers that are none, or too large, count as absent") {
  const model::Look look =
      look_of(tags_of({{"status", "99999999999"}, {"error_code", "x"}}), Protocol::http).look;
  CHECK(look.status == 0);
  CHECK(look.error_code == 0);
}

TEST_CASE("error of a point: addresses, ports, times and long numbers are replaced") {
  CHECK(normal_error("read tcp 127.0.0.1:40112->10.0.0.7:443: read: connection reset by peer") ==
        "read tcp *->*: read: connection reset by peer");
  CHECK(normal_error("dial tcp [::1]:3000: connect: connection refused") ==
        "dial tcp *: connect: connection refused");
  CHECK(normal_error("dial tcp localhost:3000: i/o timeout") == "dial tcp localhost:*: i/o timeout");
  CHECK(normal_error("lookup db.internal on 127.0.0.53:53: server misbehaving") ==
        "lookup db.internal on *: server misbehaving");
  CHECK(normal_error(
            "x509: certificate has expired or is not yet valid: current time 2026-01-01T08:00:05Z is after "
            "2025-12-31T00:00:00Z") ==
        "x509: certificate has expired or is not yet valid: current time * is after *");
}

TEST_CASE("error of a point: numbers that tell something stay") {
  for (const char* text :
       {"dial: unknown errno 24 error with msg `too many open files`",
        "http2: received GoAway with http2 ErrCode ENHANCE_YOUR_CALM", "read: i/o timeout",
        "x509: unknown authority", "EOF", "error decompressing response body (gzip: invalid header)",
        "Stopped after 10 redirects", ""}) {
    CHECK(normal_error(text) == text);
  }
}

}  // namespace
}  // namespace loadtriage::collect
