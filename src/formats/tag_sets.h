// Remembers sets of tags, so that those of many points are parsed once.
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

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
  };

  // Parses `set.written` into `set.tags`; false when it is no set of tags.
  using Parse = bool (*)(Set& set, const void* how);

  // Valid until the next call. Nothing when the text could not be parsed.
  const Set* find(std::string_view written, Parse parse, const void* how = nullptr);

 private:
  std::unordered_map<std::string_view, std::unique_ptr<Set>> sets_;
  std::unique_ptr<Set> spare_;
  std::size_t bytes_ = 0;
  std::uint64_t last_id_ = 0;
};

}  // namespace loadtriage::formats
