// Joining, source by source: each case is evidence as the pass over the inputs leaves it.
#include "topology/find.h"

#include <algorithm>

#include "topology/describe.h"
#include "unit/topology/table_support.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;
using model::Evidence;
using model::Mention;
using model::Sightings;
using model::Topology;
using model::Way;

// Evidence written down by hand.
class Made {
 public:
  Evidence evidence;

  // What log() gives out stays valid.
  Made() { evidence.sightings.reserve(20); }

  model::InputId input(const std::string& path, const std::string& kind) {
    model::Input input;
    input.path = path;
    input.kind = kind;
    evidence.inputs.push_back(input);
    return static_cast<model::InputId>(evidence.inputs.size() - 1);
  }

  // A log with so many lines of a format, all of one writer.
  Sightings& log(const std::string& path, const std::string& format, const std::string& writer = "") {
    Sightings sightings;
    sightings.input = input(path, format);
    sightings.writers[writer].events = 100;
    sightings.writers[writer].formats[format] = 100;
    evidence.sightings.push_back(sightings);
    return evidence.sightings.back();
  }

  static void mention(Sightings& in, Way way, const std::string& address, const std::string& quote,
                      double count = 1, double failed = 0, const std::string& writer = "",
                      const std::string& said = "") {
    model::MentionStats& stats = in.mentions[Mention{way, writer, address, said}];
    stats.count = static_cast<std::uint64_t>(count);
    stats.failed = static_cast<std::uint64_t>(failed);
    stats.first = {in.input, 7, 0};
    stats.first_failed = {in.input, 9, 0};
    stats.quote = stats.failed_quote = quote;
  }

  void boot_line(const Sightings& of, const std::string& text, std::uint64_t line = 1) {
    model::InputLog log;
    log.input = of.input;
    log.speaker = model::Speaker::backend;
    log.dated = 1;
    model::LogTemplate& seen = log.quiet_templates[text];
    seen.count = 1;
    seen.first = {{of.input, line, 0}, text, {}};
    evidence.logs.push_back(std::move(log));
  }

  void target(const std::string& url) { evidence.facts["target"].text = url; }

  Topology find() const { return topology::find(evidence, test::real_table()); }
};

const model::Component* component(const Topology& topology, const std::string& name) {
  for (const auto& one : topology.components)
    if (one.name == name) return &one;
  return nullptr;
}

const model::Call* call(const Topology& topology, const std::string& from, const std::string& to) {
  for (const auto& one : topology.calls)
    if (topology.components[one.from].name == from && topology.components[one.to].name == to) return &one;
  return nullptr;
}

bool has(const std::vector<std::string>& texts, std::string_view part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

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
