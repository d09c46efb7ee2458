// Facts of one name that several places state.
#pragma once
#include <string>

#include "model/evidence.h"

namespace loadtriage::collect {

// The first to state a fact keeps its name; what others state of theirs is kept beside it, as far as
// there is room.
void keep_fact(model::Evidence& evidence, const std::string& name, model::Fact fact);

}  // namespace loadtriage::collect
