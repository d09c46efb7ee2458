// What follows a number in a sentence, when the number is 1.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::expr {

// " requests failed" -> " request failed". Rules are written for many; the noun is one of those
// that they count. Any other text comes back as it is.
std::string of_one(std::string_view after);

}  // namespace loadtriage::expr
