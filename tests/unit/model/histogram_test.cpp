#include "model/histogram.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace loadtriage::model {
namespace {

std::vector<double> values() {
  std::vector<double> all;
  double value = 0.0007;
  for (int i = 0; i < 5000; ++i) {
    all.push_back(value);
    value *= 1.004;
    if (value > 90000) value = 0.0011;
  }
  return all;
}

TEST_CASE("histogram: every quantile is within one percent of the true value") {
  Histogram histogram;
  std::vector<double> sorted = values();
  for (const double value : sorted) histogram.add(value);
  std::sort(sorted.begin(), sorted.end());
  for (double share = 0; share <= 1.0; share += 0.01) {
    const double truth = sorted[static_cast<std::size_t>(std::round(share * 4999))];
    CAPTURE(share);
    CHECK(std::abs(*histogram.quantile(share) - truth) <= Histogram::kRelativeError * truth);
  }
  CHECK(histogram.min() == sorted.front());
  CHECK(histogram.max() == sorted.back());
}

TEST_CASE("histogram: merging equals having seen all values, in any order") {
  Histogram whole, even, odd, merged_back;
  const std::vector<double> all = values();
  for (std::size_t i = 0; i < all.size(); ++i) {
    whole.add(all[i]);
    (i % 2 == 0 ? even : odd).add(all[i]);
  }
  Histogram merged = even;
  merged.merge(odd);
  merged_back = odd;
  merged_back.merge(even);
  for (const Histogram& each : {merged, merged_back}) {
    CHECK(each.count() == whole.count());
    CHECK(each.sum() == whole.sum());
    for (const double share : {0.0, 0.1, 0.5, 0.95, 1.0})
      CHECK(each.quantile(share) == whole.quantile(share));
  }
}

TEST_CASE("histogram: zeros, negatives and odd numbers have their place") {
  Histogram histogram;
  CHECK_FALSE(histogram.quantile(0.5).has_value());
  histogram.add(0, 6);
  histogram.add(10, 4);
  CHECK(histogram.quantile(0.5) == 0);
  CHECK(*histogram.quantile(0.9) == doctest::Approx(10).epsilon(0.01));
  CHECK(histogram.share_at_most(0) == doctest::Approx(0.6));
  CHECK(histogram.share_at_most(5) == doctest::Approx(0.6));
  CHECK(histogram.share_at_most(10) == 1);
  CHECK(histogram.mean() == doctest::Approx(4));
  histogram.add(-3);
  histogram.add(std::numeric_limits<double>::quiet_NaN());
  histogram.add(1e300);
  histogram.add(1e-300);
  CHECK(histogram.min() == -3);
  CHECK(histogram.count() == 14);
}

}  // namespace
}  // namespace loadtriage::model
