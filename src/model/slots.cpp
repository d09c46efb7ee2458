#include <algorithm>
#include <utility>

#include "model/points.h"

namespace loadtriage::model {
namespace {

std::int64_t slot_of(std::int64_t time_ns, std::int64_t width) {
  const std::int64_t slot = time_ns / width;
  return time_ns % width < 0 ? slot - 1 : slot;
}

bool before(const std::pair<std::int64_t, double>& count, std::int64_t slot) { return count.first < slot; }

// Adds to the last slot, or behind it.
void append(Slots::Counts& counts, std::int64_t slot, double amount) {
  if (!counts.empty() && counts.back().first == slot)
    counts.back().second += amount;
  else
    counts.emplace_back(slot, amount);
}

}  // namespace

void Slots::add(std::int64_t time_ns, double amount) {
  const std::int64_t slot = slot_of(time_ns, width_);
  // Times come nearly in order: most often it is the last slot.
  if (counts_.empty() || counts_.back().first <= slot) {
    append(counts_, slot, amount);
  } else if (const auto at = std::lower_bound(counts_.begin(), counts_.end(), slot, before);
             at->first == slot) {
    at->second += amount;
  } else {
    counts_.insert(at, {slot, amount});
  }
  widen_if_too_many();
}

void Slots::widen_if_too_many() {
  while (counts_.back().first - counts_.front().first >= static_cast<std::int64_t>(kMost))
    widen_to(width_ * 2);
}

void Slots::widen_to(std::int64_t width_ns) {
  if (width_ns <= width_) return;
  Counts wider;
  for (const auto& [slot, amount] : counts_) append(wider, slot_of(slot, width_ns / width_), amount);
  counts_ = std::move(wider);
  width_ = width_ns;
}

void Slots::merge(const Slots& other) {
  if (other.counts_.empty()) return;
  if (other.width_ > width_) widen_to(other.width_);
  // What was read behind this comes behind it, mostly.
  const std::int64_t first = slot_of(other.counts_.front().first, width_ / other.width_);
  if (counts_.empty() || counts_.back().first <= first) {
    for (const auto& [number, amount] : other.counts_)
      append(counts_, slot_of(number, width_ / other.width_), amount);
    return widen_if_too_many();
  }
  Counts both;
  auto ours = counts_.cbegin();
  for (const auto& [number, amount] : other.counts_) {
    const std::int64_t slot = slot_of(number, width_ / other.width_);
    for (; ours != counts_.cend() && ours->first <= slot; ++ours) append(both, ours->first, ours->second);
    append(both, slot, amount);
  }
  for (; ours != counts_.cend(); ++ours) append(both, ours->first, ours->second);
  counts_ = std::move(both);
  widen_if_too_many();
}

double Slots::between(std::int64_t from_ns, std::int64_t to_ns) const {
  double sum = 0;
  auto at = std::lower_bound(counts_.begin(), counts_.end(), slot_of(from_ns, width_), before);
  for (; at != counts_.end() && at->first * width_ < to_ns; ++at) {
    const std::int64_t begin = std::max(from_ns, at->first * width_);
    const std::int64_t end = std::min(to_ns, (at->first + 1) * width_);
    if (end > begin) sum += at->second * static_cast<double>(end - begin) / static_cast<double>(width_);
  }
  return sum;
}

}  // namespace loadtriage::model
