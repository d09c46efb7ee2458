// Which summaries tell of one run, and which are of its runners.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "model/evidence.h"

namespace loadtriage::collect {

std::optional<double> count_of(const model::RunSummary& summary, std::string_view name);

// Locust's failures are a file of their own, as are its seconds: they complete a summary.
bool counts_requests(const model::RunSummary& summary);

// What an input was taken for; empty where nobody says.
std::string_view kind_of(const model::RunSummary& summary, const model::Evidence& evidence);

// Whether the two count the same requests: in two shapes, as two views of a tool, or as copies.
bool tell_one_run(const model::RunSummary& a, const model::RunSummary& b, const model::Evidence& evidence);

// Which runners' the failures are: all of them in a few say that these few, their machines or their
// ways to the target differ from the others.
void note_failing_runners(const std::vector<model::RunSummary>& runs, model::Evidence& evidence);

}  // namespace loadtriage::collect
