#include "rank/attribution.h"

#include <algorithm>

namespace loadtriage::rank {

Attribution attribute(const model::Evidence& evidence, const std::vector<const model::Finding*>& causes) {
  std::vector<double> left;
  for (const model::FailureCell& cell : evidence.failures) left.push_back(cell.count);
  Attribution out;
  for (const model::Finding* cause : causes) {
    double taken = 0;
    for (std::size_t i = 0; i < left.size() && i < cause->claims.size(); ++i) {
      const double takes = std::min(left[i], cause->claims[i]);
      left[i] -= takes;
      taken += takes;
    }
    out.explained.push_back(taken);
  }
  for (const double rest : left) out.left += rest;
  return out;
}

double claimed_share(const model::Evidence& evidence, const model::Finding& finding) {
  double all = 0, claimed = 0;
  for (std::size_t i = 0; i < evidence.failures.size(); ++i) {
    all += evidence.failures[i].count;
    if (i < finding.claims.size()) claimed += std::min(finding.claims[i], evidence.failures[i].count);
  }
  return all > 0 ? claimed / all : 0;
}

}  // namespace loadtriage::rank
