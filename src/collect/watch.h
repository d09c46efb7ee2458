// What the pass over the inputs looks for in log events: the signatures of the rules,
// as far as collecting needs to know them.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "scan/pattern_set.h"

namespace loadtriage::collect {

struct WatchedSignature {
  std::string id;
  std::string shows;  // the observation
  std::string technology;
  std::map<std::string, std::string> facts;  // fact name -> capture name
};

// Patterns and signatures of one kind of text, aligned: patterns[i] is signatures[i].
struct Watch {
  scan::PatternSet patterns;
  std::vector<WatchedSignature> signatures;
};

struct Watches {
  Watch k6_log;  // k6's own log lines and the `error` texts of raw points
  Watch backend_log;
  Watch failed_check;  // names of checks that failed
};

}  // namespace loadtriage::collect
