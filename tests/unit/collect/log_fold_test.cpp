#include "collect/logs/log_fold.h"

#include <doctest/doctest.h>

using namespace loadtriage;
using collect::LogFold;

namespace {

collect::Watch watch_for(const std::string& pattern) {
  auto patterns = scan::PatternSet::compile({pattern});
  REQUIRE(patterns.ok());
  collect::WatchedSignature signature;
  signature.id = signature.shows = "app.code-defect";
  collect::Watch::Sets sets;
  sets.push_back({std::move(*patterns), {signature}});
  return collect::Watch(std::move(sets));
}

std::string quote_of(const std::string& pattern, std::string_view text) {
  const collect::Watch watch = watch_for(pattern);
  collect::KnownQuotes quotes;
  LogFold fold(watch, model::Speaker::backend, 0, quotes);
  model::LogEvent event;
  event.text = event.message = text;
  fold.add(event);
  const model::InputLog log = fold.take();
  REQUIRE(log.signals.size() == 1);
  REQUIRE(log.signals.begin()->second.quotes.size() == 1);
  return log.signals.begin()->second.quotes.front().text;
}

}  // namespace

TEST_CASE("log fold: an event of several lines is quoted from the line that was recognised") {
  const std::string traceback =
      "Traceback (most recent call last):\n  File \"main.py\", line 3\n  KeyError: 'price'";
  CHECK(quote_of("KeyError: ", traceback) == "KeyError: 'price'");
}

TEST_CASE("log fold: an event whose first line was recognised is quoted whole") {
  CHECK(quote_of("panic: ", "panic: boom\ngoroutine 1 [running]:") == "panic: boom\\ngoroutine 1 [running]:");
}

namespace {

const std::string kSecretLine = "login failed for bob, password=hunter2secret on attempt ";

// Folds lines as one input, or in parts that are joined.
model::InputLog folded(const collect::Watch& watch, std::size_t parts) {
  constexpr std::size_t kLines = 60;
  collect::KnownQuotes quotes;
  model::InputLog whole;
  LogFold fold(watch, model::Speaker::backend, 0, quotes,
               parts == 1 ? collect::Extent::whole : collect::Extent::part);
  for (std::size_t i = 0; i < kLines; ++i) {
    const std::string text =
        (i % 3 == 0 ? "KeyError: token=s3cr3tvalue99 of " : kSecretLine) + std::to_string(i);
    model::LogEvent event;
    event.where.line = i + 1;
    event.text = event.message = text;
    model::AccessLine access;
    access.method = "GET";
    access.path = i % 2 == 0 ? "/orders/17" : "/carts?apikey=abcdef123456";
    access.status = 200;
    if (i % 5 == 0) event.access = access;
    fold.add(event);
    if ((i + 1) % (kLines / parts) != 0) continue;
    model::InputLog part = fold.take();
    if (parts > 1) collect::finish_quotes(part, whole);
    whole.merge(part);
  }
  return whole;
}

std::string texts_of(const model::InputLog& log) {
  std::string texts;
  for (const auto& [id, signal] : log.signals)
    for (const auto& quote : signal.quotes)
      texts += id + ' ' + std::to_string(quote.where.line) + quote.text + '\n';
  for (const auto& [look, stats] : log.access) texts += look.endpoint + ' ' + stats.first.text + '\n';
  for (const auto& [text, seen] : log.templates) texts += text + ' ' + seen.first.text + '\n';
  return texts;
}

}  // namespace

TEST_CASE("log fold: parts quote what the whole would, and no secret is left") {
  const collect::Watch watch = watch_for("KeyError: ");
  const std::string whole = texts_of(folded(watch, 1));
  CHECK(whole.find("password=***") != std::string::npos);
  for (const std::size_t parts : {2U, 5U, 20U}) CHECK(texts_of(folded(watch, parts)) == whole);
  for (const char* secret : {"hunter2secret", "s3cr3tvalue99"})
    CHECK(whole.find(secret) == std::string::npos);
}
