// A distribution in bounded memory whose percentiles are within 1 % of the true value.
//
// Buckets grow geometrically (as in DDSketch, Masson et al., VLDB 2019), so two
// histograms merge exactly: the merge of two equals the one that saw all values,
// whatever the order. Values of zero or below have a bucket of their own.
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
  // Exact up to the order of additions; only when not empty.
  double mean() const { return sum_ / static_cast<double>(count_); }
  double sum() const { return sum_; }

  // `share` in [0, 1]; nothing when empty. Clamped to [min, max].
  std::optional<double> quantile(double share) const;
  // The share of values at or below `value`, within the resolution of a bucket.
  double share_at_most(double value) const;

 private:
  std::uint64_t count_ = 0, zeros_ = 0;
  double sum_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  int first_bucket_ = 0;
  std::vector<std::uint64_t> buckets_;  // contiguous from first_bucket_
};

}  // namespace loadtriage::model
