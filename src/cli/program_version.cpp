#include "cli/program_version.h"

#include "version.h"

namespace loadtriage::cli {

std::string_view version() { return kVersion; }

}  // namespace loadtriage::cli
