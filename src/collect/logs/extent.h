// What a fold sees of its input. One that sees a part keeps more than is allowed of the whole, as
// merging the parts decides which kinds came first.
#pragma once
#include <cstddef>

namespace loadtriage::collect {

enum class Extent { whole, part };

// More kinds than a part of an input usually has.
inline constexpr std::size_t kPartFactor = 16;

inline std::size_t most_of(std::size_t of_whole, Extent extent) {
  return extent == Extent::whole ? of_whole : of_whole * kPartFactor;
}

}  // namespace loadtriage::collect
