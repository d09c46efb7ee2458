#include "model/histogram.h"

#include <algorithm>
#include <cmath>

namespace loadtriage::model {
namespace {
constexpr std::size_t kSpare = 16;  // buckets
}  // namespace

std::uint64_t& Histogram::new_bucket(int number) {
  if (buckets_.empty()) first_bucket_ = number;
  if (number < first_bucket_) {
    buckets_.insert(buckets_.begin(), static_cast<std::size_t>(first_bucket_ - number), 0);
    first_bucket_ = number;
  }
  const auto at = static_cast<std::size_t>(number - first_bucket_);
  if (at >= buckets_.capacity()) buckets_.reserve(at + 1 + kSpare);  // not twice what is there
  if (at >= buckets_.size()) buckets_.resize(at + 1);
  return buckets_[at];
}

void Histogram::merge(const Histogram& other) {
  if (other.count_ == 0) return;
  count_ += other.count_;
  zeros_ += other.zeros_;
  sum_ += other.sum_;
  min_ = std::min(min_, other.min_);
  max_ = std::max(max_, other.max_);
  if (other.buckets_.empty()) return;
  const int last = other.first_bucket_ + static_cast<int>(other.buckets_.size()) - 1;
  bucket(last);
  bucket(other.first_bucket_);
  for (std::size_t i = 0; i < other.buckets_.size(); ++i)
    buckets_[static_cast<std::size_t>(other.first_bucket_ - first_bucket_) + i] += other.buckets_[i];
}

std::optional<double> Histogram::quantile(double share) const {
  if (count_ == 0) return std::nullopt;
  const double last = static_cast<double>(count_ - 1);
  const auto rank = static_cast<std::uint64_t>(std::round(std::clamp(share, 0.0, 1.0) * last));
  if (rank == 0) return min_;
  if (rank == count_ - 1) return max_;
  std::uint64_t seen = zeros_;
  if (rank < seen) return std::clamp(0.0, min_, max_);
  for (std::size_t i = 0; i < buckets_.size(); ++i) {
    seen += buckets_[i];
    if (rank >= seen) continue;
    const int number = first_bucket_ + static_cast<int>(i);
    return std::clamp((start_of(number) + start_of(number + 1)) / 2, min_, max_);
  }
  return max_;
}

double Histogram::share_at_most(double value) const {
  if (count_ == 0 || value < min_) return 0;
  if (value >= max_) return 1;
  std::uint64_t seen = zeros_;
  const int last = value > 0 ? bucket_of(value) : first_bucket_ - 1;
  for (std::size_t i = 0; i < buckets_.size() && first_bucket_ + static_cast<int>(i) <= last; ++i)
    seen += buckets_[i];
  return static_cast<double>(seen) / static_cast<double>(count_);
}

}  // namespace loadtriage::model
