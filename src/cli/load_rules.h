// The rules of the program and of --rules, loaded, checked and made ready.
#pragma once
#include "base/result.h"
#include "cli/options.h"
#include "input/file_system.h"
#include "rules/rule_set.h"

namespace loadtriage::cli {

// All faults of all folders at once.
Result<rules::RuleSet> load_rules(const RuleOptions& options, const input::FileSystem& files,
                                  rules::Trust trust);

// What judging a run needs: without --rules, nothing is read but what was made ready for
// it, and `signatures` is empty (see built_in_watches()).
Result<rules::RuleSet> load_rules_for_judging(const RuleOptions& options, const input::FileSystem& files);

}  // namespace loadtriage::cli
