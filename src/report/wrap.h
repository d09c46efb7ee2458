// Lines that fit a width.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::report {

// The text, made printable, broken at blanks into lines of at most `columns` code
// points. A longer token keeps a line of its own, so that it can be copied whole; a unit stays with
// its number. At least one line.
std::vector<std::string> wrap(std::string_view text, std::size_t columns);

}  // namespace loadtriage::report
