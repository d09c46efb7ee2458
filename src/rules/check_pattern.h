// A regular expression of a rule file, compiled where it can be.
#pragma once
#include <re2/re2.h>

#include <memory>
#include <string>

#include "rules/file_reader.h"

namespace loadtriage::rules {

// Nothing, and a fault at `node` that points at the place, where it is none.
std::unique_ptr<const re2::RE2> checked_pattern(FileReader& reader, const Node& node,
                                                const std::string& pattern);

}  // namespace loadtriage::rules
