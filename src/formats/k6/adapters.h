// The door of this wing: all that k6 writes or is given.
#pragma once
#include <span>

#include "formats/adapter.h"

namespace loadtriage::formats {

// In the order that sniffing prefers on a tie.
std::span<const Adapter* const> k6_adapters();

}  // namespace loadtriage::formats
