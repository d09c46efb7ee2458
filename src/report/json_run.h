// The parts of the JSON report that tell about the run and its inputs.
#pragma once
#include "report/json_value.h"

namespace loadtriage::report {

Json json_run(const model::Diagnosis& diagnosis);
Json json_timeline(const model::Diagnosis& diagnosis);
Json json_thresholds(const model::Diagnosis& diagnosis);
Json json_checks(const model::Evidence& evidence);
Json json_operations(const model::Evidence& evidence);
Json json_endpoints(const model::Evidence& evidence);
Json json_failures(const model::Evidence& evidence);
Json json_facts(const model::Diagnosis& diagnosis);
Json json_topology(const model::Diagnosis& diagnosis);
Json json_limiters(const model::Evidence& evidence);
Json json_unknown(const model::Evidence& evidence);
Json json_inputs(const model::Evidence& evidence);
Json json_baseline(const model::Diagnosis& diagnosis);
Json json_clocks(const model::Evidence& evidence);
Json json_source(const model::Evidence& evidence, const std::optional<model::SourceRef>& where);

}  // namespace loadtriage::report
