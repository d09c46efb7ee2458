// Joining: each case is evidence as the pass over the inputs leaves it.
#include "topology/find.h"

#include "topology/describe.h"
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

TEST_CASE("topology: without any input there is the load generator alone") {
  const Topology topology = Made().find();
  REQUIRE(topology.components.size() == 1);
  CHECK(topology.components[0].kind == ComponentKind::generator);
  CHECK(topology.calls.empty());
}

TEST_CASE("topology: the only application's log is what the test called") {
  Made made;
  made.log("logs/orders.log", "pino");
  made.target("http://127.0.0.1:8080");
  const Topology topology = made.find();
  REQUIRE(topology.components.size() == 2);
  CHECK(topology.components[1].name == "orders");
  CHECK(topology.components[1].kind == ComponentKind::application);
  CHECK(topology.components[1].addresses == std::vector<std::string>{"localhost:8080"});
  CHECK(has(topology.components[1].because, "supposed"));
  CHECK(call(topology, "k6", "orders") != nullptr);
}

TEST_CASE("topology: of two applications neither is taken for the target") {
  Made made;
  made.log("logs/orders.log", "pino");
  made.log("logs/ledger.log", "spring-boot");
  made.target("http://127.0.0.1:8080");
  const Topology topology = made.find();
  CHECK(topology.components.size() == 4);
  CHECK(call(topology, "k6", "orders") == nullptr);
  CHECK(call(topology, "k6", "localhost:8080") != nullptr);
  CHECK(has(topology.notes, "several may be meant"));
}

TEST_CASE("topology: who says that it listens on the port is the target") {
  Made made;
  const Sightings& orders = made.log("logs/orders.log", "pino");
  made.boot_line(orders, "server listening on port 8080");
  made.log("logs/ledger.log", "spring-boot");
  made.target("http://127.0.0.1:8080");
  const Topology topology = made.find();
  CHECK(topology.components.size() == 3);
  REQUIRE(call(topology, "k6", "orders") != nullptr);
}

TEST_CASE("topology: two that listen on one port stay apart") {
  Made made;
  const Sightings orders = made.log("logs/orders.log", "pino");
  made.boot_line(orders, "server listening on port 8080");
  const Sightings ledger = made.log("logs/ledger.log", "spring-boot");
  made.boot_line(ledger, "Tomcat started on port 8080 (http)");
  made.target("http://127.0.0.1:8080");
  const Topology topology = made.find();
  CHECK(call(topology, "k6", "localhost:8080") != nullptr);
  CHECK(has(topology.notes, "several say so"));
}

TEST_CASE("topology: the only log and the only address of a technology are one component") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  Made::mention(orders, Way::line, "127.0.0.1:5432", "connect ECONNREFUSED 127.0.0.1:5432", 3);
  made.log("logs/postgresql.log", "postgresql");
  const Topology topology = made.find();
  CHECK(topology.components.size() == 3);
  REQUIRE(call(topology, "orders", "postgresql") != nullptr);
  CHECK(has(component(topology, "postgresql")->because, "supposed"));
}

TEST_CASE("topology: two databases of one technology are never one") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  Made::mention(orders, Way::line, "orders-db:5432", "connect ECONNREFUSED orders-db:5432", 3);
  Made::mention(orders, Way::line, "users-db:5432", "connect ECONNREFUSED users-db:5432", 4);
  made.log("logs/postgresql.log", "postgresql");
  const Topology topology = made.find();
  CHECK(topology.components.size() == 5);
  CHECK(call(topology, "orders", "orders-db") != nullptr);
  CHECK(call(topology, "orders", "users-db") != nullptr);
  CHECK(has(topology.notes, "PostgreSQL"));
}

TEST_CASE("topology: a host with the name of a container is that container") {
  Made made;
  Sightings& compose = made.log("compose.log", "pino", "api-1");
  compose.writers["orders-db-1"].events = 90;
  compose.writers["orders-db-1"].formats["postgresql"] = 90;
  compose.written_by[7] = "api-1";
  Made::mention(compose, Way::line, "orders-db:5432", "connect ETIMEDOUT orders-db:5432", 9, 0, "api-1");
  const Topology topology = made.find();
  const model::Call* broken = call(topology, "api", "orders-db");
  REQUIRE(broken != nullptr);
  CHECK(broken->how == std::vector<std::string>{"timed out"});
  CHECK(component(topology, "orders-db")->addresses == std::vector<std::string>{"orders-db:5432"});
  CHECK(topology.author_of({compose.input, 7, 0}) != std::nullopt);
  CHECK(topology.components[*topology.author_of({compose.input, 7, 0})].name == "api");
  CHECK_FALSE(topology.author_of({compose.input, 8, 0}));
}

