// The rules of the program and those of folders of the user's, loaded, checked and made ready.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "input/file_system.h"
#include "rules/rule_set.h"

namespace loadtriage::knowledge {

// All faults of all folders at once.
Result<rules::RuleSet> load_rules(const std::vector<std::string>& folders, const input::FileSystem& files,
                                  rules::Trust trust);

// What judging a run needs: without --rules, nothing is read but what was made ready for
// it, and `signatures` is empty (see built_in_watches()).
Result<rules::RuleSet> load_rules_for_judging(const std::vector<std::string>& folders,
                                              const input::FileSystem& files);

}  // namespace loadtriage::knowledge
