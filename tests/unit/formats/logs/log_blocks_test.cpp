#include "formats/logs/log_blocks.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "unit/formats/event_log.h"

namespace {

using loadtriage::formats::LogProfile;
using loadtriage::input::OwnedBlock;
using loadtriage::test::EventLog;

// Everything that a line may owe to those before it.
const std::vector<std::string> kPieces = {
    "[2026-03-01T07:53:56.100] [ERROR] shop - order failed\n"
    "Error: timeout exceeded when trying to connect\n"
    "    at Pool.connect (/srv/pool.js:45:11)\n"
    "\n"
    "    at async create (/srv/orders.js:12:3)\n",
    "2026-03-01 07:53:57.000 UTC [17] ERROR:  duplicate key value\n"
    "2026-03-01 07:53:57.000 UTC [17] DETAIL:  Key (id)=(7) already exists.\n"
    "2026-03-01 07:53:57.000 UTC [17] DETAIL:  and more\n",
    "2026-03-01 07:53:58.120 starting without a zone\n"
    "no time at all\n"
    "Traceback (most recent call last):\n"
    "  File \"a.py\", line 3, in <module>\n"
    "ValueError: broken\n",
    R"({"log":"a line that docker ","stream":"stdout","time":"2026-03-01T07:53:59.5Z"})"
    "\n"
    R"({"log":"cut into three ","stream":"stdout","time":"2026-03-01T07:53:59.5Z"})"
    "\n"
    R"({"log":"parts\n","stream":"stdout","time":"2026-03-01T07:53:59.6Z"})"
    "\n",
    "Mar 01, 2026 7:54:00 AM com.shop.Orders create\n"
    "WARNING: slow answer\n",
    R"({"level":50,"time":1772351640500,"msg":"request errored"})"
    "\n"
    "panic: runtime error\n"
    "goroutine 1 [running]:\n"
    "main.main()\n",
    "[   12.345678] memory is short\n",
    R"(10.0.0.1 - - [01/Mar/2026:08:54:01 +0100] "GET /a/1 HTTP/1.1" 200 12 "-" "k6")"
    "\n"};

// Pieces in an order that looks random and is always the same.
std::string log_of(std::size_t pieces, std::uint64_t seed, std::uint64_t kinds) {
  std::string text;
  for (std::size_t i = 0; i < pieces; ++i) {
    seed = seed * 6364136223846793005U + 1442695040888963407U;
    text += kPieces[(seed >> 33U) % kinds];
  }
  return text;
}

EventLog read_cut(const std::string& text, std::size_t lines_a_block, unsigned threads) {
  static const auto catalogue = loadtriage::test::few_formats();
  const LogProfile profile = loadtriage::formats::profile_of(text, catalogue);
  std::size_t at = 0;
  std::uint64_t line = 1;
  const auto next = [&](OwnedBlock& block) {
    if (at >= text.size()) return false;
    std::size_t end = at;
    for (std::size_t i = 0; i < lines_a_block && end < text.size(); ++i)
      end = std::min(text.find('\n', end), text.size() - 1) + 1;
    block.storage.clear();
    block.storage.append(std::string_view(text).substr(at, end - at));
    block.text = block.storage.view();
    block.first_line = line;
    block.offset = at;
    line += static_cast<std::uint64_t>(std::count(block.text.begin(), block.text.end(), '\n'));
    at = end;
    return true;
  };
  EventLog log;
  loadtriage::formats::read_log_blocks(next, profile, 3, log, threads);
  return log;
}

void check_same(const std::string& text) {
  const EventLog whole = read_cut(text, text.size(), 1);
  REQUIRE(whole.events.size() > 10);
  for (const std::size_t lines : {1, 2, 3, 5, 8, 13, 40}) {
    for (const unsigned threads : {1U, 2U, 4U}) {
      CAPTURE(lines);
      CAPTURE(threads);
      const EventLog cut = read_cut(text, lines, threads);
      CHECK(cut.events == whole.events);
      CHECK(cut.fates.lines == whole.fates.lines);
      CHECK(cut.fates.events == whole.fates.events);
      CHECK(cut.fates.continuations == whole.fates.continuations);
      CHECK(cut.fates.blank == whole.fates.blank);
    }
  }
}

}  // namespace

TEST_CASE("log blocks: a mixed log gives the same events however it is cut and by however many threads") {
  for (const std::uint64_t seed : {1U, 2U, 3U}) check_same(log_of(120, seed, kPieces.size()));
}

TEST_CASE("log blocks: a log without any zone gives the same events however it is cut") {
  check_same(log_of(120, 4, 1));
}

TEST_CASE("log blocks: a zone stated in the first line alone moves the lines of every block") {
  const std::string text = "2026-03-01T09:00:00+02:00 booted\n" + log_of(60, 5, 1);
  check_same(text);
  CHECK(read_cut(text, 4, 2).events.back().zone_stated);
}

TEST_CASE("log blocks: one large block gives the same events on several threads") {
  const std::string text = log_of(4000, 6, kPieces.size());
  REQUIRE(text.size() > 400'000);
  const EventLog whole = read_cut(text, 1, 1);
  for (const unsigned threads : {1U, 3U}) CHECK(read_cut(text, text.size(), threads).events == whole.events);
}

TEST_CASE("log blocks: an answer finds its request in whatever block that was read") {
  std::string text;
  for (int i = 0; i < 80; ++i) {
    const std::string id = std::to_string(i),
                      begin = R"({"level":30,"time":17723664000)" + std::to_string(10 + i % 80);
    text += begin + R"(,"reqId":"r-)" + id + R"(","req":{"method":"GET","url":"/a/)" + id +
            R"("},"msg":"incoming request"})" + "\n";
    if (i < 6) continue;
    text += begin + R"(,"reqId":"r-)" + std::to_string(i - 6) +
            R"(","res":{"statusCode":200},"responseTime":3.25,"msg":"request completed"})" + "\n";
  }
  // Answers that waited for the block in front come before the others of their block.
  const auto in_order = [](EventLog log) {
    std::stable_sort(log.events.begin(), log.events.end(),
                     [](const auto& a, const auto& b) { return a.line < b.line; });
    return log.events;
  };
  const auto whole = in_order(read_cut(text, text.size(), 1));
  REQUIRE(whole.size() == 154);
  CHECK(whole.back().path == "/a/73");
  for (const std::size_t lines : {1, 2, 3, 7, 20})
    for (const unsigned threads : {1U, 2U, 4U}) CHECK(in_order(read_cut(text, lines, threads)) == whole);
}

TEST_CASE("log blocks: a log in which no line surely begins an event is read all the same") {
  std::string text;
  for (int i = 0; i < 60; ++i) text += "something happened " + std::to_string(i) + "\n";
  check_same(text);
}
