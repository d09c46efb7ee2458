// The dice of the generators.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

// SplitMix64: small, and the same on every machine.
class Random {
 public:
  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9E3779B97F4A7C15U);
    z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9U;
    z = (z ^ (z >> 27U)) * 0x94D049BB133111EBU;
    return z ^ (z >> 31U);
  }
  double share() { return static_cast<double>(next() >> 11U) * 0x1p-53; }
  std::uint64_t below(std::uint64_t bound) { return next() % bound; }
  template <std::size_t N>
  std::string_view one_of(const std::array<std::string_view, N>& texts) {
    return texts[below(N)];
  }

 private:
  std::uint64_t state_ = 20260101;
};
