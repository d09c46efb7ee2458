// What the pass over the inputs looks for in log events: the signatures of the rules,
// as far as collecting needs to know them.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "model/log_event.h"
#include "scan/pattern_set.h"

namespace loadtriage::collect {

struct WatchedSignature {
  std::string id;
  std::string shows;  // the observation
  std::string technology;
  model::Level level = model::Level::unknown;  // events known to be below it do not count
  std::string k6_words;                        // of client errors: what k6 calls the same
  bool cut_off = false;                        // at the very end of a run it is the end, not a failure
  struct CapturedFact {
    std::string name, capture, unit;
  };
  std::vector<CapturedFact> facts;
  model::WordsOf words_of = model::WordsOf::library;
};

// Patterns and signatures, aligned: patterns[i] is that of signatures[i]. A signature
// without an id is not looked for: it was replaced or disabled.
struct WatchSet {
  scan::PatternSet patterns;
  std::vector<WatchedSignature> signatures;
};

// All that is looked for in one kind of text: what the program brings, compiled when it
// was built, and what --rules added. Copies share it, as do threads.
class Watch {
 public:
  using Sets = std::vector<WatchSet>;
  explicit Watch(Sets sets);
  // `make` is called when the sets are first asked for: many runs hold nothing to search.
  explicit Watch(std::function<Sets()> make);

  const Sets& sets() const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

// Searches texts for everything in a watch. One for each thread.
class Finder {
 public:
  // `watch` must outlive the finder.
  explicit Finder(const Watch& watch);

  struct Hit {
    const WatchedSignature* signature = nullptr;
    const scan::PatternSet* patterns = nullptr;
    std::uint32_t pattern = 0;
  };
  // Valid until the next call.
  const std::vector<Hit>& find(std::string_view text);

 private:
  const Watch& watch_;
  std::vector<scan::Scratch> scratches_;
  std::vector<std::uint32_t> found_;
  std::vector<Hit> hits_;
};

struct Watches {
  Watch k6_log;  // k6's own log lines and the `error` texts of raw points
  Watch backend_log;
  Watch failed_check;  // names of checks that failed
  Watch client_error;  // error texts of other load tools' requests
};

}  // namespace loadtriage::collect
