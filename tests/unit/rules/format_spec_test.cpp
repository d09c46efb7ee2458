#include "rules/format_spec.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "rules/documents/tree.h"

namespace loadtriage::rules {
namespace {

namespace fs = std::filesystem;

formats::LineFormatSpec load(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  const auto document = parse_yaml(path.filename().string(), text.str());
  REQUIRE(document.ok());
  Notices faults;
  auto spec = load_format(*document, faults);
  for (const Notice& fault : faults) MESSAGE(describe(fault));
  CHECK(faults.empty());
  return spec;
}

constexpr std::string_view kLevels[] = {"unknown", "trace",   "debug", "info",
                                        "notice",  "warning", "error", "fatal"};

std::string value_of(const formats::Layout::Match& match, const std::string& name) {
  if (name == "message") return std::string(match.message);
  if (name == "level") return std::string(kLevels[static_cast<std::size_t>(match.level)]);
  for (const auto& field : match.fields)
    if (field.name == name) return std::string(field.value);
  return "(none)";
}

}  // namespace

TEST_CASE("declared formats: every sample gives what it says") {
  std::size_t count = 0;
  for (const auto& entry : fs::directory_iterator(fs::path(LOADTRIAGE_SOURCE_DIR) / "rules/formats")) {
    const formats::LineFormat format(load(entry.path()));
    CAPTURE(format.spec().name);
    CHECK_FALSE(format.spec().samples.empty());
    formats::TimestampReader times;
    for (const auto& sample : format.spec().samples) {
      CAPTURE(sample.line);
      formats::Layout::Match match;
      const bool fits = format.match(sample.line, times, match);
      CHECK(fits == (sample.gives == formats::FormatSample::Gives::event));
      if (sample.gives == formats::FormatSample::Gives::continuation) CHECK(format.continues(sample.line));
      for (const auto& [name, value] : sample.fields) CHECK(value_of(match, name) == value);
      ++count;
    }
  }
  CHECK(count > 40);
}

TEST_CASE("declared formats: a wrong layout is told with its place") {
  const auto document = parse_yaml(
      "f.yaml",
      "format: f\ntitle: F\nline: '<time> [<level>'\nlines: 3\nsamples: [{line: a, gives: nothing}]\n");
  REQUIRE(document.ok());
  Notices faults;
  (void)load_format(*document, faults);
  REQUIRE(faults.size() == 1);
  CHECK(faults[0].text.find("lines") != std::string::npos);
}

}  // namespace loadtriage::rules
