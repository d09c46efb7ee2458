// Text that people wrote for people: essays, manuals, READMEs.
//
// Programs write sentences as well. Prose is told from them by how it goes on: sentences
// are broken where the line is full, or several stand in one line; no line comes twice.
#pragma once
#include <string_view>

namespace loadtriage::formats {

// Whether most of the first lines are prose, headings, lists and the like.
bool reads_like_prose(std::string_view head);

}  // namespace loadtriage::formats
