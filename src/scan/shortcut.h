// What spares a set of patterns most of its searches.
//
// Lines of a log repeat each other but for numbers and ids. So a text's skeleton is looked up
// (skeleton.h, shape_memo.h). Where no loose pattern occurs in it (loosen.h), nothing can
// occur in the text; where only a few do, the text is searched for those patterns alone. The
// answer is that of searching for all.
#pragma once
#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "scan/engine.h"
#include "scan/shape_memo.h"
#include "scan/skeleton.h"

namespace loadtriage::scan {

class Shortcut {
 public:
  // Patterns that are searched for by themselves.
  struct Few {
    std::vector<std::uint32_t> patterns;  // positions in the set
    std::atomic<std::size_t> wanted = 0;
    std::once_flag compiled;
    Database database;
  };

  // What one thread searches with, and what it has learnt.
  struct Memory {
    ScratchMemory loose, few;
    bool possible = true;        // as far as it is known
    std::vector<bool> has_room;  // of `few`, for each of the Few
    std::vector<Few*> fews;
    Skeleton skeleton;
    ShapeMemo shapes;
    std::vector<std::uint32_t> candidates, found;
  };

  // `patterns` are those of the set and must outlive it, as must the bytes of loose_patterns().
  // Without bytes it does nothing.
  void prepare(std::string_view loose, const std::vector<std::string>& patterns);

  // Finds what occurs in the text, in no order; false when all patterns have to be searched for.
  bool find(std::string_view text, Memory& memory, std::vector<std::uint32_t>& found);

 private:
  std::uint32_t learn(std::string_view skeleton, Memory& memory);
  Few* few_of(const std::vector<std::uint32_t>& candidates);
  bool find_few(Few& few, std::size_t number, std::string_view text, Memory& memory,
                std::vector<std::uint32_t>& found);

  const std::vector<std::string>* patterns_ = nullptr;
  Engine loose_;
  std::mutex mutex_;
  std::map<std::vector<std::uint32_t>, std::unique_ptr<Few>> fews_;
};

// The patterns for skeletons, compiled; empty when one of them can't be loosened.
std::string loose_patterns(const std::vector<std::string>& patterns);

}  // namespace loadtriage::scan
