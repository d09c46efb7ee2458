// Packs rule files into the one file that is linked into the program.
//
//   pack_rules OUTPUT ROOT FILE...
//
// Paths are kept relative to ROOT, so that the program says "rules/causes/db/...".
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>
#include <vector>

#include "base/notice.h"
#include "rules/tree.h"

int main(int argc, char** argv) {
  using namespace loadtriage;
  if (argc < 3) {
    std::cerr << "usage: pack_rules OUTPUT ROOT FILE...\n";
    return 2;
  }
  std::vector<rules::Document> documents;
  bool failed = false;
  for (int i = 3; i < argc; ++i) {
    std::ifstream file(argv[i], std::ios::binary);
    const std::string text((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const std::string path = std::filesystem::path(argv[i]).lexically_relative(argv[2]).generic_string();
    auto document = rules::parse_yaml(path, text);
    if (document) {
      documents.push_back(std::move(*document));
      continue;
    }
    failed = true;
    for (const Notice& notice : document.errors()) std::cerr << describe(notice);
  }
  if (failed) return 1;
  std::ofstream output(argv[1], std::ios::binary);
  output << rules::pack(documents);
  output.close();
  if (!output) std::cerr << argv[1] << ": error: cannot be written\n";
  return output ? 0 : 1;
}
