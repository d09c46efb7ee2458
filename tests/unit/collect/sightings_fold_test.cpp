#include "collect/logs/sightings_fold.h"

#include <doctest/doctest.h>

namespace loadtriage::collect {
namespace {

using model::Mention;
using model::Sightings;
using model::Way;

model::LogEvent event(std::uint64_t line, std::string_view writer, std::string_view text) {
  model::LogEvent made;
  made.where = {0, line, 0};
  made.writer = writer;
  made.text = made.message = text;
  made.format = "pino";
  return made;
}

SightingsFold fold(Extent extent = Extent::whole) { return {model::Speaker::backend, 0, extent}; }

TEST_CASE("sightings: writers, what their lines look like, and other names that these give") {
  SightingsFold seen = fold();
  model::LogEvent first = event(1, "api-1", "x");
  first.also_writer = "orders";
  seen.add(first);
  seen.add(event(2, "db-1", "x"));
  seen.add(event(3, "api-1", "x"));
  const Sightings told = seen.take();
  REQUIRE(told.writers.size() == 2);
  CHECK(told.writers.at("api-1").events == 2);
  CHECK(told.writers.at("api-1").formats.at("pino") == 2);
  CHECK(told.writers.at("api-1").also == "orders");
}

TEST_CASE("sightings: addresses are counted by writer and by what the message means") {
  SightingsFold seen = fold();
  for (std::uint64_t line = 1; line <= 3; ++line)
    seen.add_addresses(event(line, "", "connect ECONNREFUSED 10.0.0.7:5432"), "db.refused");
  seen.add_addresses(event(4, "", "connect ETIMEDOUT 10.0.0.7:5432"), "db.timeout");
  const Sightings told = seen.take();
  CHECK(told.mentions.size() == 2);
  const auto& refused = told.mentions.at(Mention{Way::line, "", "10.0.0.7:5432", "db.refused"});
  CHECK(refused.count == 3);
  CHECK(refused.first.line == 1);
  CHECK(refused.quote == "connect ECONNREFUSED 10.0.0.7:5432");
}

TEST_CASE("sightings: of servers that a proxy tried in turn only the last may have answered") {
  SightingsFold seen = fold();
  model::LogEvent request = event(1, "", "GET / 200");
  request.access = model::AccessLine{};
  request.access->status = 200;
  request.access->upstream = "10.0.0.1:80, 10.0.0.2:80";
  seen.add_upstream(request);
  request.access->upstream = "-";
  seen.add_upstream(request);
  const Sightings told = seen.take();
  REQUIRE(told.mentions.size() == 2);
  CHECK(told.mentions.at(Mention{Way::upstream, "", "10.0.0.1:80", ""}).failed == 1);
  CHECK(told.mentions.at(Mention{Way::upstream, "", "10.0.0.2:80", ""}).failed == 0);
}

TEST_CASE("sightings: a server is named within its backend") {
  SightingsFold seen = fold();
  model::LogEvent request = event(1, "", "tickets/t1 503");
  request.access = model::AccessLine{};
  request.access->status = 503;
  request.access->upstream = "t1";
  request.fields = {{"backend", "tickets"}};
  seen.add_upstream(request);
  CHECK(seen.take().mentions.count(Mention{Way::upstream, "", "tickets/t1", ""}) == 1);
}

TEST_CASE("sightings: what has no room is told") {
  SightingsFold seen = fold();
  for (int i = 0; i < 5000; ++i) {
    const std::string text =
        "connect ECONNREFUSED 10.0." + std::to_string(i / 256) + "." + std::to_string(i % 256) + ":5432";
    seen.add_addresses(event(1 + static_cast<std::uint64_t>(i), "", text), "");
    seen.add(event(1, "writer-" + std::to_string(i), "x"));
  }
  const Sightings told = seen.take();
  CHECK(told.mentions.size() == Sightings::kMostMentions);
  CHECK(told.writers.size() == Sightings::kMostWriters);
  CHECK(told.cut);
}

TEST_CASE("sightings: parts that are merged in order are what one reader had seen") {
  const auto see = [](SightingsFold& seen, int from, int to) {
    for (int i = from; i < to; ++i) {
      const std::string text = "connect ECONNREFUSED 10.0." + std::to_string(i * 7 % 1500 / 256) + "." +
                               std::to_string(i * 7 % 1500 % 256) + ":5432";
      seen.add(event(static_cast<std::uint64_t>(i), i % 3 == 0 ? "a" : "b", text));
      seen.add_addresses(event(static_cast<std::uint64_t>(i), "", text), "");
    }
  };
  SightingsFold whole = fold(), first = fold(Extent::part), second = fold(Extent::part);
  see(whole, 1, 3000);
  see(first, 1, 800);
  see(second, 800, 3000);
  const Sightings one = whole.take();
  Sightings two;
  two.merge(first.take());
  two.merge(second.take());
  REQUIRE(two.mentions.size() == one.mentions.size());
  for (const auto& [mention, stats] : one.mentions) {
    REQUIRE(two.mentions.count(mention) == 1);
    CHECK(two.mentions.at(mention).count == stats.count);
    CHECK(two.mentions.at(mention).first == stats.first);
  }
  CHECK(two.writers.at("a").events == one.writers.at("a").events);
  CHECK(two.cut == one.cut);
}

TEST_CASE("sightings: names and lines are made printable, and secrets taken out") {
  SightingsFold seen = fold();
  seen.add(event(1, "a\x1b[2J", "x"));
  seen.add_addresses(event(1, "", "postgres://app:hunter2@db:5432 password=hunter2"), "");
  const Sightings told = seen.take();
  CHECK(told.writers.begin()->first.find('\x1b') == std::string::npos);
  CHECK(told.mentions.begin()->second.quote.find("hunter2") == std::string::npos);
}

}  // namespace
}  // namespace loadtriage::collect
