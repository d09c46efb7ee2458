// Compiles the patterns of the packed rules into the file that is linked into the
// program.
//
//   compile_patterns OUTPUT
#include <fstream>
#include <iostream>

#include "base/notice.h"
#include "knowledge/load_rules.h"
#include "knowledge/watches.h"

namespace {

int refuse(const loadtriage::Notices& notices) {
  for (const loadtriage::Notice& notice : notices) std::cerr << loadtriage::describe(notice);
  return 1;
}

}  // namespace

int main(int argc, char** argv) {
  using namespace loadtriage;
  if (argc != 2) {
    std::cerr << "usage: compile_patterns OUTPUT\n";
    return 2;
  }
  const auto files = input::make_disk();
  // Everything that can be wrong with a rule file stops the build here.
  auto rules = knowledge::load_rules({}, *files, rules::Trust::check_all);
  if (!rules) return refuse(rules.errors());
  auto watches = knowledge::make_watches(*rules, {});
  if (!watches) return refuse(watches.errors());
  std::ofstream output(argv[1], std::ios::binary);
  output << knowledge::compiled_patterns(*watches);
  output.close();
  if (!output) std::cerr << argv[1] << ": error: cannot be written\n";
  return output ? 0 : 1;
}
