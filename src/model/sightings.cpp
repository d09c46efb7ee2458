#include "model/sightings.h"

#include "model/merge_first.h"

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

// False when some had no room.
template <typename Key, typename Value>
bool merge_all(std::map<Key, Value>& into, const std::map<Key, Value>& from, std::size_t most) {
  bool fits = true;
  merge_first(
      into, from, most, [](Value& known, const Value& more) { merge_one(known, more); },
      [](const auto& a, const auto& b) {
        return a.second.first != b.second.first ? a.second.first < b.second.first : a.first < b.first;
      },
      [&](const auto&) { fits = false; });
  return fits;
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
