// What the expression of a threshold asks for: "p(95)<500".
#pragma once
#include <optional>
#include <string_view>

namespace loadtriage::model {

// "p(95)<500" -> "p(95)"; "count<20" -> "count". Borrows from the expression.
std::string_view aggregate_of(std::string_view expression);

// "p(95)<500" -> 500; nothing for thresholds from below.
std::optional<double> upper_limit(std::string_view expression);

// The rank of "p(99.9)", 50 for "med"; nothing for what is no percentile.
std::optional<double> rank_of(std::string_view aggregate);

}  // namespace loadtriage::model
