#include "model/points.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <utility>

namespace loadtriage::model {
namespace {

std::int64_t slice_of(std::int64_t time_ns, std::int64_t width) {
  const std::int64_t slice = time_ns / width;
  return time_ns % width < 0 ? slice - 1 : slice;
}

void raise(std::optional<double>& greatest, const std::optional<double>& value) {
  if (value) greatest = std::max(greatest.value_or(*value), *value);
}

void merge_slice(Slice& into, const Slice& from) {
  into.requests += from.requests;
  into.failed += from.failed;
  for (std::size_t part = 0; part < into.good_parts.size(); ++part) {
    into.good_parts[part].merge(from.good_parts[part]);
    into.failed_parts[part].merge(from.failed_parts[part]);
  }
  into.good_ms.merge(from.good_ms);
  raise(into.vus, from.vus);
  raise(into.vus_max, from.vus_max);
  into.iterations += from.iterations;
  into.dropped_iterations += from.dropped_iterations;
  into.checks_passed += from.checks_passed;
  into.checks_failed += from.checks_failed;
}

void merge_stats(LookStats& into, const LookStats& from) {
  into.count += from.count;
  into.first_start_ns = std::min(into.first_start_ns, from.first_start_ns);
  into.first_end_ns = std::min(into.first_end_ns, from.first_end_ns);
  into.last_end_ns = std::max(into.last_end_ns, from.last_end_ns);
  into.duration_ms.merge(from.duration_ms);
  into.connected += from.connected;
  into.connecting_ms.merge(from.connecting_ms);
  into.ended.merge(from.ended);
}

constexpr const char* kOther = "(other)";
constexpr std::size_t kMostOthers = 128;

bool is_other(const Look& look) { return look.endpoint == kOther; }

// Which of two looks is given up first: good ones, then the later in order.
bool before_giving_up(const Look& a, const Look& b) { return a.failed != b.failed ? a.failed : a < b; }

// The look under which a given-up one counts. Texts go in two steps, so that a flood of
// errors that no two are alike ends as well; the second keeps what is few by nature.
Look other_of(const Look& look) {
  Look other;
  other.status = look.status;
  other.error_code = look.error_code;
  other.error = look.error;
  other.method = look.method;
  other.failed = look.failed;
  other.endpoint = kOther;
  return other;
}
Look barest_of(const Look& look) {
  Look barest;
  barest.status = look.status;
  barest.failed = look.failed;
  barest.endpoint = kOther;
  barest.error = "*";
  return barest;
}
bool is_barest(const Look& look) { return is_other(look) && look.error == "*" && look.error_code == 0; }

// The look to give up when there are more than `most` of those that `counts` tells.
template <typename Counts>
const Look* one_too_many(const std::map<Look, LookStats>& looks, std::size_t most, Counts counts) {
  if (looks.size() <= most) return nullptr;
  std::size_t number = 0;
  const Look* last = nullptr;
  for (const auto& [look, stats] : looks) {
    if (!counts(look)) continue;
    ++number;
    if (last == nullptr || before_giving_up(*last, look)) last = &look;
  }
  return number > most ? last : nullptr;
}

// Keeps what says the same, drops what a metric of that type has not.
template <typename Map>
void drop_unless(bool kept, Map& map, const std::string& name) {
  if (!kept) map.erase(name);
}

void drop_other_types(Points& points) {
  for (const auto& [name, type] : points.metric_types) {
    drop_unless(type == "trend", points.trends, name);
    drop_unless(type == "counter", points.counters, name);
    drop_unless(type == "rate", points.rates, name);
    drop_unless(type == "gauge", points.gauges_max, name);
  }
}

}  // namespace

void ExactSum::merge(const ExactSum& other) {
  units += other.units;
  count += other.count;
}

std::optional<double> ExactSum::mean() const {
  if (count == 0) return std::nullopt;
  return static_cast<double>(units) / 1048576.0 / static_cast<double>(count);
}

// A dial that k6 gives up after its fixed 30 s leaves a point of duration 0 at its end.
// An unreachable neighbour is found out by three ARP requests, one second each.
std::int64_t failure_start_ns(const Look& look, const LookStats& stats) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  // Points without durations say only when requests ended.
  if (stats.duration_ms.empty()) return stats.first_end_ns;
  const bool timed = stats.duration_ms.max() > 0;
  if (timed || stats.first_end_ns == std::numeric_limits<std::int64_t>::max()) return stats.first_start_ns;
  if (look.error_code == 1211) return stats.first_end_ns - 30 * kSecond;
  if (look.error.find("no route to host") != std::string::npos) return stats.first_end_ns - 3 * kSecond;
  return stats.first_start_ns;
}

