#include "collect/series/change_points.h"

#include <algorithm>
#include <cmath>

#include "collect/series/e_divisive.h"

namespace loadtriage::collect {
namespace {

using model::ChangePoint;
using model::Figure;

// A long run is looked at in so many parts: the test takes time that grows with their square.
constexpr std::int64_t kMostParts = 96;

struct Section {
  double start_s = 0, seconds = 0;
  double requests = 0, failed = 0;
  model::Histogram good_ms;

  void merge(const Section& later) {
    seconds += later.seconds;
    requests += later.requests;
    failed += later.failed;
    good_ms.merge(later.good_ms);
  }
};

std::vector<Section> parts_of(const model::Points& points, const Window& window) {
  const std::int64_t first = points.slices.begin()->first, last = points.slices.rbegin()->first;
  const std::int64_t slices_a_part = (last - first) / kMostParts + 1;
  std::vector<Section> parts(static_cast<std::size_t>((last - first) / slices_a_part + 1));
  const double end_s = window.seconds(points.last_ns);
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const std::int64_t begin = first + static_cast<std::int64_t>(i) * slices_a_part;
    parts[i].start_s = std::max(0.0, window.seconds(begin * points.slice_ns));
    const double until = std::min(end_s, window.seconds((begin + slices_a_part) * points.slice_ns));
    parts[i].seconds = std::max(0.0, until - parts[i].start_s);
  }
  for (const auto& [number, slice] : points.slices) {
    Section& part = parts[static_cast<std::size_t>((number - first) / slices_a_part)];
    part.requests += slice.requests;
    part.failed += slice.failed;
    part.good_ms.merge(slice.good_ms);
  }
  return parts;
}

// A figure as numbers whose differences can be compared, and the parts that have it.
struct Sequence {
  std::vector<double> values;
  std::vector<std::size_t> parts;
};

// Latencies differ by factors, so it is their logarithm that is compared.
double comparable(Figure figure, double value) {
  return figure == Figure::median_ms ? std::log(std::max(0.1, value)) : value;
}

std::optional<double> level_of(Figure figure, const Section& part) {
  switch (figure) {
    case Figure::failed_share:
      if (part.requests <= 0) return std::nullopt;
      return part.failed / part.requests;
    case Figure::throughput:
      if (part.seconds <= 0) return std::nullopt;
      return part.requests / part.seconds;
    case Figure::median_ms:
      break;
  }
  return part.good_ms.quantile(0.5);
}

Sequence sequence_of(Figure figure, const std::vector<Section>& parts) {
  Sequence sequence;
  const double whole = parts.size() > 2 ? parts[1].seconds : 0;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    // The run begins and ends within a part: few seconds tell little about what happens per second.
    if (figure == Figure::throughput && parts[i].seconds < 0.5 * whole) continue;
    const auto level = level_of(figure, parts[i]);
    if (!level) continue;
    sequence.values.push_back(comparable(figure, *level));
    sequence.parts.push_back(i);
  }
  return sequence;
}

// How many times the smallest change that matters to a reader.
double weight_of(Figure figure, double before, double after) {
  const double difference = std::abs(after - before);
  const double ratio = std::max(before, after) / std::max(1e-9, std::min(before, after));
  switch (figure) {
    case Figure::failed_share:
      return difference / 0.02;
    case Figure::throughput:
      return std::min((ratio - 1) / 0.25, difference / 0.5);
    case Figure::median_ms:
      break;
  }
  return std::min((ratio - 1) / 0.5, difference / 5);
}

// The stretches between changes: their sums, and the p-value of the change they begin with.
struct Stretch {
  Section sums;
  double p_value = 1;
};

std::vector<Stretch> stretches_of(const Sequence& sequence, const std::vector<Section>& parts,
                                  const std::vector<Split>& splits) {
  std::vector<Stretch> stretches = {{parts[sequence.parts.front()], 1}};
  auto split = splits.begin();
  for (std::size_t i = 1; i < sequence.parts.size(); ++i) {
    const Section& part = parts[sequence.parts[i]];
    if (split != splits.end() && split->at == i)
      stretches.push_back({part, (split++)->p_value});
    else
      stretches.back().sums.merge(part);
  }
  return stretches;
}

// Joins neighbours that differ too little, the most alike first.
void join_alike(Figure figure, std::vector<Stretch>& stretches) {
  while (stretches.size() > 1) {
    std::size_t least = 0;
    double least_weight = 1;
    for (std::size_t i = 1; i < stretches.size(); ++i) {
      const double weight = weight_of(figure, level_of(figure, stretches[i - 1].sums).value_or(0),
                                      level_of(figure, stretches[i].sums).value_or(0));
      if (weight >= least_weight) continue;
      least = i;
      least_weight = weight;
    }
    if (least == 0) return;
    stretches[least - 1].sums.merge(stretches[least].sums);
    stretches.erase(stretches.begin() + static_cast<std::ptrdiff_t>(least));
  }
}

void add_changes(Figure figure, const std::vector<Section>& parts, std::vector<ChangePoint>& changes) {
  const Sequence sequence = sequence_of(figure, parts);
  const std::vector<Split> splits = e_divisive(sequence.values);
  if (splits.empty()) return;
  std::vector<Stretch> stretches = stretches_of(sequence, parts, splits);
  join_alike(figure, stretches);
  for (std::size_t i = 1; i < stretches.size(); ++i)
    changes.push_back({figure, stretches[i].sums.start_s, level_of(figure, stretches[i - 1].sums).value_or(0),
                       level_of(figure, stretches[i].sums).value_or(0), stretches[i].p_value});
}

}  // namespace

void fill_changes(model::Evidence& evidence, const Window& window) {
  if (evidence.points.slices.empty() || !window.start_ns) return;
  const std::vector<Section> parts = parts_of(evidence.points, window);
  std::vector<ChangePoint>& changes = evidence.timeline.changes;
  for (const Figure figure : {Figure::failed_share, Figure::throughput, Figure::median_ms})
    add_changes(figure, parts, changes);
  std::stable_sort(changes.begin(), changes.end(),
                   [](const ChangePoint& a, const ChangePoint& b) { return a.at_s < b.at_s; });
}

}  // namespace loadtriage::collect
