// A distribution in bounded memory whose percentiles are within 1 % of the true value.
//
// Buckets grow with the values, as in HdrHistogram: every power of two is cut into 64
// equal parts, so the bucket of a value is the upper bits of its floating-point number.
// Two histograms merge exactly: the merge of two equals the one that saw all values,
// whatever the order. Values of zero or below (and NaN) have a bucket of their own, and
// so do values too small or too large for any measurement.
#pragma once
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

namespace loadtriage::model {

class Histogram {
 public:
  static constexpr double kRelativeError = 0.01;

  void add(double value, std::uint64_t times = 1);
  void merge(const Histogram& other);

  std::uint64_t count() const { return count_; }
  bool empty() const { return count_ == 0; }
  // Exact; only when not empty.
  double min() const { return min_; }
  double max() const { return max_; }
  // Values are added rounded to 2^-20, so that sums do not depend on the order of the
  // additions (below 2^33; above it, up to the last digits). Only when not empty.
  double mean() const { return sum_ / static_cast<double>(count_); }
  double sum() const { return sum_; }

  // `share` in [0, 1]; nothing when empty. Clamped to [min, max].
  std::optional<double> quantile(double share) const;
  // The share of values at or below `value`, within the resolution of a bucket.
  double share_at_most(double value) const;

 private:
  std::uint64_t& bucket(int number);

  std::uint64_t count_ = 0, zeros_ = 0;
  double sum_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  int first_bucket_ = 0;
  std::vector<std::uint64_t> buckets_;  // contiguous from first_bucket_
};

}  // namespace loadtriage::model
