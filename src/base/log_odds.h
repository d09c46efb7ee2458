// Log-odds: the logarithm of p / (1 - p).
#pragma once
#include <cmath>

namespace loadtriage {

inline double probability_of(double log_odds) { return 1 / (1 + std::exp(-log_odds)); }

}  // namespace loadtriage
