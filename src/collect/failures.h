// Which requests failed, how they looked and when; and what the access logs saw.
#pragma once
#include <string_view>
#include <vector>

#include "collect/series/aligned.h"
#include "collect/watch.h"
#include "model/evidence.h"

namespace loadtriage::collect {

// FailureCell::from of failures that a tool counted by their error.
inline constexpr std::string_view kCountedByTool = "failure counts";

// Fills Evidence::failures, endpoints and access. The best source wins: raw points hold
// every request; without them, a tool's counts by error, else k6's own log names the requests
// without a response and the access logs the bad statuses; what is left of the summary's count
// is one cell that says nothing but how many.
void fill_failures(model::Evidence& evidence, const std::vector<AlignedLog>& k6_logs,
                   const std::vector<AlignedLog>& backend_logs, const Watch& client_error,
                   const Window& window);

}  // namespace loadtriage::collect
