#include "model/logs.h"

#include <doctest/doctest.h>

namespace {

using loadtriage::model::AccessLook;
using loadtriage::model::InputLog;

// `count` routes and messages that are met one after the other, from line `first` on.
InputLog part(std::uint64_t first, std::size_t from, std::size_t count) {
  InputLog log;
  for (std::size_t i = 0; i < count; ++i) {
    // Names in another order than that of the lines.
    const std::string name = std::to_string((from + i) * 7919 % 100'000);
    AccessLook look;
    look.status = 200;
    look.endpoint = "/" + name;
    auto& stats = log.access[look];
    stats.count = 1;
    stats.first = {{0, first + i, 0}, "a line", {}};
    auto& seen = log.templates["message " + name];
    seen.count = 1;
    seen.first = {{0, first + i, 0}, "a line", {}};
    ++log.events;
  }
  return log;
}

std::uint64_t count_of(const InputLog& log, std::size_t number) {
  const auto seen = log.templates.find("message " + std::to_string(number * 7919 % 100'000));
  return seen == log.templates.end() ? 0 : seen->second.count;
}

}  // namespace

TEST_CASE("input log: of too many kinds those are kept that come first, however the parts are cut") {
  constexpr std::size_t kKinds = 3000;
  InputLog whole, cut;
  whole.merge(part(1, 0, kKinds));
  for (std::size_t from = 0; from < kKinds; from += 300) cut.merge(part(1 + from, from, 300));
  CHECK(whole.templates.size() == InputLog::kMostTemplates);
  CHECK(count_of(whole, InputLog::kMostTemplates - 1) == 1);
  CHECK(count_of(whole, InputLog::kMostTemplates) == 0);
  CHECK(whole.access.size() == InputLog::kMostAccessLooks + 1);
  AccessLook other;
  other.status = 200;
  other.endpoint = "(other)";
  CHECK(whole.access.at(other).count == kKinds - InputLog::kMostAccessLooks);
  CHECK(cut.access.at(other).count == whole.access.at(other).count);
  REQUIRE(cut.access.size() == whole.access.size());
  for (const auto& [look, stats] : whole.access) CHECK(cut.access.count(look) == 1);
  REQUIRE(cut.templates.size() == whole.templates.size());
  for (const auto& [text, seen] : whole.templates) CHECK(cut.templates.count(text) == 1);
}

TEST_CASE("input log: a kind that is known is counted also when there is no room for others") {
  InputLog log;
  log.merge(part(1, 0, InputLog::kMostTemplates));
  log.merge(part(5000, 0, 10));
  CHECK(count_of(log, 3) == 2);
  CHECK(log.templates.size() == InputLog::kMostTemplates);
}

TEST_CASE("input log: the first line of a kind is the earliest of both parts") {
  InputLog log = part(100, 0, 1);
  log.merge(part(20, 0, 1));
  CHECK(log.templates.begin()->second.first.where.line == 20);
  CHECK(log.access.begin()->second.count == 2);
}
