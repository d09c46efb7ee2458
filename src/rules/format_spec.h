// Declared line formats: from files in rules/formats/ to what the formats room matches.
//
// docs/add-a-format.md lists the keys.
#pragma once
#include "base/result.h"
#include "formats/lines/line_format.h"
#include "rules/rule_set.h"

namespace loadtriage::rules {

// What the file declares; faults are added for what is wrong with it.
formats::LineFormatSpec load_format(const Document& document, Notices& faults);

// All formats of the rules; all faults of all files at once.
Result<formats::Catalogue> make_catalogue(const RuleSet& rules);

}  // namespace loadtriage::rules
