// Whole diagnoses for tests of what is written about them.
#pragma once
#include <string>

#include "model/diagnosis.h"

namespace loadtriage::test {

// A chat backend that exited while it booted, under a test of 120 VUs: every request
// refused, two walls behind it.
model::Diagnosis boot_failure();

// Two causes, one of them contradicted, a symptom chain, slices over time, and a rest
// that nothing explains.
model::Diagnosis pool_exhausted();

// Nothing is known, not even an input.
model::Diagnosis empty_diagnosis();

// One of everything a diagnosis can hold, with `text` for every text.
model::Diagnosis of_every_kind(const std::string& text);

}  // namespace loadtriage::test
