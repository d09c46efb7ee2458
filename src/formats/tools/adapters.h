// The formats of load tools other than k6.
#pragma once
#include <span>

#include "formats/adapter.h"

namespace loadtriage::formats::tools {

std::span<const Adapter* const> adapters();

}  // namespace loadtriage::formats::tools
