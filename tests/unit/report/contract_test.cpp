// What every reporter owes its readers, whatever the diagnosis holds. Runs over the
// registry, so a new reporter is held to it without being listed.
#include <doctest/doctest.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

#include "base/text.h"
#include "report/reporter.h"
#include "support/sample_diagnosis.h"

namespace {

using namespace loadtriage;
using nlohmann::json;

const report::Style kPlain{report::Style::Colour::off, report::Style::Detail::normal, 80, "1.2.3"};
const report::Style kVerbose{report::Style::Colour::off, report::Style::Detail::verbose, 80, ""};

// Texts that try to become something else in one of the formats.
const std::vector<std::string> kHostile = {
    "<script>alert(1)</script><img src=x onerror=y>",
    "\x1b[31mred\x1b[0m \x07 \x01\x7f \xc2\x9b"
    "31m",
    "]]> --> <!-- & &amp; \" ' </pre></details></style>",
    "```\n# heading\n| a | b |\n```` `code` | [x](javascript:y) ![z](http://e/) @everyone",
    "first\r\n::error::second\n::set-output name=a::b%0Ac",
    "\xff\xfe invalid \xc3 utf-8 \xef\xbf\xbe \xef\xbf\xbf \xe2\x80\xae reversed",
    std::string("nul \0 inside", 12),
    "C:\\path\\to, with: colons, commas; 100% and $HOME `a` ``",
    "",
    " ",
    "1. one",
    "- two",
    "/close",
    "***",
    "a\tb",
};

std::vector<model::Diagnosis> every_diagnosis() {
  std::vector<model::Diagnosis> all = {test::empty_diagnosis(), test::boot_failure(), test::pool_exhausted(),
                                       test::of_every_kind("plain words")};
  for (const auto& text : kHostile) all.push_back(test::of_every_kind(text));
  return all;
}

std::string write(std::string_view name, const model::Diagnosis& diagnosis,
                  const report::Style& style = kPlain) {
  const auto* reporter = report::find_reporter(name);
  REQUIRE(reporter != nullptr);
  return reporter->write(diagnosis, style);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (const auto line : split(text, '\n')) lines.emplace_back(line);
  return lines;
}

bool has_control(const std::string& text) {
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if ((byte < 0x20 && c != '\n') || byte == 0x7f) return true;
  }
  return contains(text, "\xc2\x9b") || contains(text, "\xe2\x80\xae");
}

// A token that leaves wrapping little choice beside a label.
bool has_long_token(const std::string& line, std::size_t most) {
  const auto words = split(line, ' ');
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return width_of(word) > most; });
}

std::size_t run_at(const std::string& text, std::size_t at) {
  const auto end = text.find_first_not_of('`', at);
  return (end == std::string::npos ? text.size() : end) - at;
}

// A line of Markdown without escaped characters and code spans, read as CommonMark does.
std::string without_spans(const std::string& line) {
  std::string out;
  for (std::size_t at = 0; at < line.size();) {
    if (line[at] == '\\' && at + 1 < line.size()) {
      at += 2;
      continue;
    }
    const std::size_t run = line[at] == '`' ? run_at(line, at) : 0;
    std::size_t end = run == 0 ? std::string::npos : line.find('`', at + run);
    while (end != std::string::npos && run_at(line, end) != run)
      end = line.find('`', end + run_at(line, end));
    if (end == std::string::npos) {
      out += line.substr(at, std::max<std::size_t>(run, 1));
      at += std::max<std::size_t>(run, 1);
    } else {
      at = end + run;
    }
  }
  return out;
}

// Markdown without fenced blocks and code spans: what a renderer takes for markup.
std::string prose_of(const std::string& markdown) {
  std::string out;
  std::size_t fence = 0;
  for (const auto& line : lines_of(markdown)) {
    const std::size_t run = run_at(line, 0);
    if (fence == 0 && run >= 3) {
      fence = run;
    } else if (fence > 0) {
      if (run >= fence && run == line.size()) fence = 0;
    } else {
      out += without_spans(line) + "\n";
    }
  }
  CHECK(fence == 0);
  return out;
}

// Enough of XML to catch an unclosed element, a bare `<` or `&`, and a quote that ends
// an attribute too early.
class XmlCheck {
 public:
  explicit XmlCheck(std::string_view text) : rest_(text) {}
  bool well_formed() {
    if (rest_.starts_with("<?xml")) skip_past("?>");
    while (good_ && !rest_.empty()) rest_.front() == '<' ? tag() : content();
    return good_ && open_.empty();
  }

