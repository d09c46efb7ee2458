// Numbers of a run that lie: latencies that no server had a part in, thresholds that
// could not fail; and what the same numbers look like in a healthy run.
#pragma once
#include <string>
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::rank {

// Whether no byte of any response ever arrived.
bool nothing_arrived(const model::Evidence& evidence);

std::vector<std::string> unreal_latencies(const model::Evidence& evidence);
std::vector<model::VacuousThreshold> vacuous_thresholds(const model::Evidence& evidence);

// From the healthy part of this run, else from its thresholds.
std::vector<std::string> healthy_look(const model::Evidence& evidence);

}  // namespace loadtriage::rank
