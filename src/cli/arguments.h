// What people type, brought into the form that the parser of options knows.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "input/file_system.h"

namespace loadtriage::cli {

// `loadtriage PATH...` is `loadtriage analyze PATH...`, `help` is `--help`, and `--version` counts
// wherever it stands. A first word that is neither a command nor a path is an error.
Result<std::vector<std::string>> usual_form(std::vector<std::string> arguments,
                                            const std::vector<std::string>& commands,
                                            const input::FileSystem& files);

}  // namespace loadtriage::cli
