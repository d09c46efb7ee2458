// The patterns of the built-in signatures, compiled when the program was built.
#pragma once
#include <string_view>

namespace loadtriage::knowledge {

// For make_watches(). Lives as long as the program; empty in the program that makes it.
std::string_view embedded_patterns();

}  // namespace loadtriage::knowledge
