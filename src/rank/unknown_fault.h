// The answer that no rule gives: a fault that nobody has a rule for.
#pragma once
#include <optional>

#include "model/evidence.h"
#include "model/finding.h"

namespace loadtriage::rank {

inline constexpr const char* kUnknown = "unknown";

// A finding that rests on the messages that come with the failures and that no signature
// knows; nothing where there are none.
std::optional<model::Finding> unknown_fault(const model::Evidence& evidence);

}  // namespace loadtriage::rank
