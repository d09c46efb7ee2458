#include "formats/tag_sets.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

namespace loadtriage::formats {
namespace {

constexpr std::size_t kMostSets = 4096;
constexpr std::size_t kFirstSlots = 64;  // a power of two
constexpr std::size_t kMostBytes = std::size_t{4} << 20;

// Four words at a time, as tags have hundreds of bytes and are looked up for every request.
std::uint64_t hash_of(std::string_view text) {
  constexpr std::uint64_t kOdd = 0x9E3779B97F4A7C15U;
  constexpr std::size_t kStep = 32;
  std::uint64_t lanes[4] = {text.size(), 0x243F6A8885A308D3U, 0x13198A2E03707344U, 0xA4093822299F31D0U};
  const auto take = [&](const char* at) {
    for (std::uint64_t& lane : lanes) {
      std::uint64_t word = 0;
      std::memcpy(&word, at, sizeof word);
      lane = std::rotl((lane ^ word) * kOdd, 29);
      at += sizeof word;
    }
  };
  std::size_t at = 0;
  for (; at + kStep <= text.size(); at += kStep) take(text.data() + at);
  char rest[kStep] = {};
  std::memcpy(rest, text.data() + at, text.size() - at);
  take(rest);
  std::uint64_t hash = lanes[0] ^ std::rotl(lanes[1], 17) ^ std::rotl(lanes[2], 31) ^ std::rotl(lanes[3], 47);
  hash = (hash ^ (hash >> 32U)) * kOdd;
  return hash ^ (hash >> 29U);
}

}  // namespace

// Where the set is, or would be.
TagSets::Slot& TagSets::slot_of(std::string_view written, std::uint64_t hash) {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    if (slot.set == nullptr || (slot.hash == hash && slot.set->written == written)) return slot;
  }
}

const TagSets::Set* TagSets::known(std::string_view written) { return known(written, hash_of(written)); }

const TagSets::Set* TagSets::known(std::string_view written, std::uint64_t hash) {
  if (slots_.empty()) return nullptr;
  Set* set = slot_of(written, hash).set;
  return set == nullptr ? nullptr : follow(*set);
}

const TagSets::Set* TagSets::find(std::string_view written, Parse parse, const void* how) {
  const std::uint64_t hash = hash_of(written);
  if (const Set* set = known(written, hash)) return set;
  if (used_ == sets_.size()) sets_.push_back(std::make_unique<Set>());
  Set& set = *sets_[used_];
  set.written.assign(written);
  set.texts.clear();
  set.tags.items.clear();
  set.after = nullptr;
  if (!parse(set, how)) return nullptr;
  remember(set, hash);
  return follow(set);
}

// Takes in the one behind those that are remembered.
void TagSets::remember(Set& set, std::uint64_t hash) {
  if (used_ == kMostSets || bytes_ + set.written.size() > kMostBytes) forget();
  if ((used_ + 1) * 2 > slots_.size()) grow();
  bytes_ += set.written.size();
  set.tags.id = ++last_id_;
  ++used_;
  slot_of(set.written, hash) = {hash, &set};
}

void TagSets::grow() {
  std::vector<Slot> before(std::max(kFirstSlots, slots_.size() * 2));
  before.swap(slots_);
  for (const Slot& slot : before)
    if (slot.set != nullptr) slot_of(slot.set->written, slot.hash) = slot;
}

// All but the newest, which is not taken in yet. Large sets give their memory back.
void TagSets::forget() {
  std::swap(sets_.front(), sets_[used_]);
  if (bytes_ > kMostBytes / 2) sets_.resize(1);
  std::fill(slots_.begin(), slots_.end(), Slot{});
  last_ = nullptr;
  used_ = 0;
  bytes_ = 0;
}

const TagSets::Set* TagSets::follow(Set& set) {
  if (last_ != nullptr) last_->after = &set;
  return last_ = &set;
}

}  // namespace loadtriage::formats
