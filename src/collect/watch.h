// What the pass over the inputs looks for in log events: the signatures of the rules,
// as far as collecting needs to know them.
#pragma once
#include <string>
#include <vector>

#include "model/log_event.h"
#include "scan/pattern_set.h"

namespace loadtriage::collect {

struct WatchedSignature {
  std::string id;
  std::string shows;  // the observation
  std::string technology;
  model::Level level = model::Level::unknown;  // events known to be below it do not count
  struct CapturedFact {
    std::string name, capture, unit;
  };
  std::vector<CapturedFact> facts;
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
