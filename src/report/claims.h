// What the report states, as data: so that a program which shares nothing with this one can
// recompute it from the inputs (tools/audit.py). Only what no other member tells.
#pragma once
#include "report/json_value.h"

namespace loadtriage::report {

Json json_claims(const model::Diagnosis& diagnosis);

}  // namespace loadtriage::report
