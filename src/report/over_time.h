// What the timeline tells in words and rows: changes of level, where the time of a request
// goes, and how far the system scales.
#pragma once
#include <string>
#include <vector>

#include "report/tables.h"

namespace loadtriage::report {

// "the level of the median duration changes: 40 ms before, 900 ms after".
std::string describe(const model::ChangePoint& change);

// The changes that are told: of failures, of latency, and falls of throughput while the load
// stayed; with turns_only the greatest few.
std::vector<model::ChangePoint> told_changes(const model::Evidence& evidence, Dated dated);

// Label and value for the key numbers: the knee, and the law that throughput follows where
// its bend is plain. Both may be absent.
Numbers scaling_numbers(const model::Timeline& timeline);

// The mean parts of a request before and after the onset, and of those that failed. No
// rows without raw points.
Table timings(const model::Diagnosis& diagnosis);
// Whether a part of good requests takes plainly longer, or less long, after the onset.
bool timings_changed(const model::TimingSplit& split);

}  // namespace loadtriage::report
