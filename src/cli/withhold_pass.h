// No good news from figures that are not whole.
#pragma once
#include "model/diagnosis.h"

namespace loadtriage::cli {

// A run whose figures have gaps was not seen to fail, but it was not seen to pass either: its
// verdict becomes `invalid`, and its headline says what is missing. Every gap is told.
void withhold_pass(model::Diagnosis& diagnosis);

}  // namespace loadtriage::cli
