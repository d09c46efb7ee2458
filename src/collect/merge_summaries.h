// Several end-of-test summaries become the metrics of one run.
#pragma once
#include <vector>

#include "model/evidence.h"

namespace loadtriage::collect {

// Summaries that count the same requests and iterations tell the same run twice (a JSON
// file and the console's text): the fuller one is taken and completed from the others,
// and what they disagree on is noted. Summaries that differ are taken for the shards of
// one distributed run: counts add up exactly, of percentiles only bounds are known.
// Fills metrics, checks, run and summaries of the evidence.
void merge_summaries(std::vector<model::RunSummary> summaries, model::Evidence& evidence);

// Field by field; what `into` has stays.
void complete(model::RunInfo& into, const model::RunInfo& from);

}  // namespace loadtriage::collect
