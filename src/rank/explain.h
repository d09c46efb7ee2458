// What `--explain` says of causes against each other.
#pragma once
#include <string>

#include "model/diagnosis.h"

namespace loadtriage::rank {

// How likely the cause is against its rivals, and the likeliest sets of causes; of all
// causes where `cause` is empty.
std::string explain(const model::Diagnosis& diagnosis, const std::string& cause);

}  // namespace loadtriage::rank
