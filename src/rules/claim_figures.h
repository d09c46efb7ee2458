// What is known about the failed requests that one cause claims: `mine.*` in conditions.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "expr/value.h"
#include "expr/vocabulary.h"
#include "model/evidence.h"

namespace loadtriage::rules {

// The names behind `mine.`, with their types. (mine.count, mine.share, mine.first_s and
// mine.last_s come from the claims alone: evaluate.h.)
std::vector<expr::Variable> claim_variables();

// The value of `mine.FIELD`, where `claims` says for each of Evidence::failures how many
// of its requests are claimed. Unknown without claims, or where the inputs do not tell.
expr::Value claim_figure(const model::Evidence& evidence, const std::vector<double>& claims,
                         std::string_view field);

}  // namespace loadtriage::rules
