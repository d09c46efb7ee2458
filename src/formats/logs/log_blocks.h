// Reads the blocks of one log on several threads, with the result of reading them in turn.
#pragma once
#include "formats/adapter.h"
#include "formats/lines/log_parser.h"
#include "formats/parallel_blocks.h"

namespace loadtriage::formats {

// What a block's first lines mean, and the times of lines without a zone, depends on what
// stands in front of it. So a block is read from the first line that begins an event for
// sure, with a guess of the rest; where the guess turns out wrong, it is read again. The
// sink sees everything in order: what a thread read is joined when all before it is.
//
// `threads` 0: as many as the machine has processors. `next` is called by one thread at a
// time. The profile must outlive the call.
void read_log_blocks(const NextBlock& next, const LogProfile& profile, model::InputId input, Sink& sink,
                     unsigned threads);

}  // namespace loadtriage::formats
