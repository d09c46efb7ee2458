// The rules that were packed into the program when it was built.
#pragma once
#include <string_view>

namespace loadtriage::rules {

// For unpack(). Lives as long as the program.
std::string_view embedded_pack();

}  // namespace loadtriage::rules
