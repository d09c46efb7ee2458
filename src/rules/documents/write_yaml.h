// Writes a document as YAML again, for people to read.
#pragma once
#include <string>

#include "rules/documents/tree.h"

namespace loadtriage::rules {

// The same keys and values in the same order; the comment on top stays, comments inside
// are lost, quotes may differ.
std::string write_yaml(const Document& document);

}  // namespace loadtriage::rules
