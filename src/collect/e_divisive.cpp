#include "collect/e_divisive.h"

#include <algorithm>
#include <cmath>
#include <random>

namespace loadtriage::collect {
namespace {

// Half-open stretch of the sequence.
struct Stretch {
  std::size_t begin = 0, end = 0;
  std::size_t size() const { return end - begin; }
};

struct BestSplit {
  std::size_t at = 0;
  double statistic = 0;  // the paper's Q: 0 where there is no split
};

// Finds the best split of one stretch. Sums of distances come from a table of the sums over
// all rectangles that begin in its upper left corner, so each candidate costs the same.
class Splitter {
 public:
  explicit Splitter(std::size_t shortest) : shortest_(std::max<std::size_t>(2, shortest)) {}

  BestSplit best(const double* values, std::size_t count) {
    BestSplit best;
    if (count < 2 * shortest_) return best;
    fill(values, count);
    for (std::size_t at = shortest_; at + shortest_ <= count; ++at)
      for (std::size_t end = at + shortest_; end <= count; ++end) {
        const double statistic = statistic_of(at, end);
        if (statistic > best.statistic) best = {at, statistic};
      }
    return best;
  }

 private:
  double& sum(std::size_t rows, std::size_t columns) { return sums_[rows * width_ + columns]; }

  void fill(const double* values, std::size_t count) {
    width_ = count + 1;
    sums_.assign(width_ * width_, 0.0);
    for (std::size_t i = 0; i < count; ++i) {
      double row = 0;
      for (std::size_t j = 0; j < count; ++j) {
        row += std::abs(values[i] - values[j]);
        sum(i + 1, j + 1) = sum(i, j + 1) + row;
      }
    }
  }

  // Of the values before `at` against those from `at` to `end`: what lies behind `end` may
  // belong to a further change and is left out, as the paper does.
  double statistic_of(std::size_t at, std::size_t end) {
    const auto n = static_cast<double>(at), m = static_cast<double>(end - at);
    const double left = sum(at, at), across = sum(at, end) - left;
    const double right = sum(end, end) - 2 * across - left;
    // Each pair stands twice in `left` and `right`, as in the paper's 1 / C(n, 2).
    const double energy = 2 * across / (n * m) - left / (n * (n - 1)) - right / (m * (m - 1));
    return energy * n * m / (n + m);
  }

  std::size_t shortest_, width_ = 0;
  std::vector<double> sums_;
};

// std::shuffle differs between standard libraries; this does not.
void shuffle(std::vector<double>& values, const Stretch& stretch, std::mt19937_64& random) {
  for (std::size_t left = stretch.size(); left > 1; --left)
    std::swap(values[stretch.begin + left - 1], values[stretch.begin + random() % left]);
}

// How many of the random orders, shuffled within the stretches found so far, hold a split
// as good as `statistic`; stops once they are more than `most`.
unsigned count_as_good(std::vector<double> values, const std::vector<Stretch>& stretches, double statistic,
                       unsigned orders, unsigned most, Splitter& splitter) {
  std::mt19937_64 random(20140501);
  unsigned as_good = 0;
  for (unsigned order = 0; order < orders && as_good <= most; ++order) {
    bool found = false;
    for (const Stretch& stretch : stretches) {
      shuffle(values, stretch, random);
      found = found || splitter.best(&values[stretch.begin], stretch.size()).statistic >= statistic;
    }
    as_good += found ? 1 : 0;
  }
  return as_good;
}

}  // namespace

std::vector<Split> e_divisive(const std::vector<double>& values, const EDivisive& options) {
  std::vector<Split> splits;
  Splitter splitter(options.shortest);
  std::vector<Stretch> stretches = {{0, values.size()}};
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
    const Stretch whole = stretches[chosen];
    const std::size_t at = whole.begin + best.at;
    splits.push_back({at, (as_good + 1.0) / (options.orders + 1.0)});
    stretches[chosen] = {whole.begin, at};
    stretches.insert(stretches.begin() + static_cast<std::ptrdiff_t>(chosen) + 1, {at, whole.end});
  }
  std::sort(splits.begin(), splits.end(), [](const Split& a, const Split& b) { return a.at < b.at; });
  return splits;
}

}  // namespace loadtriage::collect
