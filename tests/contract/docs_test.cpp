// The rule files and the context that the documentation shows are good ones.
#include <doctest/doctest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "base/text.h"
#include "contract/command_line.h"

namespace loadtriage {
namespace {

std::string page(const std::string& name) {
  std::ifstream file(std::string(LOADTRIAGE_SOURCE_DIR) + "/docs/" + name, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::vector<std::string> blocks_of(const std::string& markdown, const std::string& language) {
  const std::string fence = "```" + language;
  std::vector<std::string> blocks;
  bool inside = false;
  for (const std::string_view line : split(markdown, '\n')) {
    if (line == fence) blocks.emplace_back();
    if (inside && !line.starts_with("```")) blocks.back() += std::string(line) + "\n";
    inside = line == fence || (inside && !line.starts_with("```"));
  }
  return blocks;
}

// The value of a key at the left margin; empty where there is none.
std::string value_of(const std::string& yaml, const std::string& key) {
  for (const std::string_view line : split(yaml, '\n'))
    if (line.starts_with(key + ": ")) return std::string(line.substr(key.size() + 2));
  return "";
}

std::string path_for(const std::string& yaml, std::size_t number) {
  std::string cause = value_of(yaml, "cause");
  if (const std::size_t dot = cause.find('.'); dot != std::string::npos)
    return "own/causes/" + cause.replace(dot, 1, "/") + ".yaml";
  const bool signature = value_of(yaml, "technology") != "";
  return (signature ? "own/signatures/" : "own/formats/") + std::to_string(number) + ".yaml";
}

}  // namespace

TEST_CASE("docs: the rules, signatures and formats on the pages load") {
  for (const char* name : {"add-a-rule.md", "add-a-format.md"}) {
    CAPTURE(name);
    const std::vector<std::string> blocks = blocks_of(page(name), "yaml");
    CHECK(!blocks.empty());
    for (std::size_t i = 0; i < blocks.size(); ++i) {
      const std::string path = path_for(blocks[i], i);
      // Some are in the program as well: those of the same id stand aside.
      std::string yaml = blocks[i];
      for (std::size_t at = yaml.find("- id: "); at != std::string::npos; at = yaml.find("- id: ", at + 10))
        yaml.insert(at + 6, "own-");
      const test::Outcome outcome = test::CommandLine{{{path, yaml}}}.run({"formats", "--rules", "own"});
      CHECK_MESSAGE(outcome.status == cli::kPassed, outcome.err);
      const std::string format = value_of(yaml, "format");
      if (format != "") CHECK(contains(outcome.out, format + " "));
    }
  }
}

TEST_CASE("docs: the context on the page gives the facts and limits that it names") {
  const std::vector<std::string> blocks = blocks_of(page("context.md"), "json");
  REQUIRE(blocks.size() == 1);
  const test::CommandLine line{
      {{"run/context.json", blocks.front()}, {"run/summary.json", test::summary_with(1000)}}};
  const auto report = nlohmann::json::parse(line.run({"analyze", "run", "--format", "json"}).out);
  CHECK(report.at("facts").at("pool_size").at("value") == 10);
  CHECK(report.at("facts").at("acquire_timeout_ms").at("value") == 1500);
  CHECK(report.at("facts").at("memory_limit_mb").at("value") == 512);
  CHECK(report.at("limiters").size() == 2);
}

}  // namespace loadtriage
