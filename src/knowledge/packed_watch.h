// A watch as bytes: its signatures, their patterns, and the patterns compiled. Written
// when the program is built, read when the first log is.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "collect/watch.h"

namespace loadtriage::knowledge {

// Of a watch with one set, or none.
std::string pack_watch(const collect::Watch& watch);

// Cuts the next packed watch off `bytes`; empty at the end or where they are damaged.
std::string_view next_packed(std::string_view& bytes);

// Nothing where it holds none, or was compiled for another engine or processor. The set
// borrows from `packed`.
std::optional<collect::WatchSet> restore_set(std::string_view packed);

// The same, with the patterns compiled now.
std::optional<collect::WatchSet> compile_set(std::string_view packed);

}  // namespace loadtriage::knowledge
