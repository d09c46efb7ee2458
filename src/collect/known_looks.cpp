#include "collect/known_looks.h"

#include <functional>
#include <string_view>

namespace loadtriage::collect {

std::size_t KnownLooks::Hash::operator()(const model::Look& look) const {
  constexpr std::size_t kMixer = 0x9E3779B97F4A7C15U;
  std::size_t hash =
      static_cast<std::size_t>(look.status * 10'000 + look.error_code) * 2 + (look.failed ? 1 : 0);
  for (const std::string_view text :
       {std::string_view(look.error), std::string_view(look.endpoint), std::string_view(look.method),
        std::string_view(look.scenario), std::string_view(look.group)})
    hash = (hash ^ (hash >> 29U)) * kMixer + std::hash<std::string_view>()(text);
  return hash;
}

KnownLooks::Known& KnownLooks::of(const model::Tags& tags, Protocol protocol) {
  write_look(tags, protocol, scratch_);
  if (const auto found = known_.find(scratch_.look); found != known_.end()) {
    found->second.unnamed = found->second.unnamed || scratch_.unnamed;
    return found->second;
  }
  if (known_.size() >= kMost) {
    known_.clear();
    ++generation_;
  }
  const auto made = known_.emplace(scratch_.look, Known{}).first;
  made->second.failed = scratch_.look.failed;
  made->second.unnamed = scratch_.unnamed;
  made->second.look = &made->first;
  return made->second;
}

model::LookStats& KnownLooks::stats_of(Known& known, model::Points& points) {
  if (known.stats != nullptr && known.looks_moved == points.looks_moved) return *known.stats;
  known.stats = &points.stats_of(*known.look);
  known.looks_moved = points.looks_moved;
  return *known.stats;
}

}  // namespace loadtriage::collect
