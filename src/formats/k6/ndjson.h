// k6's raw points as JSON lines (`--out json=FILE`), of every k6 since 0.26.
//
// Lines in k6's usual layouts are read by a scanner made for them; all others (keys in
// another order, blanks, escapes, Metric lines) by simdjson, with the same result.
#pragma once
#include "formats/adapter.h"
#include "formats/parallel_blocks.h"

namespace loadtriage::formats {

extern const Adapter k6_ndjson;

// What the adapter does, with the number of threads given (0: as many as the machine
// has). Each block's text must be followed by input::kPadding readable bytes.
void read_k6_ndjson(const NextBlock& next, model::InputId input, Sink& sink, unsigned threads);

}  // namespace loadtriage::formats
