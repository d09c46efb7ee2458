#include "collect/series/e_divisive.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace loadtriage::collect {
namespace {

// Half-open stretch of the sequence.
struct Span {
  std::size_t begin = 0, end = 0;
  std::size_t size() const { return end - begin; }
};

struct BestSplit {
  std::size_t at = 0;
  double statistic = 0;  // the paper's Q: 0 where there is no split
};

// Finds the best split of one stretch. Distances are summed as the split moves along, so
// that each candidate costs a few additions and multiplications.
class Splitter {
 public:
  Splitter(std::size_t shortest, std::size_t most_values) : shortest_(std::max<std::size_t>(2, shortest)) {
    for (std::size_t i = 0; i <= most_values; ++i) reciprocal_.push_back(1 / static_cast<double>(i));
    to_left_.resize(most_values);
    within_.resize(most_values + 1);
  }

  BestSplit best(const double* values, std::size_t count) {
    BestSplit best;
    if (count < 2 * shortest_) return best;
    sum_within(values, count);
    std::fill_n(to_left_.begin(), count, 0.0);
    for (std::size_t at = 1; at + shortest_ <= count; ++at) {
      move_past(values, at - 1, count);
      if (at < shortest_) continue;
      double across = 0;
      for (std::size_t end = at + 1; end <= count; ++end) {
        across += to_left_[end - 1];
        if (end < at + shortest_) continue;
        const double statistic = statistic_of(at, end, across);
        if (statistic > best.statistic) best = {at, statistic};
      }
    }
    return best;
  }

 private:
  // to_left_[j] becomes the sum of the distances of value j to all before it up to `index`.
  void move_past(const double* values, std::size_t index, std::size_t count) {
    const double passed = values[index];
    for (std::size_t j = index + 1; j < count; ++j) to_left_[j] += std::abs(values[j] - passed);
  }

  // within_[k] is the sum of the distances of the first k values, each pair once.
  void sum_within(const double* values, std::size_t count) {
    std::fill_n(to_left_.begin(), count, 0.0);
    within_[0] = 0;
    for (std::size_t i = 0; i < count; ++i) {
      within_[i + 1] = within_[i] + to_left_[i];
      move_past(values, i, count);
    }
  }

  // Of the values before `at` against those from `at` to `end`: what lies behind `end` may
  // belong to a further change and is left out, as the paper does. With n and m values,
  // Q = nm / (n + m) * (2 across / nm - left / C(n, 2) - right / C(m, 2)).
  double statistic_of(std::size_t at, std::size_t end, double across) const {
    const std::size_t n = at, m = end - at;
    const double left = within_[at], right = within_[end] - left - across;
    return 2 * reciprocal_[n + m] *
           (across - left * static_cast<double>(m) * reciprocal_[n - 1] -
            right * static_cast<double>(n) * reciprocal_[m - 1]);
  }

  std::size_t shortest_;
  std::vector<double> reciprocal_, to_left_, within_;
};

// std::shuffle differs between standard libraries; this does not.
void shuffle(std::vector<double>& values, const Span& stretch, std::mt19937_64& random) {
  for (std::size_t left = stretch.size(); left > 1; --left)
    std::swap(values[stretch.begin + left - 1], values[stretch.begin + random() % left]);
}

// How many of the random orders, shuffled within the stretches found so far, hold a split
// as good as `statistic`; stops once they are more than `most`.
unsigned count_as_good(std::vector<double> values, const std::vector<Span>& stretches, double statistic,
                       unsigned orders, unsigned most, Splitter& splitter) {
  std::mt19937_64 random(20140501);
  // Where values are equal, orders that split equally well are many; rounding must not tell them apart.
  const double equal = statistic * (1 - 1e-9);
  unsigned as_good = 0;
  for (unsigned order = 0; order < orders && as_good <= most; ++order) {
    bool found = false;
    for (const Span& stretch : stretches) {
      shuffle(values, stretch, random);
      found = found || splitter.best(&values[stretch.begin], stretch.size()).statistic >= equal;
    }
    as_good += found ? 1 : 0;
  }
  return as_good;
}

}  // namespace

std::vector<Split> e_divisive(const std::vector<double>& values, const EDivisive& options) {
  std::vector<Split> splits;
  Splitter splitter(options.shortest, values.size());
  std::vector<Span> stretches = {{0, values.size()}};
  const unsigned most_as_good =
      std::max(1U, static_cast<unsigned>(options.significance * (options.orders + 1))) - 1;
  while (splits.size() < options.most_splits) {
    BestSplit best;
    std::size_t chosen = 0;
    for (std::size_t i = 0; i < stretches.size(); ++i) {
      const BestSplit split = splitter.best(values.data() + stretches[i].begin, stretches[i].size());
      if (split.statistic <= best.statistic) continue;
      best = split;
      chosen = i;
    }
    if (best.at == 0) break;
    const unsigned as_good =
        count_as_good(values, stretches, best.statistic, options.orders, most_as_good, splitter);
    if (as_good > most_as_good) break;
    const Span whole = stretches[chosen];
    const std::size_t at = whole.begin + best.at;
    splits.push_back({at, (as_good + 1.0) / (options.orders + 1.0)});
    stretches[chosen] = {whole.begin, at};
    stretches.insert(stretches.begin() + static_cast<std::ptrdiff_t>(chosen) + 1, {at, whole.end});
  }
  std::sort(splits.begin(), splits.end(), [](const Split& a, const Split& b) { return a.at < b.at; });
  return splits;
}

}  // namespace loadtriage::collect
