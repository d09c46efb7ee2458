// The program's version, as --version prints it.
#pragma once
#include <string_view>

namespace loadtriage::cli {

std::string_view version();

}  // namespace loadtriage::cli