LookStats& Points::stats_of(const Look& look) {
  const auto known = looks.find(look);
  if (known != looks.end()) return known->second;
  looks.try_emplace(look);
  // The first limit is for looks with their endpoints, the second for what is left of
  // the given up ones. Which go depends on the set of all looks only.
  Look wanted = look;
  const auto give_up = [&](const Look& gone, const Look& heir) {
    LookStats stats = std::move(looks.at(gone));
    if (gone == wanted)
      wanted = heir;
    else
      ++looks_moved;
    looks.erase(Look(gone));
    merge_stats(looks[heir], stats);
  };
  if (const Look* last =
          one_too_many(looks, kMostLooks - 2 * kMostOthers, [](const Look& l) { return !is_other(l); }))
    give_up(Look(*last), other_of(*last));
  if (const Look* last =
          one_too_many(looks, kMostOthers, [](const Look& l) { return is_other(l) && !is_barest(l); }))
    give_up(Look(*last), barest_of(*last));
  return looks.at(wanted);
}

Slice& Points::slice_at(std::int64_t time_ns) {
  const std::int64_t number = slice_of(time_ns, slice_ns);
  if (!slices.empty() && slices.rbegin()->first == number) return slices.rbegin()->second;
  slices.try_emplace(number);
  while (slices.rbegin()->first - slices.begin()->first >= kMostSlices) widen_slices_to(slice_ns * 2);
  return slices[slice_of(time_ns, slice_ns)];
}

void Points::widen_slices_to(std::int64_t width_ns) {
  if (width_ns <= slice_ns) return;
  // Moved one by one: at no time are there more than before.
  std::map<std::int64_t, Slice> wider;
  while (!slices.empty()) {
    auto moved = slices.extract(slices.begin());
    const std::int64_t number = slice_of(moved.key(), width_ns / slice_ns);
    if (!wider.empty() && wider.rbegin()->first == number) {
      merge_slice(wider.rbegin()->second, moved.mapped());
    } else {
      moved.key() = number;
      wider.insert(wider.end(), std::move(moved));
    }
  }
  slices = std::move(wider);
  slice_ns = width_ns;
}

void Points::merge(const Points& other) {
  first_ns = std::min(first_ns, other.first_ns);
  last_ns = std::max(last_ns, other.last_ns);
  earliest_start_ns = std::min(earliest_start_ns, other.earliest_start_ns);
  widen_slices_to(other.slice_ns);
  for (const auto& [number, slice] : other.slices) merge_slice(slice_at(number * other.slice_ns), slice);
  for (const auto& [look, stats] : other.looks) merge_stats(stats_of(look), stats);
  looks_moved += other.looks_moved;
  for (const auto& [name, trend] : other.trends) trends[name].merge(trend);
  for (const auto& [name, sum] : other.counters) counters[name] += sum;
  for (const auto& [name, rate] : other.rates) {
    rates[name].first += rate.first;
    rates[name].second += rate.second;
  }
  for (const auto& [name, greatest] : other.gauges_max) {
    const auto [at, added] = gauges_max.try_emplace(name, greatest);
    at->second = std::max(at->second, greatest);
  }
  for (const auto& [check, count] : other.checks) {
    CheckCount& into = checks[check];
    into.passes += count.passes;
    into.fails += count.fails;
    into.first_fail_ns = std::min(into.first_fail_ns, count.first_fail_ns);
  }
  metric_types.insert(other.metric_types.begin(), other.metric_types.end());
  thresholds.insert(other.thresholds.begin(), other.thresholds.end());
  points += other.points;
  unnamed = unnamed || other.unnamed;
  targets.insert(other.targets.begin(), other.targets.end());
  while (targets.size() > kMostTargets) targets.erase(std::prev(targets.end()));
  drop_other_types(*this);
}

void Points::merge(Points&& other) {
  if (!empty() || !slices.empty() || !looks.empty()) return merge(std::as_const(other));
  // Declarations may have come before; the earlier ones count.
  metric_types.merge(other.metric_types);
  thresholds.merge(other.thresholds);
  other.metric_types.swap(metric_types);
  other.thresholds.swap(thresholds);
  *this = std::move(other);
  drop_other_types(*this);
}

}  // namespace loadtriage::model
