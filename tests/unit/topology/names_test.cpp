#include "topology/names.h"

#include "unit/topology/table_support.h"

namespace loadtriage::topology {
namespace {

TEST_CASE("names: what collectors put around the name of a service") {
  CHECK(program_name("shop-api-1") == "shop-api");
  CHECK(program_name("db_1") == "db");
  CHECK(program_name("pod/shop-api-7c9d8b6f5-x2k4q/app") == "shop-api");
  CHECK(program_name("pod/orders-db-0/postgres") == "orders-db");
  CHECK(program_name("pod/agent-x2k4q/agent") == "agent");
  CHECK(program_name("Orders") == "orders");
}

TEST_CASE("names: a word of five letters is no suffix of a pod") {
  CHECK(program_name("pod/orders-queue/app") == "orders-queue");
}

TEST_CASE("names: hosts of a cluster are called like the service") {
  CHECK(host_name("orders-db.prod.svc.cluster.local") == "orders-db");
  CHECK(host_name("orders-db.prod.svc") == "orders-db");
  CHECK(host_name("db.internal") == "db");
  CHECK(host_name("api.example.com") == "api.example.com");
  CHECK(host_name("10.0.0.7").empty());
}

TEST_CASE("names: a host of another domain is outside") {
  CHECK(is_external("api.partner.example"));
  CHECK_FALSE(is_external("orders-db"));
  CHECK_FALSE(is_external("orders.prod.svc.cluster.local"));
  CHECK_FALSE(is_external("10.0.0.7"));
}

TEST_CASE("names: a file is called after whose log it is") {
  const Lookup lookup(test::real_table());
  const auto name = [&](const char* path) { return file_name(path, lookup).name; };
  CHECK(name("logs/nginx-access.log") == "nginx");
  CHECK(name("logs/orders-api.2026-03-01.log.gz") == "orders-api");
  CHECK(name("logs/mariadb-slow.log") == "mariadb");
  CHECK(name("/var/log/pods/prod_orders-7c9d8b6f5-x2k4q_0f3a/app/0.log") == "orders");
  CHECK(name("/var/log/containers/orders-7c9d8b6f5-x2k4q_prod_app-0f3a.log") == "orders");
  CHECK(name("logs/access.log").empty());
  CHECK(name("syslog").empty());
  CHECK(file_name("edge/access.log", lookup).folder == "edge");
  CHECK(file_name("logs/access.log", lookup).folder.empty());
}

}  // namespace
}  // namespace loadtriage::topology
