// Comparing short texts of known length in place: what is between a call of memcmp and a
// loop over bytes. For scanners that expect the text they saw before.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace loadtriage {

inline bool same_bytes(const char* a, const char* b, std::size_t size) {
  using Words = std::uint64_t __attribute__((vector_size(16)));
  if (size < sizeof(Words)) return std::memcmp(a, b, size) == 0;
  const auto difference = [&](std::size_t at) {
    Words left, right;
    std::memcpy(&left, a + at, sizeof left);
    std::memcpy(&right, b + at, sizeof right);
    return left ^ right;
  };
  // The last step overlaps the one before.
  Words all = difference(size - sizeof(Words));
  for (std::size_t at = 0; at + sizeof(Words) < size; at += sizeof(Words)) all |= difference(at);
  return (all[0] | all[1]) == 0;
}

// Whether the text from `at` to `end` begins with `text`.
inline bool begins_with(const char* at, const char* end, std::string_view text) {
  return static_cast<std::size_t>(end - at) >= text.size() && same_bytes(at, text.data(), text.size());
}

}  // namespace loadtriage
