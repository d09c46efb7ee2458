#include "base/addresses.h"

#include <doctest/doctest.h>

namespace loadtriage {
namespace {

std::vector<std::string> found_in(std::string_view text, std::size_t most = 8) {
  std::vector<Address> found;
  find_addresses(text, most, found);
  std::vector<std::string> texts;
  for (const Address& address : found) texts.push_back(describe(address));
  return texts;
}
using Texts = std::vector<std::string>;

TEST_CASE("addresses: what clients print of a call that failed") {
  CHECK(found_in("connect ECONNREFUSED 127.0.0.1:6379") == Texts{"127.0.0.1:6379"});
  CHECK(found_in("connect ECONNREFUSED ::1:5432") == Texts{"[::1]:5432"});
  CHECK(found_in("dial tcp [fd00::7]:5432: connect: connection refused") == Texts{"[fd00::7]:5432"});
  CHECK(found_in("dial tcp orders-db:5432: i/o timeout") == Texts{"orders-db:5432"});
  CHECK(found_in("Connection to orders-db/10.0.0.7:5432 refused") == Texts{"orders-db:5432"});
  CHECK(found_in("tcp(mysql-0.mysql:3306)") == Texts{"mysql-0.mysql:3306"});
}

TEST_CASE("addresses: of a connection with both ends the far one is meant") {
  CHECK(found_in("read tcp 10.0.0.3:45678->10.0.0.9:5432: i/o timeout") == Texts{"10.0.0.9:5432"});
}

TEST_CASE("addresses: of a URL neither user nor password nor path is kept") {
  CHECK(found_in("postgresql://app:hunter2@orders-db:5432/shop?sslmode=off") ==
        Texts{"postgresql://orders-db:5432"});
  CHECK(found_in("upstream: \"fastcgi://127.0.0.1:9000\", host: \"shop\"") ==
        Texts{"fastcgi://127.0.0.1:9000"});
  CHECK(found_in("jdbc:mysql://db:3306/x") == Texts{"mysql://db:3306"});
  CHECK(found_in("mongodb://a:27017,b:27018/shop") == Texts{"mongodb://a:27017", "mongodb://b:27018"});
  CHECK(found_in("amqp://u:p%40ss@mq") == Texts{"amqp://mq"});
}

TEST_CASE("addresses: times, places in sources and counted things are none") {
  CHECK(found_in("2026-03-01T12:00:05 main.go:120 Main.java:77 SqlExceptionHelper:138 12:30 x:7").empty());
  CHECK(found_in("o.h.e.j.s.SqlExceptionHelper:138").empty());
  CHECK(found_in("10.0.0.1:99999 10.0.0.256:80 10.0.0.1:80a").empty());
}

TEST_CASE("addresses: no more than were asked for") {
  CHECK(found_in("10.0.0.1:80 10.0.0.2:80 10.0.0.3:80", 2).size() == 2);
}

TEST_CASE("addresses: hostile texts end") {
  CHECK(found_in(std::string(100000, ':')).empty());
  CHECK(found_in(std::string(5000, 'a') + ":5432").empty());
  CHECK(found_in("://///:80 [::::]:1 @:5 http://" + std::string(3000, 'b')).size() < 3);
}

TEST_CASE("addresses: a text that is one as a whole") {
  CHECK(describe(*read_address("HTTPS://Shop.Example.COM/x")) == "https://shop.example.com");
  CHECK(describe(*read_address("unix:/run/app.sock:/x")) == "unix:/run/app.sock");
  CHECK(read_address("[::1]:80")->host == "::1");
  CHECK_FALSE(read_address("two words"));
  CHECK_FALSE(read_address("db:port"));
  CHECK(*read_address(describe(*read_address("redis://cache:6380"))) == *read_address("redis://cache:6380"));
}

TEST_CASE("addresses: every spelling of this machine") {
  for (const char* host : {"localhost", "127.0.0.1", "127.8.9.1", "::1", "0.0.0.0", "::"})
    CHECK(is_loopback(host));
  for (const char* host : {"127.example.com", "10.0.0.1", "localhost.example.com"})
    CHECK_FALSE(is_loopback(host));
}

}  // namespace
}  // namespace loadtriage
