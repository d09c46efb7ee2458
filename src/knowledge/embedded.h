// The rules that were packed into the program when it was built.
#pragma once
#include <string_view>

namespace loadtriage::knowledge {

// For unpack(); live as long as the program.
std::string_view embedded_pack();
// Of these the causes, odds and formats, without what judging a run does not need: see
// what_judging_needs().
std::string_view embedded_judging_pack();

}  // namespace loadtriage::knowledge
