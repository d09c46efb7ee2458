#include "rank/unknown_fault.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::rank {
namespace {

using model::Evidence;
using model::Finding;
using model::UnknownPattern;

// As rare beforehand as any one cause.
constexpr double kPrior = -2.6;

// About as many messages as failures: one comes with each.
bool one_for_each(const UnknownPattern& pattern, double failed) {
  return pattern.count >= 3 && model::about_as_many(pattern.count, failed);
}

// What is known in general words has a cause of its own to speak for.
model::Clue clue_of(const UnknownPattern& pattern, double failed) {
  if (!pattern.mode.empty()) return {"", 0.5, 0.2};
  return {"", 0.5, one_for_each(pattern, failed) ? 0.02 : 0.1};
}

std::string told(const UnknownPattern& pattern, double failed) {
  constexpr std::size_t kQuotedColumns = 160;
  const std::string_view text = pattern.example.text;
  std::string said = fmt::format("a message that no rule knows, {} {}", format_count(pattern.count),
                                 pattern.count == 1 ? "line" : "lines");
  if (failed > 0) said += fmt::format(" beside {} failed requests", format_count(failed));
  if (failed > 0 && pattern.healthy <= 0) said += ", none while nothing failed";
  return said + ": " + shorten(text.substr(0, text.find("\\n")), kQuotedColumns);
}

}  // namespace

std::optional<Finding> unknown_fault(const Evidence& evidence) {
  if (evidence.unknown.empty()) return std::nullopt;
  const double failed = evidence.failed_requests().value_or(0);
  const UnknownPattern& strongest = evidence.unknown.front();
  Finding finding;
  finding.id = kUnknown;
  finding.title = "A fault that no rule knows";
  finding.prior_log_odds = kPrior;
  finding.clues.push_back(clue_of(strongest, failed));
  model::Support support;
  support.text = told(strongest, failed);
  support.log_odds = std::log(finding.clues[0].when_true / finding.clues[0].otherwise);
  support.where = strongest.example.where;
  support.quote = strongest.example.text;
  support.at_s = strongest.first_s;
  finding.support.push_back(std::move(support));
  finding.log_odds = kPrior + finding.support[0].log_odds;
  for (const model::FailureCell& cell : evidence.failures) finding.claims.push_back(cell.count);
  finding.onset_s = strongest.first_s;
  finding.headline =
      failed > 0
          ? fmt::format(
                "{} requests failed for a reason that no rule knows; this message comes with them: {}",
                format_count(failed), shorten(strongest.text, 120))
          : fmt::format("The log repeats an error that no rule knows: {}", shorten(strongest.text, 120));
  finding.next_steps.push_back(
      "Read the lines around that message, and ask whoever wrote it what it means; then make it a rule, so "
      "that the next report knows");
  return finding;
}

}  // namespace loadtriage::rank
