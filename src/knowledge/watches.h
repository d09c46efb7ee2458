// From the signatures of the rules to what the pass over the inputs looks for.
//
// Compiling many patterns takes longer than reading a small run, so the built-in ones
// are compiled when the program is built: `compiled` is what compiled_patterns() gave
// for the built-in signatures, and must outlive the watches.
#pragma once
#include <string>
#include <string_view>

#include "base/result.h"
#include "collect/watch.h"
#include "rules/rule_set.h"

namespace loadtriage::knowledge {

// The built-in signatures and no others; unpacked when first needed.
collect::Watches built_in_watches(std::string_view compiled);

// The signatures of `rules`. Patterns that are not in `compiled` (of --rules) are
// compiled now; all are where it was made for another processor.
Result<collect::Watches> make_watches(const rules::RuleSet& rules, std::string_view compiled);

std::string compiled_patterns(const collect::Watches& watches);

}  // namespace loadtriage::knowledge
