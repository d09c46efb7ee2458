#include "input/line_count.h"

#include <algorithm>
#include <array>

namespace loadtriage::input {
namespace {

// Counting in bytes lets the compiler compare a whole vector at a time; 255 rounds
// are what a byte can count.
constexpr std::size_t kLanes = 64;
constexpr std::size_t kRounds = 255;

std::uint64_t count_rounds(const char* text, std::size_t rounds) {
  std::array<std::uint8_t, kLanes> lanes{};
  for (std::size_t round = 0; round < rounds; ++round, text += kLanes) {
    for (std::size_t lane = 0; lane < kLanes; ++lane) {
      lanes[lane] = static_cast<std::uint8_t>(lanes[lane] + (text[lane] == '\n' ? 1U : 0U));
    }
  }
  std::uint64_t sum = 0;
  for (const std::uint8_t lane : lanes) sum += lane;
  return sum;
}

}  // namespace

std::uint64_t count_lines(std::string_view text) {
  std::uint64_t lines = 0;
  while (text.size() >= kLanes) {
    const std::size_t rounds = std::min(text.size() / kLanes, kRounds);
    lines += count_rounds(text.data(), rounds);
    text.remove_prefix(rounds * kLanes);
  }
  for (const char c : text) lines += c == '\n' ? 1U : 0U;
  return lines;
}

}  // namespace loadtriage::input
