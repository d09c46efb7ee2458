// What `loadtriage analyze` was asked to do.
#pragma once
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace loadtriage::cli {

struct RuleOptions {
  std::vector<std::string> folders;  // --rules DIR, in order
};

struct AnalyzeOptions {
  std::vector<std::string> paths;
  std::string format = "terminal";
  std::vector<std::string> outputs;       // --output FORMAT=FILE
  std::vector<std::string> output_files;  // the FILEs of these: no input may be among them
  std::vector<std::string> contexts;      // --context FILE or key=value
  std::vector<std::string> baseline;      // --baseline PATH: files or folders of an earlier run
  RuleOptions rules;
  std::string explain;  // --explain CAUSE
  bool no_color = false;
  bool verbose = false;
  bool stats = false;
  std::uint64_t max_unpacked_gib = 0;  // 0: the usual bounds
  unsigned threads = 0;                // 0: as many as the machine has
};

}  // namespace loadtriage::cli
