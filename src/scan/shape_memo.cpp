#include "scan/shape_memo.h"

#include <array>
#include <cstring>
#include <utility>

namespace loadtriage::scan {
namespace {

std::uint64_t mixed(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9E3779B97F4A7C15U;
  return hash ^ (hash >> 32U);
}

std::uint64_t word_at(const char* text) {
  std::uint64_t word = 0;
  std::memcpy(&word, text, 8);
  return word;
}

// Four chains, which a processor works on at once.
std::uint64_t hash_of(std::string_view text) {
  std::array<std::uint64_t, 4> chains = {text.size(), 1, 2, 3};
  std::size_t i = 0;
  for (; i + 32 <= text.size(); i += 32)
    for (std::size_t chain = 0; chain < 4; ++chain)
      chains[chain] = mixed(chains[chain], word_at(text.data() + i + 8 * chain));
  std::uint64_t hash = mixed(mixed(chains[0], chains[1]), mixed(chains[2], chains[3]));
  for (; i + 8 <= text.size(); i += 8) hash = mixed(hash, word_at(text.data() + i));
  std::uint64_t rest = 0;
  if (i < text.size()) std::memcpy(&rest, text.data() + i, text.size() - i);
  return mixed(hash, rest);
}

}  // namespace

bool ShapeMemo::wanted() {
  if (waits_ > 0) {
    --waits_;
    return false;
  }
  if (looked_up_ < kRound) return true;
  // Looking up takes a tenth of the time of searching.
  if (saved_ * 6 < looked_up_) waits_ = kRest;
  looked_up_ = saved_ = 0;
  return true;
}

std::optional<std::uint32_t> ShapeMemo::look_up(std::string_view skeleton) {
  ++looked_up_;
  if (places_.empty()) {
    places_.resize(kPlaces);
    seen_.resize(kPlaces);
  }
  hash_ = hash_of(skeleton);
  for (std::size_t at = hash_ % kPlaces; places_[at] != 0; at = (at + 1) % kPlaces) {
    const Shape& shape = shapes_[places_[at] - 1U];
    if (shape.hash == hash_ && std::string_view(texts_).substr(shape.begin, shape.size) == skeleton)
      return shape.verdict;
  }
  return std::nullopt;
}

bool ShapeMemo::came_before() {
  const auto upper = static_cast<std::uint32_t>(hash_ >> 32U) | 1U;
  return std::exchange(seen_[hash_ % kPlaces], upper) == upper;
}

void ShapeMemo::learn(std::string_view skeleton, std::uint32_t verdict) {
  if (shapes_.size() >= kMost || texts_.size() + skeleton.size() > kMostBytes) {
    shapes_.clear();
    texts_.clear();
    places_.assign(kPlaces, 0);
  }
  shapes_.push_back({hash_, static_cast<std::uint32_t>(texts_.size()),
                     static_cast<std::uint32_t>(skeleton.size()), verdict});
  texts_ += skeleton;
  std::size_t at = hash_ % kPlaces;
  while (places_[at] != 0) at = (at + 1) % kPlaces;
  places_[at] = static_cast<std::uint16_t>(shapes_.size());
}

}  // namespace loadtriage::scan
