// k6's end-of-test summary as JSON, in the three shapes that k6 has given it.
//
// Two of them say the opposite of what they seem to say: in all three the "passes" of
// http_req_failed are the FAILED requests, and in the --summary-export shape a
// threshold that is `true` has FAILED. Both are undone here and nowhere else.
//
// Also read: several documents in one input, log lines around them, a summary that
// its script wrapped in another object or reduced to a few numbers, and text that was
// cut short; each is told with a note.
#pragma once
#include <string_view>

#include "formats/adapter.h"
#include "formats/json/document.h"

namespace loadtriage::formats {

extern const Adapter k6_summary_export;    // --summary-export=FILE
extern const Adapter k6_handle_summary;    // the `data` of handleSummary(data)
extern const Adapter k6_machine_readable;  // --new-machine-readable-summary

// Which shape an object has; nothing where it is no summary.
std::optional<model::SummaryShape> shape_of(const JsonValue& object);

// Hands on every summary within the document; the number of them.
std::size_t read_summaries(const JsonDocument& document, model::InputId input, Sink& sink);

}  // namespace loadtriage::formats
