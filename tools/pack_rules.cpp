// Packs rule files into the two files that are linked into the program: all of them, and
// what judging a run needs of them.
//
//   pack_rules ALL JUDGING ROOT FILE...
//
// Paths are kept relative to ROOT, so that the program says "rules/causes/db/...".
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "base/notice.h"
#include "rules/documents/tree.h"

namespace {

bool write(const char* path, const std::string& bytes) {
  std::ofstream output(path, std::ios::binary);
  output << bytes;
  output.close();
  if (!output) std::cerr << path << ": error: cannot be written\n";
  return output.good();
}

}  // namespace

int main(int argc, char** argv) {
  using namespace loadtriage;
  if (argc < 4) {
    std::cerr << "usage: pack_rules ALL JUDGING ROOT FILE...\n";
    return 2;
  }
  std::vector<rules::Document> documents;
  bool failed = false;
  for (int i = 4; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string path = std::filesystem::path(argv[i]).lexically_relative(argv[3]).generic_string();
    auto document = rules::parse_yaml(path, text);
    if (document) {
      documents.push_back(std::move(*document));
      continue;
    }
    failed = true;
    for (const Notice& notice : document.errors()) std::cerr << describe(notice);
  }
  if (failed) return 1;
  const bool written = write(argv[1], rules::pack(documents)) &&
                       write(argv[2], rules::pack(rules::what_judging_needs(documents)));
  return written ? 0 : 1;
}