 private:
  void skip_past(std::string_view end) {
    const auto at = rest_.find(end);
    good_ = good_ && at != std::string_view::npos;
    rest_.remove_prefix(good_ ? at + end.size() : rest_.size());
  }
  void entity() {
    const auto end = rest_.find(';');
    const auto name = rest_.substr(0, end == std::string_view::npos ? 0 : end + 1);
    const std::set<std::string_view> known = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    good_ = good_ && known.contains(name);
  }
  void content() {
    if (rest_.front() == '&') entity();
    if (!rest_.empty()) rest_.remove_prefix(1);
  }
  void tag() {
    rest_.remove_prefix(1);
    const bool closing = rest_.starts_with('/');
    if (closing) rest_.remove_prefix(1);
    const std::string name(rest_.substr(0, rest_.find_first_of(" />")));
    good_ =
        good_ && !name.empty() && name.find_first_not_of("abcdefghijklmnopqrstuvwxyz") == std::string::npos;
    rest_.remove_prefix(name.size());
    attributes();
    const bool single = rest_.starts_with('/');
    skip_past(">");
    if (closing) {
      good_ = good_ && !open_.empty() && open_.back() == name;
      if (good_) open_.pop_back();
    } else if (!single) {
      open_.push_back(name);
    }
  }
  void attributes() {
    while (good_ && rest_.starts_with(' ')) {
      const auto equals = rest_.find("=\"");
      good_ = equals != std::string_view::npos &&
              rest_.substr(0, equals).find_first_of("<>&\"/") == std::string_view::npos;
      if (!good_) return;
      rest_.remove_prefix(equals + 2);
      while (good_ && !rest_.empty() && rest_.front() != '"') {
        good_ = rest_.front() != '<';
        content();
      }
      skip_past("\"");
    }
  }

  std::string_view rest_;
  std::vector<std::string> open_;
  bool good_ = true;
};

}  // namespace

TEST_CASE("reporters: names and summaries are there, once each, and found again") {
  std::set<std::string_view> names;
  for (const auto* reporter : report::reporters()) {
    CHECK(names.insert(reporter->name).second);
    CHECK_FALSE(reporter->summary.empty());
    CHECK(report::find_reporter(reporter->name) == reporter);
  }
  CHECK(names.size() == 9);
  CHECK(report::reporters().front()->name == "terminal");
  CHECK(report::find_reporter("jnuit") == nullptr);
}

TEST_CASE("reporters: no control character of an input reaches any output") {
  for (const auto* reporter : report::reporters())
    for (const auto& diagnosis : every_diagnosis())
      for (const auto& style : {kPlain, kVerbose}) {
        CAPTURE(reporter->name);
        const std::string text = reporter->write(diagnosis, style);
        CHECK_FALSE(has_control(text));
        CHECK((text.empty() || text.back() == '\n'));
      }
}

TEST_CASE("reporters: the same diagnosis gives the same bytes") {
  for (const auto* reporter : report::reporters())
    CHECK(reporter->write(test::pool_exhausted(), kPlain) == reporter->write(test::pool_exhausted(), kPlain));
}

TEST_CASE("reporters: numbers that are none do not break a format") {
  auto diagnosis = test::pool_exhausted();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinite = std::numeric_limits<double>::infinity();
  diagnosis.evidence.run.duration_s = nan;
  diagnosis.evidence.run.vus_max = infinite;
  diagnosis.causes[0].confidence = nan;
  diagnosis.causes[0].explained = infinite;
  diagnosis.causes[0].finding.support[0].at_s = infinite;
  diagnosis.evidence.timeline.onset_s = nan;
  diagnosis.evidence.timeline.slices[3].requests = nan;
  diagnosis.evidence.timeline.slices.back().start_s = infinite;
  for (const auto* reporter : report::reporters()) CHECK_FALSE(reporter->write(diagnosis, kPlain).empty());
  CHECK(json::accept(write("json", diagnosis)));
}

TEST_CASE("json, sarif, gitlab: every document parses") {
  for (const auto* name : {"json", "sarif", "gitlab"})
    for (const auto& diagnosis : every_diagnosis()) {
      CAPTURE(name);
      CHECK(json::accept(write(name, diagnosis)));
    }
}

