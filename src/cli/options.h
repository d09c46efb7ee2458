// What `loadtriage analyze` was asked to do.
#pragma once
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
  std::vector<std::string> outputs;   // --output FORMAT=FILE
  std::vector<std::string> contexts;  // --context FILE or key=value
  std::vector<std::string> baseline;  // --baseline PATH: files or folders of an earlier run
  RuleOptions rules;
  std::string explain;  // --explain CAUSE
  bool no_color = false;
  bool verbose = false;
  bool stats = false;
  unsigned threads = 0;  // 0: as many as the machine has
};

}  // namespace loadtriage::cli
