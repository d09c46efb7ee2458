// Components and calls through the whole program, and the owners of facts.
#include <doctest/doctest.h>

#include <nlohmann/json.hpp>

#include "base/text.h"
#include "contract/command_line.h"

namespace loadtriage {
namespace {

using test::CommandLine;
using test::Outcome;
using Json = nlohmann::json;

std::string stamp(int second) {
  char text[48];
  std::snprintf(text, sizeof text, "2026-03-01T12:%02d:%02d.000Z", second / 60, second % 60);
  return text;
}

// Compose's output: an edge, an application and two databases, one of which is full.
std::string compose_log(int lines) {
  std::string text = "edge-1       | 2026/03/01 12:00:00 [notice] 1#1: nginx/1.25.3\n";
  for (int i = 0; i < lines; ++i) {
    text += "orders-1     | {\"level\":50,\"time\":\"" + stamp(i) +
            "\",\"pid\":7,\"hostname\":\"c1\",\"msg\":\"query failed: connect to orders-db:5432: sorry, too "
            "many clients already\"}\n";
    text += "orders-db-1  | 2026-03-01 12:00:" + std::string(i % 60 < 10 ? "0" : "") +
            std::to_string(i % 60) + ".000 UTC [81] FATAL:  sorry, too many clients already\n";
  }
  return text;
}

const char* const kHaproxy =
    "global\n    maxconn 2000\ndefaults\n    timeout connect 5s\n    timeout server 30s\nfrontend fe\n    "
    "bind *:8080\n    "
    "default_backend orders\nbackend orders\n    server o1 orders:3000 check\n";
const char* const kPostgresql =
    "listen_addresses = '*'\nport = 5432\nmax_connections = 100\nshared_buffers = 128MB\n";

CommandLine shop() {
  return {{{"run/summary.json", test::summary_with(500)},
           {"run/k6.log", test::refused_log(3)},
           {"run/compose.log", compose_log(60)},
           {"run/edge/haproxy.cfg", kHaproxy},
           {"run/orders-db/postgresql.conf", kPostgresql}}};
}

Json report_of(const CommandLine& line) {
  const Outcome outcome = line.run({"analyze", "run", "--format", "json"});
  REQUIRE(outcome.status != cli::kCannot);
  return Json::parse(outcome.out);
}

const Json* named(const Json& list, const std::string& name) {
  for (const Json& one : list)
    if (one.at("name") == name) return &one;
  return nullptr;
}

const Json* call(const Json& topology, const std::string& from, const std::string& to) {
  for (const Json& one : topology.at("calls"))
    if (one.at("from") == from && one.at("to") == to) return &one;
  return nullptr;
}

}  // namespace

TEST_CASE("topology: containers of a compose log, joined with hosts and settings") {
  const Json topology = report_of(shop()).at("topology");
  REQUIRE(named(topology.at("components"), "orders-db") != nullptr);
  const Json& database = *named(topology.at("components"), "orders-db");
  CHECK(database.at("kind") == "database");
  CHECK(database.at("technology") == "PostgreSQL");
  CHECK(database.at("addresses") == Json::array({"orders-db:5432"}));
  CHECK(database.at("inputs") == Json::array({"compose.log", "orders-db/postgresql.conf"}));
  const Json* broken = call(topology, "orders", "orders-db");
  REQUIRE(broken != nullptr);
  CHECK(broken->at("failed") == 60);
  CHECK(broken->at("how") == Json::array({"full"}));
  CHECK(broken->at("broke").at("source").at("file") == "compose.log");
  CHECK(call(topology, "edge", "orders") != nullptr);
}

TEST_CASE("owners: two max_connections of two components are not mixed") {
  const Json report = report_of(shop());
  REQUIRE(report.at("causes").at(0).at("id") == "db.too-many-connections");
  const Json& fact = report.at("facts").at("max_connections");
  CHECK(fact.at("value") == 100);
  CHECK(fact.at("owner") == "orders-db");
  CHECK(contains(report.at("causes").at(0).at("evidence").dump(), "it allows 100 connections"));
}

TEST_CASE("owners: a proxy's limit is not weighed with a database's messages") {
  CommandLine line = shop();
  line.files.erase("run/orders-db/postgresql.conf");
  const Json report = report_of(line);
  REQUIRE(report.at("causes").at(0).at("id") == "db.too-many-connections");
  CHECK_FALSE(contains(report.at("causes").at(0).at("evidence").dump(), "it allows"));
  CHECK(report.at("facts").at("max_connections").at("owner") == "edge");
}

TEST_CASE("owners: what the user states wins over every file") {
  const Outcome outcome =
      shop().run({"analyze", "run", "--format", "json", "--context", "max_connections=40"});
  CHECK(contains(Json::parse(outcome.out).at("causes").at(0).at("evidence").dump(),
                 "it allows 40 connections"));
}

TEST_CASE("topology: --explain topology says what is known by what") {
  const Outcome outcome = shop().run({"analyze", "run", "--explain", "topology"});
  CHECK(contains(outcome.err, "  orders-db: database (PostgreSQL)"));
  CHECK(contains(outcome.err, "  orders -> orders-db: told by "));
  CHECK(contains(outcome.out, "→ orders-db"));
}

TEST_CASE("topology: a folder of rules adds what components are known by") {
  CommandLine line = shop();
  line.files["run/ledger.log"] =
      "{\"level\":50,\"time\":\"" + stamp(3) +
      "\",\"service\":\"ledger\",\"msg\":\"connect ECONNREFUSED 10.0.0.9:7071\"}\n";
  const std::string rules =
      "components:\n  - technology: Vault\n    kind: cache\n    ports: [7071]\n    matches: [':7071']\n    "
      "ignores: [':7072']\n";
  line.files["own/topology.yaml"] = rules;
  const Outcome outcome = line.run({"analyze", "run", "--rules", "own", "--explain", "topology"});
  CHECK(contains(outcome.err, "10.0.0.9:7071: cache (Vault)"));
  line.files["own/topology.yaml"] =
      rules + "  - kind: broker\n    ports: [7071]\n    matches: [':7071']\n    ignores: [db]\n";
  CHECK(contains(line.run({"rules", "check", "--rules", "own"}).err, "the words do not find `:7071`"));
}

TEST_CASE("topology: one thread and four find the same") {
  CommandLine line = shop();
  const Json one = report_of(line).at("topology");
  line.threads = 4;
  CHECK(report_of(line).at("topology") == one);
}

TEST_CASE("topology: a summary alone has no components to show") {
  const Json report = report_of({{{"run/summary.json", test::summary_with(0)}}});
  CHECK(report.at("topology").at("components").size() == 1);
  CHECK(report.at("topology").at("calls").empty());
}

TEST_CASE("topology: hosts without number are bounded, and the report says so") {
  std::string log;
  for (int i = 0; i < 100000; ++i)
    log += "{\"level\":50,\"time\":\"" + stamp(i % 3000) +
           "\",\"service\":\"orders\",\"msg\":\"connect ECONNREFUSED 10." + std::to_string(i / 65536) + "." +
           std::to_string(i / 256 % 256) + "." + std::to_string(i % 256) + ":5432\"}\n";
  CommandLine line{{{"run/summary.json", test::summary_with(500)}, {"run/orders.log", log}}};
  line.threads = 2;
  const Json topology = report_of(line).at("topology");
  CHECK(topology.at("components").size() <= 60);
  CHECK(contains(topology.at("notes").dump(), "than are kept"));
  CHECK(contains(topology.at("notes").dump(), "left out"));
}

TEST_CASE("topology: names with markup and control characters stay text in every format") {
  const std::string name = "<img src=x>\\u001b[2J|\\\"]";
  std::string log;
  for (int i = 0; i < 5; ++i)
    log += "{\"level\":50,\"time\":\"" + stamp(i) + "\",\"service\":\"" + name +
           "\",\"msg\":\"connect ECONNREFUSED orders-db:5432\"}\n";
  const CommandLine line{{{"run/summary.json", test::summary_with(500)}, {"run/x.log", log}}};
  for (const char* format : {"terminal", "markdown", "html", "json"}) {
    CAPTURE(format);
    const std::string out = line.run({"analyze", "run", "--format", format}).out;
    CHECK(out.find('\x1b') == std::string::npos);
    if (std::string(format) != "json" && std::string(format) != "terminal")
      CHECK_FALSE(contains(out, "<img"));
  }
}

}  // namespace loadtriage
