// Which templates are one: they have as many words, and differ in one place only, where
// many different names stand ("user bob is gone", "user ann is gone", ...).
//
// Works on the whole of what was collected, so the result does not depend on the order
// in which it came. In the manner of Drain (He et al., ICWS 2017), which compares words
// by their place, but with the number of different words in a place as the proof that
// it varies. Words that say what went wrong ("refused", "TimeoutError") are never merged.
#pragma once
#include <map>
#include <string>
#include <vector>

namespace loadtriage::collect {

// The group of each template that is part of one; others are left out.
std::map<std::string, std::string> group_templates(const std::vector<std::string>& templates);

}  // namespace loadtriage::collect
