// `loadtriage rules check`: all that can be said about a rule set without a run.
//
// Beyond what load() refuses: examples that do not do what they say, signatures that
// miss their `matches` or take their `ignores`, observations that no signature shows
// or no cause uses, and `leads_to` that names unknown causes or runs in a circle.
#pragma once
#include "base/notice.h"
#include "rules/rule_set.h"

namespace loadtriage::rules {

// Errors and warnings, by file. `rules` must have been loaded with Trust::check_all.
Notices check(const RuleSet& rules);

}  // namespace loadtriage::rules
