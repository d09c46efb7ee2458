#include "model/sightings.h"

#include <algorithm>
#include <vector>

namespace loadtriage::model {
namespace {

void merge_one(Writer& into, const Writer& from) {
  into.events += from.events;
  into.readings += from.readings;
  for (const auto& [format, count] : from.formats) into.formats[format] += count;
  if (into.also.empty()) into.also = from.also;
}

void merge_one(MentionStats& into, const MentionStats& from) {
  into.count += from.count;
  if (into.failed == 0 && from.failed > 0) {
    into.first_failed = from.first_failed;
    into.failed_quote = from.failed_quote;
  }
  into.failed += from.failed;
}

// In the order in which they were first seen; false when some had no room.
template <typename Key, typename Value>
bool merge_all(std::map<Key, Value>& into, const std::map<Key, Value>& from, std::size_t most) {
  std::vector<const std::pair<const Key, Value>*> unseen;
  for (const auto& entry : from) {
    const auto known = into.find(entry.first);
    if (known == into.end())
      unseen.push_back(&entry);
    else
      merge_one(known->second, entry.second);
  }
  std::sort(unseen.begin(), unseen.end(), [](const auto* a, const auto* b) {
    return a->second.first != b->second.first ? a->second.first < b->second.first : a->first < b->first;
  });
  for (const auto* entry : unseen) {
    if (into.size() >= most) return false;
    into.emplace(*entry);
  }
  return true;
}

}  // namespace

void Sightings::merge(const Sightings& next) {
  if (empty()) input = next.input, speaker = next.speaker;
  cut = cut || next.cut;
  if (!merge_all(writers, next.writers, kMostWriters)) cut = true;
  if (!merge_all(mentions, next.mentions, kMostMentions)) cut = true;
  written_by.insert(next.written_by.begin(), next.written_by.end());
}

}  // namespace loadtriage::model
