// What `--explain topology` prints: every component with what it is known by, every call with the
// lines that tell of it, and what stayed apart.
#pragma once
#include <string>

#include "model/diagnosis.h"

namespace loadtriage::topology {

std::string describe(const model::Diagnosis& diagnosis);

}  // namespace loadtriage::topology
