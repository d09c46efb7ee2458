// Which failed request belongs to which cause.
#pragma once
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::rank {

// In the order given, each cause takes what is left of the failed requests that it can
// account for. Returns how many each took; `left` is what nobody did.
struct Attribution {
  std::vector<double> explained;
  double left = 0;
};
Attribution attribute(const model::Evidence& evidence, const std::vector<const model::Finding*>& causes);

// The share of all failed requests that the finding could account for, alone.
double claimed_share(const model::Evidence& evidence, const model::Finding& finding);

}  // namespace loadtriage::rank
