// How well the declared formats are told apart, over all their samples.
#include <doctest/doctest.h>

#include <map>
#include <set>
#include <sstream>

#include "base/text.h"
#include "contract/command_line.h"

namespace loadtriage {
namespace {

// Single lines that are as good a line of the other format: both cut them alike. In a file
// of their own format the others decide.
const std::map<std::string, std::set<std::string>> kAlike = {
    {"jvm-gc", {"elasticsearch"}}, {"logback", {"tomcat"}}, {"winston-text", {"python-logging"}}};

// "NAME  2 lines: KIND  alone: 1 x KIND, 1 x OTHER"
struct Row {
  std::string format, together;
  std::set<std::string> alone;
};

Row read_row(const std::string& line) {
  Row row;
  std::istringstream words(line);
  std::string count, word;
  words >> row.format >> count >> word >> row.together >> word;
  while (words >> count >> word >> word) row.alone.insert(word.substr(0, word.find(',')));
  return row;
}

}  // namespace

TEST_CASE("formats: the samples of a format, as one file, are taken for it") {
  const test::Outcome outcome = test::CommandLine{}.run({"formats", "--confusion"});
  CHECK(outcome.status == cli::kPassed);
  std::istringstream lines(outcome.out);
  std::size_t rows = 0;
  for (std::string line; std::getline(lines, line); ++rows) {
    CAPTURE(line);
    const Row row = read_row(line);
    CHECK(row.together == row.format);
  }
  CHECK(rows > 35);
}

TEST_CASE("formats: a single line is taken for its own format, or one that cuts it alike") {
  const test::Outcome outcome = test::CommandLine{}.run({"formats", "--confusion"});
  std::istringstream lines(outcome.out);
  for (std::string line; std::getline(lines, line);) {
    const Row row = read_row(line);
    CAPTURE(line);
    CHECK_FALSE(row.alone.empty());
    for (const std::string& kind : row.alone) {
      const auto alike = kAlike.find(row.format);
      CHECK((kind == row.format || (alike != kAlike.end() && alike->second.count(kind) > 0)));
    }
  }
}

}  // namespace loadtriage
