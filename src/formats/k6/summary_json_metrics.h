// One summary object of a known shape, turned into the model's terms.
#pragma once
#include "formats/json/document.h"
#include "model/run.h"

namespace loadtriage::formats {

model::RunSummary build_summary(const JsonValue& object, model::SummaryShape shape, model::InputId input);

// What a script wrote down instead of k6's own metrics: `"http_req_failed": 0.22`,
// `"http_req_duration_p95": 101.2`, `"failed_rate": "0.04%"`.
model::RunSummary build_reduced_summary(const JsonValue& object, model::InputId input);
bool is_reduced_summary(const JsonValue& object);

}  // namespace loadtriage::formats
