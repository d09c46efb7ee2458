// Hyperscan alone: searches each line of a file for all patterns of another, on one processor.
//
//   search_lines PATTERNS FILE
//
// Prints how many lines hold any, and the seconds of processor time without compiling and reading.
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "scan/pattern_set.h"

int main(int argc, char** argv) {
  using namespace loadtriage;
  if (argc != 3) {
    std::fputs("usage: search_lines PATTERNS FILE\n", stderr);
    return 2;
  }
  std::vector<std::string> patterns;
  std::ifstream list(argv[1]);
  for (std::string pattern; std::getline(list, pattern);) patterns.push_back(pattern);
  const auto set = scan::PatternSet::compile(std::move(patterns));
  if (!set) {
    for (const Notice& notice : set.errors()) std::fputs(describe(notice).c_str(), stderr);
    return 2;
  }
  std::ifstream file(argv[2], std::ios::binary);
  const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  scan::Scratch scratch(*set);
  std::vector<std::uint32_t> found;
  set->find("unpack", scratch, found);
  std::size_t lines = 0;
  const std::clock_t begin = std::clock();
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    set->find(rest.substr(0, end), scratch, found);
    lines += found.empty() ? 0 : 1;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  const double took = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
  std::printf("%zu lines, %.3f s of processor time\n", lines, took);
  return 0;
}
