#include "formats/lines/layout.h"

#include <doctest/doctest.h>

#include <string>

namespace loadtriage::formats {
namespace {

bool matches(const std::string& layout, const std::string& line, Layout::Match& match) {
  Layout compiled;
  const auto fault = compiled.compile(layout);
  REQUIRE_MESSAGE(fault.text.empty(), fault.text);
  TimestampReader times;
  return compiled.match(line, {}, times, match);
}

}  // namespace

TEST_CASE("layout: words, options and the rest of the line") {
  static const std::string line = "[7] WARN  web.api - {not json}";
  Layout::Match match;
  Layout layout;
  REQUIRE(layout.compile("[<pid:int>] <level> {(<thread:text>) }<logger> - <message>").text.empty());
  TimestampReader times;
  REQUIRE(layout.match(line, {}, times, match));
  CHECK(match.level == model::Level::warning);
  CHECK(match.message == "{not json}");
  REQUIRE(match.fields.size() == 2);
  CHECK(match.fields[0].value == "7");
  CHECK(match.fields[1].value == "web.api");
  CHECK_FALSE(layout.match("[x] WARN  web.api - a", {}, times, match));
}

TEST_CASE("layout: a line that fits nowhere ends in bounded time") {
  Layout::Match match;
  const std::string line(20'000, '-');
  CHECK_FALSE(matches("<a:text>-<b:text>-<c:text>-<d:text>-<e:text>x", line, match));
}

TEST_CASE("layout: faults say where") {
  Layout layout;
  CHECK(layout.compile("<time").text == "no `>` closes this name");
  CHECK(layout.compile("a {b").offset == 4);
  CHECK(layout.compile("a }").text == "no `{` was open");
  CHECK_FALSE(layout.compile("<a:date>").text.empty());
  CHECK_FALSE(layout.compile("<message> <a>").text.empty());
  CHECK_FALSE(layout.compile("").text.empty());
}

}  // namespace loadtriage::formats
