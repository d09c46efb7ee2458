// Suggestions for names that are not known.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage {

// The known name nearest to `name` by edit distance (with transpositions), if it is
// near enough to be a slip of the hand; empty otherwise.
std::string nearest(std::string_view name, const std::vector<std::string>& known);

// "; did you mean `x`?" ready to append, or nothing.
std::string did_you_mean(std::string_view name, const std::vector<std::string>& known);

}  // namespace loadtriage
