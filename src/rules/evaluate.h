// One cause weighed against one run: what its rule says about the facts in a Scope.
//
// Knows nothing of model::Evidence: the caller's Scope does, and so do the examples
// inside the rules, which bring a Scope of their own.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/finding.h"
#include "rules/rule_set.h"

namespace loadtriage::rules {

enum class Truth { no, yes, unknown };

// One of `clues`, weighed. `text` is filled when it holds.
struct Weighed {
  const ClueRule* rule = nullptr;
  Truth truth = Truth::unknown;
  std::string text;
  std::vector<std::string> observations;  // that its condition names: for quotes
};

// The failed requests that a cause's `explains` claims: `mine` in its conditions.
struct Mine {
  double count = 0;
  std::optional<double> share;  // of all failed requests, where there are any
  std::optional<double> first_s, last_s;
};

struct Verdict {
  const Cause* cause = nullptr;
  Truth considered = Truth::unknown;     // what `requires` says; the rest is empty unless yes
  double log_odds = 0;                   // the prior and the evidence that holds
  std::vector<Weighed> evidence;         // in the order of the file
  std::vector<model::Support> innocent;  // looked for and found, but as often in healthy seconds
  std::vector<double> claims;            // for each item of `failures`
  Mine mine;
  std::optional<double> onset_s;

  double probability() const;
  bool fires() const { return considered == Truth::yes && log_odds >= 0; }
};

// The variables that the loader adds to the caller's: mine.count, mine.share,
// mine.first_s, mine.last_s, and those of claim_figures.h.
std::vector<expr::Variable> mine_variables();

Verdict evaluate(const RuleSet& rules, const Cause& cause, const expr::Scope& scope);

// The verdict with its texts filled. `support` holds the evidence that holds, without
// places and quotes. Lines of advice with an unknown value are left out.
model::Finding make_finding(const RuleSet& rules, const Verdict& verdict, const expr::Scope& scope);

// The walls of the cause's `latent` rules, nearest first. Asks for no verdict.
std::vector<model::LatentWall> latent_walls(const RuleSet& rules, const Cause& cause,
                                            const expr::Scope& scope);

// The cause's `facts` that are known.
std::vector<std::pair<std::string, expr::Value>> facts_of(const RuleSet& rules, const Verdict& verdict,
                                                          const expr::Scope& scope);

// What `--explain CAUSE` prints: each condition, whether it holds, and what it adds.
std::string explain(const Verdict& verdict);

}  // namespace loadtriage::rules
