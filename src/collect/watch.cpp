#include "collect/watch.h"

namespace loadtriage::collect {

Finder::Finder(const Watch& watch) : watch_(watch) {}

const std::vector<Finder::Hit>& Finder::find(std::string_view text) {
  hits_.clear();
  // Not before there is a text: making a scratch unpacks the patterns.
  if (scratches_.empty())
    for (const WatchSet& set : watch_.sets) scratches_.emplace_back(set.patterns);
  for (std::size_t i = 0; i < watch_.sets.size(); ++i) {
    const WatchSet& set = watch_.sets[i];
    set.patterns.find(text, scratches_[i], found_);
    for (const std::uint32_t pattern : found_)
      if (!set.signatures[pattern].id.empty())
        hits_.push_back({&set.signatures[pattern], &set.patterns, pattern});
  }
  return hits_;
}

}  // namespace loadtriage::collect
