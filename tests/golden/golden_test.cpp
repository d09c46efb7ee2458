// The reports of the runs in samples/, byte for byte as tests/golden keeps them.
//
// scripts/accept-golden shows what changed and accepts it; with LOADTRIAGE_ACCEPT=1 this
// program writes the reports anew instead of comparing them.
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.h"
#include "cli/program_version.h"
#include "cli/run.h"

namespace loadtriage {
namespace {

namespace fs = std::filesystem;

const fs::path kSamples = fs::path(LOADTRIAGE_SOURCE_DIR) / "samples";
const fs::path kGolden = fs::path(LOADTRIAGE_SOURCE_DIR) / "tests/golden";

struct Kept {
  const char* format;
  const char* file;
};
constexpr Kept kKept[] = {{"terminal", "terminal.txt"}, {"markdown", "report.md"}, {"json", "report.json"}};

std::set<std::string> folders_in(const fs::path& folder) {
  std::set<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder))
    if (entry.is_directory()) names.insert(entry.path().filename().string());
  return names;
}

std::string content_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The version changes with every commit, the reports should not.
std::string without_version(std::string text) {
  const std::string version(cli::version());
  for (std::size_t at = text.find(version); at != std::string::npos; at = text.find(version, at))
    text.replace(at, version.size(), "VERSION");
  return text;
}

// A terminal of 80 columns without colour, so that the report for people is as it is seen.
std::string report_of(const std::string& sample, const std::string& format, unsigned threads) {
  std::ostringstream out, err;
  const auto disk = input::make_disk();
  cli::World world{out, err, *disk};
  world.out_is_terminal = true;
  world.columns = 80;
  world.threads = threads;
  // Paths are those from where one stands, which is the top of the repository here.
  world.environment = [](const std::string& name) {
    return name == "PWD" ? std::optional<std::string>(LOADTRIAGE_SOURCE_DIR) : std::nullopt;
  };
  const int status =
      cli::run({"analyze", (kSamples / sample).string(), "--format", format, "--no-color"}, world);
  CHECK(status != cli::kCannot);
  CHECK(err.str() == "");
  return without_version(out.str());
}

// What a person needs to see of two long texts: the first line that differs.
std::string difference(const std::string& kept, const std::string& now) {
  const auto old_lines = split(kept, '\n'), new_lines = split(now, '\n');
  std::size_t line = 0;
  while (line < old_lines.size() && line < new_lines.size() && old_lines[line] == new_lines[line]) ++line;
  const auto at = [&](const std::vector<std::string_view>& lines) {
    return line < lines.size() ? std::string(lines[line]) : std::string("(ends)");
  };
  return "line " + std::to_string(line + 1) + "\n  kept: " + at(old_lines) + "\n  now:  " + at(new_lines);
}

bool accepting() {
  const char* accept = std::getenv("LOADTRIAGE_ACCEPT");
  return accept != nullptr && std::string(accept) == "1";
}

void accept(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

}  // namespace

TEST_CASE("samples: every report is the one that was accepted") {
  for (const std::string& sample : folders_in(kSamples)) {
    for (const auto& [format, file] : kKept) {
      const fs::path path = kGolden / sample / file;
      const std::string now = report_of(sample, format, 2);
      if (accepting()) accept(path, now);
      const std::string kept = content_of(path);
      INFO("scripts/accept-golden accepts it");
      const std::string which = sample + "/" + file;
      CHECK_MESSAGE(kept == now, which << ": " << difference(kept, now));
    }
  }
}

TEST_CASE("samples: one thread and four write the same report") {
  for (const std::string& sample : folders_in(kSamples)) {
    CAPTURE(sample);
    CHECK(report_of(sample, "json", 1) == report_of(sample, "json", 4));
  }
}

TEST_CASE("samples: no report is kept for a run that is gone") {
  CHECK(folders_in(kGolden) == folders_in(kSamples));
}

TEST_CASE("samples: every run has its story") {
  const std::string stories = content_of(kSamples / "README.md");
  for (const std::string& sample : folders_in(kSamples)) {
    CAPTURE(sample);
    CHECK(contains(stories, "\n## " + sample + "\n"));
  }
}

}  // namespace loadtriage
