// From a pattern for texts to one for their skeletons (skeleton.h).
//
// Whatever the pattern finds in a text, the loose one finds in the text's skeleton. So where
// no loose pattern is found in a skeleton, no text that has it need be searched. The other
// way round says nothing: a skeleton shows that a number stands there, not which.
//
// Only what can stand for a part of a number or of an id changes: it may be what a skeleton
// has for the whole of it, or nothing where something before may have been that already. A
// word that holds a letter beyond `f` is never within an id, so it is looked for as it is.
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace loadtriage::scan {

// Nothing for a pattern in which something stands that this does not know.
std::optional<std::string> loosen(std::string_view pattern);

}  // namespace loadtriage::scan
