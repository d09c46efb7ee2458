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
  KnownQuotes quotes;
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
