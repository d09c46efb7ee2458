// Remembers sets of tags, so that those of many points are parsed once.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/same_bytes.h"
#include "model/sample.h"

namespace loadtriage::formats {

// Sets are found again by the bytes they were written as. Memory is bounded: when too
// many different sets were seen, all are forgotten and get new ids when they recur. An
// id is never given out twice.
class TagSets {
 public:
  // A set and the texts that it points to.
  struct Set {
    std::string written;  // the bytes it was parsed from
    std::string texts;    // of values that were written with escapes
    model::Tags tags;
    Set* after = nullptr;  // the set that came behind this one the last time
  };

  // Parses `set.written` into `set.tags`; false when it is no set of tags.
  using Parse = bool (*)(Set& set, const void* how);

  // The set that the text begins with, if it is the last one, or the one that came behind it
  // the last time. The points of one request have the same tags, and so has the check of its
  // answer every time. Valid, as all that is given out here, until the next call.
  const Set* expected(const char* at, const char* end) {
    if (last_ == nullptr) return nullptr;
    if (begins_with(at, end, last_->written)) return last_;
    Set* after = last_->after;
    if (after == nullptr || !begins_with(at, end, after->written)) return nullptr;
    return last_ = after;
  }

  // What comes next is not expected from what came before.
  void break_off() { last_ = nullptr; }

  // The set that was written so, if it is remembered.
  const Set* known(std::string_view written);

  // The same, parsed when it is not. Nothing when the text could not be parsed.
  const Set* find(std::string_view written, Parse parse, const void* how = nullptr);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    Set* set = nullptr;
  };

  const Set* follow(Set& set);
  Slot& slot_of(std::string_view written, std::uint64_t hash);
  const Set* known(std::string_view written, std::uint64_t hash);
  void remember(Set& set, std::uint64_t hash);
  void grow();
  void forget();

  std::vector<Slot> slots_;  // open addressing; at most half are in use
  // The first used_ are remembered; the memory of the others is used again.
  std::vector<std::unique_ptr<Set>> sets_;
  std::size_t used_ = 0;
  Set* last_ = nullptr;  // that was given out
  std::size_t bytes_ = 0;
  std::uint64_t last_id_ = 0;
};

}  // namespace loadtriage::formats
