#include "formats/settings/context.h"

#include <doctest/doctest.h>

#include <string>

#include "unit/formats/k6_summary_sink.h"

using namespace loadtriage;
using formats::context;
using formats::read_context_pair;
using test::KeepingSink;
using test::read_with;

namespace {

double number(const KeepingSink& sink, const std::string& name) {
  const auto found = sink.facts.find(name);
  return found == sink.facts.end() ? -1 : found->second.number.value_or(-1);
}

}  // namespace

TEST_CASE("context: one setting has many names, at any depth") {
  for (const std::string text :
       {R"({"db_pool_size": 5})", R"({"db": {"pool_max": 5}})", R"({"hikari": {"maximumPoolSize": "5"}})",
        R"({"env": {"DB_POOL_SIZE": "5"}})", R"({"prisma": {"connection_limit": 5}})",
        R"({"pool": {"size": 5}})",
        R"({"env": {"DATABASE_URL": "postgres://u:p@h/db?connection_limit=5&schema=x"}})"}) {
    CAPTURE(text);
    const auto sink = read_with(context, text);
    CHECK(number(sink, "pool_size") == 5);
    CHECK(context.recognises(text, true) > 0);
  }
}

TEST_CASE("context: an overflow is a part of the pool") {
  const auto sink = read_with(context, R"({"sqlalchemy": {"max_overflow": 3, "pool_size": 2}})");
  CHECK(number(sink, "pool_size") == 5);
}

TEST_CASE("context: units of keys and of values are taken into account") {
  const auto sink =
      read_with(context, R"({"pool_timeout_s": 1, "statement_timeout": "2 min", "maxmemory": "9mb",
    "limits": {"cpu": "250m"}, "slo_p95": "0.4s", "error_budget": "1%", "jwt_ttl": "15m", "planned": {"rps": 60}})");
  CHECK(number(sink, "acquire_timeout_ms") == 1000);
  CHECK(number(sink, "statement_timeout_ms") == 120000);
  CHECK(number(sink, "memory_limit_mb") == 9);
  CHECK(number(sink, "cpu_limit_cores") == 0.25);
  CHECK(number(sink, "p95_target_ms") == 400);
  CHECK(number(sink, "error_budget") == 0.01);
  CHECK(number(sink, "token_ttl_s") == 900);
  CHECK(number(sink, "expected_rate_per_s") == 60);
}

TEST_CASE("context: Kubernetes memory is binary") {
  CHECK(number(read_with(context, R"({"limits": {"memory": "512Mi"}})"), "memory_limit_mb") == 512);
  CHECK(number(read_with(context, R"({"mem_limit": "1Gi"})"), "memory_limit_mb") == 1024);
}

TEST_CASE("context: rate limits are limits with a window, however they are written") {
  struct Case {
    std::string text;
    double limit, window_s;
  };
  for (const auto& [text, limit, window_s] :
       {Case{R"({"rate_limits": {"messaging": "200 per 15 min"}})", 200, 900},
        Case{R"({"rate_limit": "100/s"})", 100, 1}, Case{R"({"nginx": {"limit_req": "10 r/s"}})", 10, 1},
        Case{R"({"rateLimit": {"max": 60, "windowMs": 60000}})", 60, 60},
        Case{R"({"rate_limit": {"limit": 5, "window": "1m"}})", 5, 60},
        Case{R"({"rate_limit_per_minute": 30})", 30, 60}, Case{R"({"throttle": "60 rpm"})", 60, 60},
        Case{R"({"rate_limit": {"requests": 9, "per": "second"}})", 9, 1}}) {
    CAPTURE(text);
    const auto sink = read_with(context, text);
    REQUIRE(sink.limiters.size() == 1);
    CHECK(sink.limiters[0].limit == limit);
    CHECK(sink.limiters[0].window_s == window_s);
  }
}

TEST_CASE("context: a limiter keeps its name and the user's words") {
  const auto sink = read_with(context, R"({"rate_limits": {"messaging": "200 per 15 min"}})");
  CHECK(sink.limiters.at(0).name == "messaging");
  CHECK(sink.limiters.at(0).written == "200 per 15 min");
  CHECK(sink.limiters.at(0).source == "input.txt");
}

TEST_CASE("context: an unknown unit is told, and no number is made of it") {
  const auto sink = read_with(context, R"({"pool_timeout": "10 parsecs", "pool_size": 4})");
  CHECK(sink.facts.count("acquire_timeout_ms") == 0);
  CHECK(sink.noted("parsecs"));
  CHECK(number(sink, "pool_size") == 4);
}

TEST_CASE("context: what has no settled name keeps its path and place") {
  const auto sink =
      read_with(context, "{\"service\": \"shop\",\n \"db\": {\"orm\": \"sequelize\"}, \"pool_size\": 1}");
  CHECK(sink.facts.at("context.db.orm").text == "sequelize");
  CHECK(sink.facts.at("context.db.orm").where.line == 2);
  CHECK(sink.facts.at("service").text == "shop");
}

TEST_CASE("context: passwords are not repeated") {
  const auto sink =
      read_with(context, R"({"pool_size": 1, "db_password": "hunter2", "dsn": "pg://u:hunter2@h/db"})");
  for (const auto& [name, fact] : sink.facts) CHECK(fact.text.find("hunter2") == std::string::npos);
}

TEST_CASE("context: summaries, log lines and other JSON are not taken for one") {
  CHECK(context.recognises(R"({"metrics": {"http_reqs": {"count": 1, "rate": 1}}})", true) == 0);
  CHECK(context.recognises(R"({"level": "info", "service": "shop", "msg": "x"})", true) == 0);
  CHECK(context.recognises(R"({"name": "x", "version": "1", "main": "index.js"})", true) == 0);
  CHECK(context.recognises(R"({"pool_size": 1})", true) > 0.5);
}

TEST_CASE("context pair: a key with dots and a value with a unit become a fact") {
  KeepingSink sink;
  CHECK_FALSE(read_context_pair("db.pool_max=7", "--context", sink));
  CHECK_FALSE(read_context_pair("request_timeout=30s", "--context", sink));
  CHECK_FALSE(read_context_pair("rate_limit=100/s", "--context", sink));
  CHECK_FALSE(read_context_pair("k6_exit_code=99", "--context", sink));
  CHECK(number(sink, "pool_size") == 7);
  CHECK(number(sink, "timeout_ms") == 30000);
  CHECK(sink.limiters.size() == 1);
  CHECK(sink.runs.at(0).exit_code == 99);
  CHECK(sink.facts.at("pool_size").source == "--context");
}

TEST_CASE("context pair: an unknown unit and a missing value are errors that say what to write") {
  KeepingSink sink;
  const auto unit = read_context_pair("pool_timeout=10 parsecs", "--context", sink);
  REQUIRE(unit);
  CHECK(unit->severity == Severity::error);
  CHECK(unit->text.find("10 parsecs") != std::string::npos);
  const auto bare = read_context_pair("pool_size", "--context", sink);
  REQUIRE(bare);
  CHECK(bare->text == "`pool_size` is not `key=value`");
  CHECK(sink.facts.empty());
}
