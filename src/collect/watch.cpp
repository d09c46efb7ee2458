#include "collect/watch.h"

#include <mutex>
#include <utility>

namespace loadtriage::collect {

struct Watch::State {
  std::function<Sets()> make;  // empty: made already
  std::once_flag made;
  Sets sets;
};

Watch::Watch(Sets sets) : state_(std::make_shared<State>()) { state_->sets = std::move(sets); }
Watch::Watch(std::function<Sets()> make) : state_(std::make_shared<State>()) {
  state_->make = std::move(make);
}

const Watch::Sets& Watch::sets() const {
  std::call_once(state_->made, [this] {
    if (state_->make) state_->sets = state_->make();
  });
  return state_->sets;
}

Finder::Finder(const Watch& watch) : watch_(watch) {}

const std::vector<Finder::Hit>& Finder::find(std::string_view text) {
  hits_.clear();
  // Not before there is a text: making a scratch unpacks the patterns.
  const Watch::Sets& sets = watch_.sets();
  if (scratches_.empty())
    for (const WatchSet& set : sets) scratches_.emplace_back(set.patterns);
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const WatchSet& set = sets[i];
    set.patterns.find(text, scratches_[i], found_);
    for (const std::uint32_t pattern : found_)
      if (!set.signatures[pattern].id.empty())
        hits_.push_back({&set.signatures[pattern], &set.patterns, pattern});
  }
  return hits_;
}

}  // namespace loadtriage::collect