TEST_CASE("rdjsonl: every line is one object with a message and a path") {
  for (const auto& diagnosis : every_diagnosis())
    for (const auto& line : lines_of(write("rdjsonl", diagnosis))) {
      if (line.empty()) continue;
      const auto one = json::parse(line, nullptr, false);
      REQUIRE(one.is_object());
      CHECK(one.contains("message"));
      CHECK(one["location"].contains("path"));
    }
}

TEST_CASE("junit: every document is well-formed XML") {
  for (const auto& diagnosis : every_diagnosis()) {
    const std::string text = write("junit", diagnosis);
    CAPTURE(text);
    CHECK(XmlCheck(text).well_formed());
    CHECK_FALSE(contains(text, "\xef\xbf\xbe"));
    CHECK_FALSE(contains(text, "\xef\xbf\xbf"));
  }
}

TEST_CASE("html: no markup of an input survives") {
  for (const auto& diagnosis : every_diagnosis()) {
    const std::string text = write("html", diagnosis);
    for (const auto* part : {"<script", "<img", "<b>", "</style></", "&lt;/style></style>"})
      CHECK_FALSE(contains(text, part));
    CHECK(contains(text, "</html>"));
  }
}

TEST_CASE("html: nothing is fetched and nothing runs") {
  for (const auto& diagnosis : every_diagnosis()) {
    const std::string text = write("html", diagnosis);
    for (const auto* part : {"<script", "<link", "<iframe", "<a ", " src=\"", " href=\"", "@import", "url("})
      CHECK_FALSE(contains(text, part));
  }
}

TEST_CASE("markdown: no markup of an input survives outside code") {
  for (const auto& diagnosis : every_diagnosis()) {
    const std::string text = prose_of(write("markdown", diagnosis));
    CAPTURE(text);
    for (const auto* part : {"<script", "<img", "<pre", "</pre", "](", "@everyone"})
      CHECK_FALSE(contains(text, part));
    for (const auto& line : lines_of(text)) CHECK_FALSE(line.starts_with("/"));
  }
}

TEST_CASE("markdown: every row of a table has the cells of its header") {
  for (const auto& diagnosis : every_diagnosis()) {
    std::size_t expected = 0;
    for (const auto& line : lines_of(prose_of(write("markdown", diagnosis)))) {
      if (!line.starts_with("|")) {
        expected = 0;
        continue;
      }
      const auto bars = static_cast<std::size_t>(std::count(line.begin(), line.end(), '|'));
      if (expected == 0) expected = bars;
      CAPTURE(line);
      CHECK(bars == expected);
    }
  }
}

TEST_CASE("terminal: without colour no line passes the columns unless one token does") {
  for (const int columns : {60, 80, 120})
    for (const auto& diagnosis : every_diagnosis()) {
      report::Style style = kPlain;
      style.columns = columns;
      bool commands = false;
      for (const auto& line : lines_of(write("terminal", diagnosis, style))) {
        if (line.starts_with("  ") && !line.starts_with("   ")) commands = line == "  Verify";
        CAPTURE(line);
        const auto most = static_cast<std::size_t>(columns);
        CHECK((commands || has_long_token(line, most / 3) || width_of(line) <= most));
      }
    }
}

TEST_CASE("terminal: with colour every line that begins one ends it") {
  report::Style style = kPlain;
  style.colour = report::Style::Colour::on;
  const std::string text = write("terminal", test::boot_failure(), style);
  CHECK(contains(text, "\x1b[1;31mFAILED\x1b[0m"));
  for (const auto& line : lines_of(text)) {
    std::size_t begun = 0;
    std::size_t ended = 0;
    for (auto at = line.find("\x1b["); at != std::string::npos; at = line.find("\x1b[", at + 1))
      ++(line.compare(at, 4, "\x1b[0m") == 0 ? ended : begun);
    CHECK(begun == ended);
  }
}

TEST_CASE("github: every line is one command and its values cannot end it") {
  for (const auto& diagnosis : every_diagnosis()) {
    const auto lines = lines_of(write("github", diagnosis));
    for (const auto& line : lines) {
      if (line.empty()) continue;
      CAPTURE(line);
      const bool known =
          line.starts_with("::error ") || line.starts_with("::warning ") || line.starts_with("::notice ");
      REQUIRE(known);
      const auto end = line.find("::", 2);
      REQUIRE(end != std::string::npos);
      // Properties hold no colon of their own, so the first `::` is ours.
      const std::string properties = line.substr(2, end - 2);
      CHECK(properties.find(':') == std::string::npos);
      for (const auto property : split(properties, ',')) CHECK(contains(property, "="));
    }
  }
}
