// What the operator knows about the system and the test: pool sizes, limits, targets.
//
// A JSON object of any shape; names are free. Known ones become facts with a settled
// name and unit ("db": {"pool_max": 5} is pool_size, 5 connections), rate limits become
// limiters, everything else is kept as `context.<path>`. A unit that is not known is
// told with a note: a limit that was misread is worse than one that is missing.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "formats/adapter.h"

namespace loadtriage::formats {

extern const Adapter context;

// One setting of the command line, `key=value`, with dots in the key for nested ones.
// The notice says what is wrong with it.
std::optional<Notice> read_context_pair(std::string_view key_value, const std::string& source, Sink& sink);

// The names that settings go by, for suggestions: "pool_size", "pool_max", ...
std::vector<std::string> known_settings();

}  // namespace loadtriage::formats
