// What a report says around the causes: the sentence, the smoking gun, what is not real.
#pragma once
#include "model/diagnosis.h"
#include "rank/trouble.h"

namespace loadtriage::rank {

// Fills the texts of a diagnosis whose causes and verdict stand.
void narrate(model::Diagnosis& diagnosis, const Trouble& trouble);

}  // namespace loadtriage::rank
