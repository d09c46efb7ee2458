// How the parts of an input are joined where only so many entries are kept.
#pragma once
#include <algorithm>
#include <cstddef>
#include <map>
#include <vector>

namespace loadtriage::model {

// Takes over entry by entry in the order in which they were first seen, as a reader would that meets
// them one after the other. An entry that is there already goes to `join(known, entry)`, what comes when
// `most` are there to `overflow(key and entry)`. `earlier` compares key and entry of two.
template <typename Key, typename Value, typename Join, typename Earlier, typename Overflow>
void merge_first(std::map<Key, Value>& into, const std::map<Key, Value>& from, std::size_t most,
                 const Join& join, const Earlier& earlier, const Overflow& overflow) {
  std::vector<const std::pair<const Key, Value>*> unseen;
  for (const auto& entry : from) {
    const auto known = into.find(entry.first);
    if (known == into.end())
      unseen.push_back(&entry);
    else
      join(known->second, entry.second);
  }
  std::sort(unseen.begin(), unseen.end(), [&](const auto* a, const auto* b) { return earlier(*a, *b); });
  for (const auto* entry : unseen) {
    if (into.size() < most)
      into.emplace(*entry);
    else
      overflow(*entry);
  }
}

}  // namespace loadtriage::model
