#include "formats/settings/setting_mentions.h"

#include <doctest/doctest.h>

#include "formats/settings/config_file.h"
#include "unit/formats/event_log.h"

namespace loadtriage::formats {
namespace {

// "writer> address (said) @line" of every mention, in order.
std::vector<std::string> mentions_of(const std::string& text) {
  test::EventLog log;
  input::Source source(test::make_stream(text), "x.conf");
  read_config(source, 0, log);
  std::vector<std::string> told;
  for (const auto& [mention, stats] : log.mentions)
    if (mention.said != "states")
      told.push_back(mention.writer + "> " + mention.address + " (" + mention.said + ") @" +
                     std::to_string(stats.first.line));
  return told;
}
using Told = std::vector<std::string>;

TEST_CASE("settings: of a DSN host and port are told, and nothing else") {
  CHECK(mentions_of("DATABASE_URL=postgres://app:hunter2@orders-db:5432/shop\n") ==
        Told{"> postgres://orders-db:5432 (DATABASE_URL) @1"});
  CHECK(mentions_of("spring:\n  datasource:\n    url: jdbc:mysql://db:3306/shop\n") ==
        Told{"> mysql://db:3306 (url) @3"});
}

TEST_CASE("settings: a host and a port in settings of their own belong together") {
  CHECK(mentions_of("DB_HOST=orders-db\nDB_PORT=5432\nPORT=3000\n") ==
        Told{"> 0.0.0.0:3000 (listens) @3", "> orders-db:5432 (DB_HOST) @1"});
  CHECK(mentions_of("redis:\n  host: cache\n  port: 6379\n") == Told{"> cache:6379 (host) @2"});
}

TEST_CASE("settings: a password that looks like an address is not told") {
  CHECK(mentions_of("DB_PASSWORD=hunter:5432\n").empty());
}

TEST_CASE("settings: upstreams of nginx and backends of HAProxy") {
  CHECK(mentions_of(
            "upstream orders {\n  server 10.0.0.7:8080 weight=2;\n}\nserver {\n  listen 80;\n  proxy_pass "
            "http://orders;\n}\n") == Told{"> 10.0.0.7:8080 (upstream orders) @2",
                                           "> 0.0.0.0:80 (listens) @5", "> http://orders (proxy_pass) @6"});
  CHECK(mentions_of("frontend fe\n  bind *:8080\nbackend orders\n  server o1 10.0.0.7:8080 check\n") ==
        Told{"> 0.0.0.0:8080 (listens) @2", "> 10.0.0.7:8080 (upstream orders) @4"});
}

TEST_CASE("settings: services of a compose file") {
  CHECK(mentions_of("services:\n"
                    "  orders:\n"
                    "    image: registry.example.test/shop/orders:1.2\n"
                    "    environment:\n"
                    "      - DATABASE_URL=postgres://orders-db/shop\n"
                    "    ports:\n"
                    "      - \"8080:3000\"\n"
                    "  orders-db:\n"
                    "    image: postgres:16\n") ==
        Told{"orders>  (image orders) @3", "orders> postgres://orders-db (DATABASE_URL) @5",
             "orders> 0.0.0.0:8080 (listens) @7", "orders-db>  (image postgres) @9"});
}

}  // namespace
}  // namespace loadtriage::formats
