// The `tags` object of a raw point: flat, nearly always strings.
#pragma once
#include "formats/tag_sets.h"

namespace loadtriage::formats {

// Behind the closing brace of the flat object that begins at `at` (a `{`); null when it
// is nested or does not end within the line.
const char* end_of_flat_object(const char* at, const char* end);

// For TagSets::find. Values that are no strings count as they are written.
bool parse_json_tags(TagSets::Set& set, const void* how);

}  // namespace loadtriage::formats
