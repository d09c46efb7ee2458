// The numbers of k6's raw points, which are most of what there is to read in them.
#pragma once
#include <bit>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstring>

namespace loadtriage::formats {

namespace number {

constexpr double kPowers[] = {1e0, 1e1, 1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                              1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};
constexpr std::uint64_t kWholePowers[] = {1, 10, 100, 1000, 10'000, 100'000, 1'000'000, 10'000'000};

// Up to seven digits in the eight bytes at `at`, and how many they are; eight: too many.
struct Digits {
  std::uint64_t value = 0;
  unsigned count = 0;
};
inline Digits digits_at(const char* at) {
  static_assert(std::endian::native == std::endian::little);
  std::uint64_t word = 0;
  std::memcpy(&word, at, 8);
  word ^= 0x3030303030303030U;  // digits are now 0 to 9, all others more
  const std::uint64_t others =
      (((word & 0x7F7F7F7F7F7F7F7FU) + 0x7676767676767676U) | word) & 0x8080808080808080U;
  const auto count = static_cast<unsigned>(std::countr_zero(others)) / 8;  // of the lowest byte that is set
  if (count == 8) return {0, 8};
  // The digits to the end of the word, zeros before them; then pairs, fours, and all eight.
  word = (word << (56 - 8 * count)) << 8U;
  word = word * 10 + (word >> 8U);
  word = ((word & 0x000000FF000000FFU) * 0x000F424000000064U +
          ((word >> 16U) & 0x000000FF000000FFU) * 0x0000271000000001U) >>
         32U;
  return {word, count};
}

}  // namespace number

// Reads the number at `at` and moves behind it; false when there is none. The same as
// std::from_chars for what is finite, but quick for plain decimals: up to 15 digits and a power of ten up
// to 10^15 are exact in a double, so that one division rounds correctly.
inline bool take_value(const char*& at, const char* end, double& value) {
  const auto is_digit = [end](const char* p) { return p < end && static_cast<unsigned char>(*p - '0') < 10; };
  const char* p = at;
  std::uint64_t digits = 0;  // wraps where there are more than count
  for (; is_digit(p); ++p) digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
  const std::int64_t whole = p - at;
  std::int64_t behind = 0;
  if (p < end && *p == '.') {
    const char* point = p++;
    for (; is_digit(p); ++p) digits = digits * 10 + static_cast<std::uint64_t>(*p - '0');
    behind = p - point - 1;
  }
  const bool plain = whole > 0 && whole + behind <= 15 && (p == end || (*p != 'e' && *p != 'E' && *p != '.'));
  if (plain) {
    value = static_cast<double>(static_cast<std::int64_t>(digits)) / number::kPowers[behind];
    at = p;
    return true;
  }
  const auto read = std::from_chars(at, end, value);
  // "nan" and "inf" are read as well, but measure nothing.
  if (read.ec != std::errc{} || !std::isfinite(value)) return false;
  at = read.ptr;
  return true;
}

// The same for a number that `behind` follows. Quick for up to seven digits before and behind
// the point: no branch depends on how many there are.
inline bool take_value_before(char behind, const char*& at, const char* end, double& value) {
  if (end - at < 24) return take_value(at, end, value) && at < end && *at == behind;
  const number::Digits whole = number::digits_at(at);
  const bool pointed = at[whole.count] == '.';
  number::Digits part = number::digits_at(at + whole.count + 1);
  if (!pointed) part = {};
  const char* last = at + whole.count + (pointed ? 1 : 0) + part.count;
  const bool usual = whole.count - 1 < 7 && part.count < 8 && (!pointed || part.count > 0) && *last == behind;
  if (!usual) return take_value(at, end, value) && at < end && *at == behind;
  const auto digits = static_cast<std::int64_t>(whole.value * number::kWholePowers[part.count] + part.value);
  value = static_cast<double>(digits) / number::kPowers[part.count];
  at = last;
  return true;
}

}  // namespace loadtriage::formats