TEST_CASE("topology: loopback within containers is each container's own") {
  Made made;
  Sightings& compose = made.log("compose.log", "pino", "api");
  compose.writers["worker"].events = 100;
  Made::mention(compose, Way::line, "127.0.0.1:6379", "connect ECONNREFUSED 127.0.0.1:6379", 1, 0, "api");
  Made::mention(compose, Way::line, "127.0.0.1:6379", "connect ECONNREFUSED 127.0.0.1:6379", 1, 0, "worker");
  const Topology topology = made.find();
  CHECK(call(topology, "api", "localhost:6379 of api") != nullptr);
  CHECK(call(topology, "worker", "localhost:6379 of worker") != nullptr);
}

TEST_CASE("topology: logs of one name in two folders are of two programs, in one folder of one") {
  Made made;
  made.log("logs/orders/app.log", "pino");
  made.log("logs/ledger/app.log", "pino");
  made.log("logs/edge/nginx-access.log", "access-log");
  made.log("logs/edge/nginx-error.log", "nginx-error");
  const Topology topology = made.find();
  CHECK(topology.components.size() == 4);
  CHECK(component(topology, "orders") != nullptr);
  CHECK(component(topology, "ledger") != nullptr);
  CHECK(component(topology, "nginx") != nullptr);
}

TEST_CASE("topology: a readings' subject is the service that it is called after") {
  Made made;
  made.log("logs/orders.log", "pino", "orders");
  Sightings stats;
  stats.input = made.input("docker-stats.txt", "resource-readings");
  stats.writers["orders-1"].readings = 10;
  made.evidence.sightings.push_back(stats);
  const Topology topology = made.find();
  CHECK(topology.components.size() == 2);
  CHECK(component(topology, "orders")->inputs.size() == 2);
}

TEST_CASE("topology: what lies in another domain is external") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  Made::mention(orders, Way::line, "https://api.partner.example",
                "POST https://api.partner.example/x timed out", 5);
  CHECK(component(made.find(), "api.partner.example")->kind == ComponentKind::external);
}

TEST_CASE("topology: a hundred thousand hosts are bounded, and that is said") {
  Made made;
  Sightings& orders = made.log("logs/orders.log", "pino");
  for (int i = 0; i < 100000; ++i) {
    const std::string host = "10." + std::to_string(i / 65536) + "." + std::to_string(i / 256 % 256) + "." +
                             std::to_string(i % 256);
    Made::mention(orders, Way::line, host + ":5432", "connect ECONNREFUSED " + host + ":5432", 1);
  }
  orders.cut = true;
  const Topology topology = made.find();
  CHECK(topology.components.size() == kMostComponents);
  CHECK(component(topology, "orders") != nullptr);
  CHECK(has(topology.notes, "were left out"));
  CHECK(has(topology.notes, "more programs or addresses than are kept"));
}

TEST_CASE("topology: hostile names are text") {
  Made made;
  const std::string name = "<script>\"\x1b[2J`|";
  made.log("logs/x.log", "pino", name);
  const Topology topology = made.find();
  for (const auto& one : topology.components) CHECK(one.name.find('\x1b') == std::string::npos);
  model::Diagnosis diagnosis;
  diagnosis.topology = topology;
  CHECK(describe(diagnosis).find('\x1b') == std::string::npos);
}

TEST_CASE("topology: a fact belongs to whoever stated it, and the user's to nobody") {
  Made made;
  made.log("logs/orders.log", "pino");
  const model::InputId proxy = made.input("edge/haproxy.cfg", "config");
  const model::InputId database = made.input("db/postgresql.conf", "config");
  made.evidence.facts["max_connections"].number = 2000;
  made.evidence.facts["max_connections"].where = {proxy, 3, 0};
  model::Fact other;
  other.number = 100;
  other.where = {database, 12, 0};
  made.evidence.other_facts["max_connections"].push_back(other);
  made.evidence.facts["pool_size"].number = 10;
  const Topology topology = made.find();
  give_owners(made.evidence, topology);
  CHECK(made.evidence.facts["max_connections"].owner == "haproxy");
  CHECK(made.evidence.other_facts["max_connections"][0].owner == "postgresql");
  CHECK(made.evidence.facts["pool_size"].owner.empty());
}

TEST_CASE("topology: the first cause stands on the component whose line weighs most") {
  Made made;
  const Sightings& orders = made.log("logs/orders.log", "pino");
  const Topology topology = made.find();
  model::Finding finding;
  finding.support.push_back({"light", true, 0.5, model::SourceRef{99, 1, 0}, "", {}});
  finding.support.push_back({"heavy", true, 4, model::SourceRef{orders.input, 2, 0}, "", {}});
  REQUIRE(stands_on(topology, finding));
  CHECK(topology.components[*stands_on(topology, finding)].name == "orders");
}

}  // namespace
}  // namespace loadtriage::topology
