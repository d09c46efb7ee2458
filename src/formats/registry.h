// Every adapter there is, in the order that sniffing prefers on a tie.
#pragma once
#include <span>
#include <string_view>

#include "formats/adapter.h"

namespace loadtriage::formats {

std::span<const Adapter* const> adapters();

// The surest adapter for the head, or nothing when none is sure at all.
const Adapter* recognise(std::string_view head, bool head_is_whole);

}  // namespace loadtriage::formats
