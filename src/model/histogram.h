// A distribution in bounded memory whose percentiles are within 1 % of the true value.
//
// Buckets grow with the values, as in HdrHistogram: every power of two is cut into 64
// equal parts, so the bucket of a value is the upper bits of its floating-point number.
// Two histograms merge exactly: the merge of two equals the one that saw all values,
// whatever the order. Values of zero or below (and NaN) have a bucket of their own, and
// so do values too small or too large for any measurement.
#pragma once
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace loadtriage::model {

class Histogram {
 public:
  static constexpr double kRelativeError = 0.01;

  void add(double value, std::uint64_t times = 1) {
    if (times == 0) return;
    if (std::isnan(value)) value = 0;
    count_ += times;
    sum_ += rounded(value) * static_cast<double>(times);
    min_ = std::min(min_, value);
    max_ = std::max(max_, value);
    (value <= 0 ? zeros_ : bucket(bucket_of(value))) += times;
  }
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
  static constexpr int kPartBits = 6;  // 64 parts of a power of two: half a part is 0.8 % of its start
  static constexpr int kShift = 52 - kPartBits;

  // What is too small or too large for any measurement shares the first and the last bucket.
  static int bucket_of(double value) {
    return static_cast<int>(std::bit_cast<std::uint64_t>(std::clamp(value, 0x1p-30, 0x1p63)) >> kShift);
  }
  static double start_of(int bucket) {
    return std::bit_cast<double>(static_cast<std::uint64_t>(bucket) << kShift);
  }
  // To the nearest multiple of 2^-20: adding 1.5 * 2^32 leaves no bits for more.
  static double rounded(double value) {
    constexpr double kRounder = 0x1.8p32;
    return std::abs(value) < 0x1p31 ? (value + kRounder) - kRounder : value;
  }
  std::uint64_t& bucket(int number) {
    const auto at = static_cast<std::size_t>(number - first_bucket_);  // beyond the end for one before
    return at < buckets_.size() ? buckets_[at] : new_bucket(number);
  }
  std::uint64_t& new_bucket(int number);

  std::uint64_t count_ = 0, zeros_ = 0;
  double sum_ = 0;
  double min_ = std::numeric_limits<double>::infinity();
  double max_ = -std::numeric_limits<double>::infinity();
  int first_bucket_ = 0;
  std::vector<std::uint64_t> buckets_;  // contiguous from first_bucket_
};

}  // namespace loadtriage::model
