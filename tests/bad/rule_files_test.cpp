// Every fault of a rule file has a small wrong file in tests/bad/rules, beside the
// message it gets. LOADTRIAGE_ACCEPT=1 writes the messages anew.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string_view>
#include <vector>

#include "rules/check.h"
#include "rules/faults.h"
#include "support/small_rules.h"

namespace loadtriage {
namespace {

namespace fs = std::filesystem;

const fs::path kFolder = fs::path(LOADTRIAGE_SOURCE_DIR) / "tests/bad/rules";

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string messages(const Notices& notices) {
  std::string text;
  for (const Notice& notice : notices) text += describe(notice);
  return text;
}

// What the program says to the file when it is added to the small rules.
std::string said_to(const std::string& name) {
  auto document =
      rules::parse_yaml("rules/causes/bad/" + name + ".yaml", content_of(kFolder / (name + ".yaml")));
  if (!document) return messages(document.errors());
  auto sources = test::small_sources(test::small_files());
  sources.built_in.push_back(std::move(*document));
  const auto rules = rules::load(std::move(sources), test::small_vocabulary());
  return messages(rules ? rules::check(*rules) : rules.errors());
}

struct Told {
  std::string name;
  std::string_view text;
};

std::vector<Told> all_faults() {
  std::vector<Told> all;
  for (const auto& fault : rules::faults()) all.push_back({std::string(fault.name), fault.text});
  for (const auto& fault : expr::faults()) all.push_back({std::string(fault.name), fault.text});
  return all;
}

}  // namespace

TEST_CASE("rule files: every fault has a wrong file, and every wrong file a fault") {
  std::set<std::string> names, files;
  for (const Told& fault : all_faults()) names.insert(fault.name);
  for (const auto& entry : fs::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".yaml") files.insert(entry.path().stem().string());
  }
  CHECK(names == files);
}

TEST_CASE("rule files: each wrong file gets exactly the message beside it") {
  for (const Told& fault : all_faults()) {
    const std::string& name = fault.name;
    CAPTURE(name);
    const std::string said = said_to(name);
    const fs::path expected = kFolder / (name + ".txt");
    if (std::getenv("LOADTRIAGE_ACCEPT") != nullptr) std::ofstream(expected, std::ios::binary) << said;
    CHECK(said == content_of(expected));
    const std::string_view text = fault.text.substr(0, fault.text.find("{}"));
    CHECK(said.find(text) != std::string::npos);
  }
}

}  // namespace loadtriage
