#include "base/notice.h"

#include <doctest/doctest.h>

#include "base/text.h"

using namespace loadtriage;

TEST_CASE("notice: place, level and text, then the line with a caret and a label") {
  Notice notice;
  notice.place = {"rules/db/pool-exhausted.yaml", 15, 7};
  notice.text = "unknown key `at_lest`";
  notice.snippet = {{"      at_lest: 5", 7, "did you mean `at_least`?"}};
  CHECK(describe(notice) ==
        "rules/db/pool-exhausted.yaml:15:7: error: unknown key `at_lest`\n"
        "   15 |       at_lest: 5\n"
        "      |       ^~~~~~~ did you mean `at_least`?\n");
}

TEST_CASE("notice: a hint stands below, and more lines of text are indented") {
  const Notice notice = make_error("app.log", "no format recognizes this file\nlooked at the first 64 lines",
                                   "name one with --read-as");
  CHECK(describe(notice) ==
        "app.log: error: no format recognizes this file\n"
        "  looked at the first 64 lines\n"
        "  hint: name one with --read-as\n");
}

TEST_CASE("notice: what is not known of the place is left out") {
  Notice notice;
  notice.severity = Severity::warning;
  notice.text = "odd";
  CHECK(describe(notice) == "warning: odd\n");
  notice.place = {"run.ndjson", 3, 0};
  CHECK(describe(notice) == "run.ndjson:3: warning: odd\n");
}

TEST_CASE("notice: a caret beyond the line stands at its end") {
  Notice notice;
  notice.place = {"a.yaml", 2, 99};
  notice.text = "ends too early";
  notice.snippet = {{"ab\n", 50, ""}};
  CHECK(describe(notice) ==
        "a.yaml:2:99: error: ends too early\n"
        "    2 | ab\n"
        "      |   ^\n");
}

TEST_CASE("notice: no byte of an input reaches the terminal as a command") {
  Notice notice;
  notice.place = {"a\x1b.log", 1, 2};
  notice.text = "bad \x1b[2J";
  notice.snippet = {{"\x1b]0;title\x07", 1, "\x1b"}};
  notice.hint = "\x1b";
  CHECK(describe(notice).find('\x1b') == std::string::npos);
  CHECK(describe(notice).find('\x07') == std::string::npos);
}

TEST_CASE("notice: the caret stays under its byte when bytes before it are made visible") {
  Notice notice;
  notice.place = {"a", 1, 4};
  notice.text = "x";
  notice.snippet = {{"\x01\xC3\xA9!", 1, ""}};
  CHECK(describe(notice) ==
        "a:1:4: error: x\n"
        "    1 | \\x01\xC3\xA9!\n"
        "      |      ^\n");
}

TEST_CASE("notice: of a very long line a window around the caret is shown") {
  Notice notice;
  notice.place = {"a", 1, 5001};
  notice.text = "x";
  notice.snippet = {{std::string(5000, 'a') + "HERE" + std::string(5000, 'b'), 4, ""}};
  const std::string text = describe(notice);
  CHECK(text.find("HERE") != std::string::npos);
  for (const auto line : split(text, '\n')) CHECK(width_of(line) <= 130);
}
