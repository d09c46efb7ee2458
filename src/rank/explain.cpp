#include "rank/explain.h"

#include <fmt/format.h>

#include <algorithm>

namespace loadtriage::rank {
namespace {

// What is rarer than this is not worth a line.
constexpr double kShown = 0.001;

std::string names_of(const model::LikelySet& set) {
  if (set.causes.empty()) return "none of the known causes";
  std::string names;
  for (const std::string& cause : set.causes) names += (names.empty() ? "" : " + ") + cause;
  return names;
}

}  // namespace

std::string explain(const model::Diagnosis& diagnosis, const std::string& cause) {
  std::string text = "against each other:\n";
  for (const model::Hypothesis& hypothesis : diagnosis.hypotheses)
    if (hypothesis.cause == cause || (cause.empty() && hypothesis.at_work >= kShown))
      text += fmt::format("  {:.3f}  {} is at work\n", hypothesis.at_work, hypothesis.cause);
  text += "the likeliest explanations of all that was seen:\n";
  for (const model::LikelySet& set : diagnosis.likely_sets)
    if (set.probability >= kShown) text += fmt::format("  {:.3f}  {}\n", set.probability, names_of(set));
  return text;
}

}  // namespace loadtriage::rank
