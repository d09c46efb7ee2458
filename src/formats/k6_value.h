// The numbers of k6's raw points, which are most of what there is to read in them.
#pragma once
#include <charconv>
#include <cmath>
#include <cstdint>

namespace loadtriage::formats {

// Reads the number at `at` and moves behind it; false when there is none. The same as
// std::from_chars for what is finite, but quick for plain decimals: up to 15 digits and a power of ten up
// to 10^15 are exact in a double, so that one division rounds correctly.
inline bool take_value(const char*& at, const char* end, double& value) {
  constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
  const char* p = at;
  std::int64_t digits = 0;
  while (p < end && *p >= '0' && *p <= '9' && p - at < 16) digits = digits * 10 + (*p++ - '0');
  const std::int64_t whole = p - at;
  std::int64_t behind = 0;
  if (p < end && *p == '.') {
    const char* point = p++;
    while (p < end && *p >= '0' && *p <= '9' && p - at < 17) digits = digits * 10 + (*p++ - '0');
    behind = p - point - 1;
  }
  const bool plain = whole > 0 && whole + behind <= 15 &&
                     (p == end || ((*p < '0' || *p > '9') && *p != 'e' && *p != 'E' && *p != '.'));
  if (plain) {
    value = static_cast<double>(digits) / kPowers[behind];
    at = p;
    return true;
  }
  const auto read = std::from_chars(at, end, value);
  // "nan" and "inf" are read as well, but measure nothing.
  if (read.ec != std::errc{} || !std::isfinite(value)) return false;
  at = read.ptr;
  return true;
}

}  // namespace loadtriage::formats
