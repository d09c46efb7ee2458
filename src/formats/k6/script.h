// A k6 test script: takes what is plainly written in it. Nothing is evaluated, so a
// value that is computed or comes from the environment stays unknown.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats {

extern const Adapter k6_script;

}  // namespace loadtriage::formats
