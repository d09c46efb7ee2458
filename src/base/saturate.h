// Sums of times that stay at the border where they would leave 64 bits. Inputs may hold any
// time at all, and a span of "not known yet" to now has no number either.
#pragma once
#include <cmath>
#include <cstdint>
#include <limits>

namespace loadtriage {

constexpr std::int64_t saturated_sum(std::int64_t a, std::int64_t b) {
  std::int64_t sum = 0;
  if (!__builtin_add_overflow(a, b, &sum)) return sum;
  return b < 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

constexpr std::int64_t saturated_difference(std::int64_t a, std::int64_t b) {
  std::int64_t difference = 0;
  if (!__builtin_sub_overflow(a, b, &difference)) return difference;
  return b > 0 ? std::numeric_limits<std::int64_t>::min() : std::numeric_limits<std::int64_t>::max();
}

// Towards zero, as a cast; NaN is zero.
inline std::int64_t saturated_cast(double value) {
  constexpr double kLimit = 9.2233720368547748e18;  // the largest double that fits
  if (std::isnan(value)) return 0;
  if (value >= kLimit) return std::numeric_limits<std::int64_t>::max();
  if (value <= -kLimit) return std::numeric_limits<std::int64_t>::min();
  return static_cast<std::int64_t>(value);
}

}  // namespace loadtriage
