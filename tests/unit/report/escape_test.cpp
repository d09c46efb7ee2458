#include "report/escape.h"

#include <doctest/doctest.h>

#include "base/text.h"

using namespace loadtriage;
using namespace loadtriage::report;

TEST_CASE("escape: Markdown keeps names readable and takes markup for text") {
  CHECK(markdown("http_req_failed") == "http_req_failed");
  CHECK(markdown("_all_ *of* it") == "\\_all\\_ \\*of\\* it");
  CHECK(markdown("a <b> & c") == "a &lt;b&gt; &amp; c");
  CHECK(markdown("a | b") == "a \\| b");
}

TEST_CASE("escape: Markdown blocks cannot be opened by a text") {
  CHECK(markdown("# title") == "\\# title");
  CHECK(markdown("- item") == "\\- item");
  CHECK(markdown("12. item") == "12\\. item");
  CHECK(markdown("/close") == "\\/close");
  CHECK(markdown("1.5 s") == "1.5 s");
}

TEST_CASE("escape: nobody is called by a Markdown text") {
  CHECK(markdown("see @ops") == "see @<!-- -->ops");
  CHECK(markdown("5 @ 10") == "5 @ 10");
}

TEST_CASE("escape: a code span outlasts the backticks it holds") {
  CHECK(code_span("plain") == "`plain`");
  CHECK(code_span("a `b` c") == "`` a `b` c ``");
  CHECK(code_span("`") == "`` ` ``");
  CHECK(code_span("a|b|c") == "`a\\|b\\|c`");
  CHECK(code_span(" ") == "");
}

TEST_CASE("escape: a code block outlasts the fences it holds") {
  CHECK(code_block({"x"}, "sh") == "```sh\nx\n```\n");
  CHECK(code_block({"````"}, "") == "`````\n````\n`````\n");
}

TEST_CASE("escape: only pairs of backticks become code") {
  CHECK(markdown_sentence("take `datasources` out") == "take `datasources` out");
  CHECK(markdown_sentence("one ` only") == "one \\` only");
  CHECK(html_sentence("a `<b>` c") == "a <code>&lt;b&gt;</code> c");
  CHECK(html_sentence("nothing `` between") == "nothing `` between");
}

TEST_CASE("escape: a workflow command ends where we end it") {
  CHECK(github_data("50%\r\nnext") == "50%25\\r\\nnext");
  CHECK(github_property("a:b,c%") == "a%3Ab%2Cc%25");
}

TEST_CASE("escape: a path becomes a reference that holds no other") {
  CHECK(uri("logs/app 1.log") == "logs/app%201.log");
  CHECK(uri("/srv/a:b?c#d") == "file:///srv/a%3Ab%3Fc%23d");
}

TEST_CASE("escape: XML loses what it cannot hold and nothing else") {
  CHECK(xml("a\xEF\xBF\xBE\xEF\xBF\xBF"
            "b") == "ab");
  CHECK(xml("\x1b[0m \"<&>\"") == "\\x1b[0m &quot;&lt;&amp;&gt;&quot;");
}
