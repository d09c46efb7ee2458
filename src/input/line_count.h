// Counts lines at the speed of memory.
#pragma once
#include <cstdint>
#include <string_view>

namespace loadtriage::input {

// How many line feeds the text holds.
std::uint64_t count_lines(std::string_view text);

}  // namespace loadtriage::input
