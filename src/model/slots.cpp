#include <algorithm>

#include "model/points.h"

namespace loadtriage::model {
namespace {

std::int64_t slot_of(std::int64_t time_ns, std::int64_t width) {
  const std::int64_t slot = time_ns / width;
  return time_ns % width < 0 ? slot - 1 : slot;
}

}  // namespace

void Slots::add(std::int64_t time_ns, double amount) {
  const std::int64_t slot = slot_of(time_ns, width_);
  // Times come nearly in order: most often it is the last slot.
  if (!counts_.empty() && counts_.rbegin()->first == slot) {
    counts_.rbegin()->second += amount;
    return;
  }
  counts_[slot] += amount;
  widen_if_too_many();
}

void Slots::widen_if_too_many() {
  while (counts_.size() > 1 &&
         counts_.rbegin()->first - counts_.begin()->first >= static_cast<std::int64_t>(kMost))
    widen_to(width_ * 2);
}

void Slots::widen_to(std::int64_t width_ns) {
  if (width_ns <= width_) return;
  std::map<std::int64_t, double> wider;
  for (const auto& [slot, amount] : counts_) {
    const std::int64_t number = slot_of(slot, width_ns / width_);
    const auto at = wider.emplace_hint(wider.end(), number, 0.0);
    at->second += amount;
  }
  counts_ = std::move(wider);
  width_ = width_ns;
}

void Slots::merge(const Slots& other) {
  if (other.width_ > width_) widen_to(other.width_);
  for (const auto& [slot, amount] : other.counts_) counts_[slot_of(slot, width_ / other.width_)] += amount;
  widen_if_too_many();
}

double Slots::between(std::int64_t from_ns, std::int64_t to_ns) const {
  double sum = 0;
  const auto first = counts_.lower_bound(slot_of(from_ns, width_));
  for (auto it = first; it != counts_.end() && it->first * width_ < to_ns; ++it) {
    const std::int64_t begin = std::max(from_ns, it->first * width_);
    const std::int64_t end = std::min(to_ns, (it->first + 1) * width_);
    if (end > begin) sum += it->second * static_cast<double>(end - begin) / static_cast<double>(width_);
  }
  return sum;
}

}  // namespace loadtriage::model
