#include "collect/series/aligned.h"

#include <algorithm>
#include <cmath>

namespace loadtriage::collect {
namespace {

constexpr double kMostSlots = 16 * 1024;

void put(model::Series& series, double at_s, double amount) {
  const double slot = std::floor((at_s - series.first_s) / series.width_s);
  const auto index =
      static_cast<std::size_t>(std::clamp(slot, 0.0, static_cast<double>(series.amounts.size() - 1)));
  series.amounts[index] += amount;
}

}  // namespace

model::Series to_series(const model::Slots& slots, std::int64_t shift_ns, const Window& window) {
  model::Series series;
  if (!window.start_ns || slots.counts().empty()) return series;
  const std::int64_t width = slots.width_ns();
  const std::int64_t first = slots.counts().begin()->first, last = slots.counts().rbegin()->first;
  series.width_s = static_cast<double>(width) / 1e9;
  series.first_s = window.seconds(saturated_sum(first * width, shift_ns));
  // Slots are bounded (Slots::kMost), so is this.
  series.amounts.assign(static_cast<std::size_t>(last - first + 1), 0.0);
  for (const auto& [slot, amount] : slots.counts())
    series.amounts[static_cast<std::size_t>(slot - first)] += amount;
  return series;
}

void add_series(model::Series& into, const model::Series& more) {
  if (more.amounts.empty()) return;
  if (into.amounts.empty()) {
    into = more;
    return;
  }
  model::Series sum;
  sum.width_s = std::max(into.width_s, more.width_s);
  sum.first_s = std::min(into.first_s, more.first_s);
  const auto end_of = [](const model::Series& series) {
    return series.first_s + series.width_s * static_cast<double>(series.amounts.size());
  };
  const double end = std::max(end_of(into), end_of(more));
  // Each of the two is bounded, but they may lie a century apart.
  while ((end - sum.first_s) / sum.width_s > kMostSlots) sum.width_s *= 2;
  sum.amounts.assign(static_cast<std::size_t>(std::ceil((end - sum.first_s) / sum.width_s)) + 1, 0.0);
  for (const model::Series* part : {static_cast<const model::Series*>(&into), &more})
    for (std::size_t i = 0; i < part->amounts.size(); ++i)
      put(sum, part->first_s + part->width_s * (static_cast<double>(i) + 0.5), part->amounts[i]);
  into = std::move(sum);
}

}  // namespace loadtriage::collect
