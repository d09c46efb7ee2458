// Where the values of a sequence change their distribution: hierarchical divisive
// estimation with energy statistics (E-divisive).
//
// D. S. Matteson, N. A. James: A Nonparametric Approach for Multiple Change Point Analysis
// of Multivariate Data. Journal of the American Statistical Association 109 (505), 2014.
//
// Nothing is assumed about the distribution. A split is kept when hardly any of the random
// orders of the same values splits as well; the orders come from a generator with a fixed
// seed, so the answer is the same every time. The work grows with the square of the
// number of values: up to a hundred take a millisecond or so for each split.
#pragma once
#include <cstddef>
#include <vector>

namespace loadtriage::collect {

struct Split {
  std::size_t at = 0;  // index of the first value after the change
  double p_value = 1;  // share of random orders that split as well
  bool operator==(const Split&) const = default;
};

struct EDivisive {
  std::size_t shortest = 3;     // fewest values on either side of a split
  std::size_t most_splits = 6;  // the clearest ones, when there are more
  unsigned orders = 199;        // random orders for each test
  double significance = 0.01;   // greatest p-value of a split that is kept
};

// In the order of the sequence. Empty when there are fewer than two stretches of the
// shortest length, or nothing significant.
std::vector<Split> e_divisive(const std::vector<double>& values, const EDivisive& options = {});

}  // namespace loadtriage::collect
