// Calls, source by source: each case is evidence as the pass over the inputs leaves it.
#include "topology/find.h"

#include "unit/topology/made_evidence.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;
using model::Sightings;
using model::Topology;
using model::Way;
using test::call;
using test::component;
using test::has;
using test::Made;

TEST_CASE("topology: a refused port is a call that broke, and its kind comes from the table") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  Made::mention(orders, Way::line, "127.0.0.1:6379", "connect ECONNREFUSED 127.0.0.1:6379", 412);
  const Topology topology = made.find();
  const model::Call* broken = call(topology, "orders", "localhost:6379");
  REQUIRE(broken != nullptr);
  CHECK(broken->failed == 412);
  CHECK(broken->how == std::vector<std::string>{"refused"});
  REQUIRE(broken->broke);
  CHECK(broken->broke->where.line == 7);
  CHECK(component(topology, "localhost:6379")->kind == ComponentKind::cache);
  CHECK(component(topology, "localhost:6379")->technology == "Redis");
}

TEST_CASE("topology: an access log's upstream, and the only application behind it") {
  Made made;
  Sightings& edge = made.log("logs/nginx-access.log", "access-log");
  Made::mention(edge, Way::upstream, "10.0.0.7:8080", "GET / 502", 500, 31);
  made.log("logs/orders.log", "pino");
  made.target("http://shop.example.test");
  const Topology topology = made.find();
  CHECK(component(topology, "nginx")->kind == ComponentKind::proxy);
  const model::Call* passed = call(topology, "nginx", "orders");
  REQUIRE(passed != nullptr);
  CHECK(passed->count == 500);
  CHECK(passed->failed == 31);
  CHECK(passed->broke->where.line == 9);
  CHECK(call(topology, "k6", "nginx") != nullptr);
}

TEST_CASE("topology: a backend of the proxy has the name of the service behind it") {
  Made made;
  Sightings& edge = made.log("logs/haproxy.log", "haproxy");
  Made::mention(edge, Way::upstream, "tickets/t1", "tickets/t1 200", 10, 0);
  made.log("logs/tickets.log", "structlog");
  CHECK(call(made.find(), "haproxy", "tickets") != nullptr);
}

TEST_CASE("topology: a proxy's error log names whom it could not reach, not its own address") {
  Made made;
  Sightings& edge = made.log("logs/nginx-error.log", "nginx-error");
  const std::string line =
      "connect() failed (111: Connection refused) while connecting to upstream, client: 10.0.0.3, server: , "
      "request: "
      "\"GET / HTTP/1.1\", upstream: \"http://10.0.0.7:8080/\", host: \"10.0.0.1:8443\"";
  Made::mention(edge, Way::line, "http://10.0.0.7:8080", line, 50);
  Made::mention(edge, Way::line, "10.0.0.1:8443", line, 50);
  made.target("http://10.0.0.1:8443");
  const Topology topology = made.find();
  CHECK(call(topology, "nginx", "10.0.0.7:8080")->failed == 50);
  CHECK(call(topology, "k6", "nginx") != nullptr);
  CHECK(topology.components.size() == 3);
}

TEST_CASE("topology: a DSN of a settings file is a call of the application whose settings they are") {
  Made made;
  made.log("logs/orders.log", "pino");
  Sightings settings;
  settings.input = made.input("deploy/.env", "config");
  Made::mention(settings, Way::setting, "postgres://orders-db", "DATABASE_URL: postgres://orders-db", 1, 0,
                "", "DATABASE_URL");
  made.evidence.sightings.push_back(settings);
  const Topology topology = made.find();
  const model::Call* stated = call(topology, "orders", "orders-db");
  REQUIRE(stated != nullptr);
  CHECK(stated->failed == 0);
  CHECK(stated->seen.where.line == 7);
  CHECK(component(topology, "orders-db")->addresses == std::vector<std::string>{"orders-db:5432"});
}

TEST_CASE("topology: messages about a database tell of a call where no address does") {
  Made made;
  const Sightings& orders = made.log("logs/orders.log", "pino");
  made.log("logs/postgresql.log", "postgresql");
  model::Observation& seen = made.evidence.observations["db.pool-timeout"];
  seen.count = 64;
  seen.quotes.push_back({{orders.input, 12, 0}, "timed out waiting for a connection", 31.0});
  const Topology topology = made.find();
  const model::Call* told = call(topology, "orders", "postgresql");
  REQUIRE(told != nullptr);
  CHECK(told->failed == 64);
  CHECK(told->broke->where.line == 12);
}

TEST_CASE("topology: a line that speaks of a cache and has an address tells what stands there") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  const std::string line = "cache read failed: connect ECONNREFUSED 127.0.0.1:27082";
  Made::mention(orders, Way::line, "127.0.0.1:27082", line, 12);
  model::Observation& seen = made.evidence.observations["cache.refused"];
  seen.count = 12;
  seen.quotes.push_back({{orders.input, 7, 0}, line, 31.0});
  const Topology topology = made.find();
  CHECK(topology.components.size() == 3);
  CHECK(component(topology, "localhost:27082")->kind == ComponentKind::cache);
  CHECK(call(topology, "orders", "localhost:27082")->failed == 12);
}

TEST_CASE("topology: who connects to a server is not called by it") {
  Made made;
  Sightings& edge = made.log("logs/haproxy.log", "haproxy");
  Made::mention(edge, Way::line, "10.0.0.3:58632",
                "10.0.0.3:58632 [23/Nov/2026:07:32:21.381] in/1: Connection closed during SSL handshake");
  const Sightings& database = made.log("logs/postgresql.log", "postgresql");
  made.boot_line(database, "LOG:  connection received: host=10.0.0.3 port=57808");
  CHECK(made.find().components.size() == 3);
}

TEST_CASE("topology: a proxy that hands on what a program says calls no database") {
  Made made;
  Sightings& edge = made.log("logs/nginx-error.log", "nginx-error");
  const std::string line =
      "FastCGI sent in stderr: \"PHP message: Too many connections\", upstream: \"fastcgi://127.0.0.1:9000\"";
  Made::mention(edge, Way::line, "fastcgi://127.0.0.1:9000", line, 12);
  made.log("logs/mariadb.log", "mysql-error");
  model::Observation& seen = made.evidence.observations["db.no-slots"];
  seen.count = 12;
  seen.quotes.push_back({{edge.input, 7, 0}, line, 31.0});
  const Topology topology = made.find();
  CHECK(call(topology, "nginx", "mariadb") == nullptr);
  REQUIRE(call(topology, "nginx", "localhost:9000") != nullptr);
  CHECK(call(topology, "nginx", "localhost:9000")->failed == 0);
}

TEST_CASE("topology: a link to a page of help is no call") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  Made::mention(orders, Way::line, "https://sqlalche.me",
                "connection timed out (Background on this error at: https://sqlalche.me/e/20/3o7r)", 12);
  CHECK(made.find().components.size() == 2);
}

}  // namespace
}  // namespace loadtriage::topology
