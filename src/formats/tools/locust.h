// Locust's tables (`--csv PREFIX` writes four files), its JSON and what it prints.
//
// It keeps no single requests: totals by name, failures by their text, and one row a second of how
// far the totals were.
#pragma once
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/tools/counts.h"

namespace loadtriage::formats::tools {

extern const Adapter locust_stats;       // PREFIX_stats.csv
extern const Adapter locust_history;     // PREFIX_stats_history.csv
extern const Adapter locust_failures;    // PREFIX_failures.csv
extern const Adapter locust_exceptions;  // PREFIX_exceptions.csv
extern const Adapter locust_json;        // --json
extern const Adapter locust_console;

ToolName locust();

// An error as Locust writes it, the repr() of an exception: which status, if it tells one, and
// what it was. "HTTPError('500 Server Error: ...')" is a status and no more.
model::FailureCount locust_failure(std::string_view error);

}  // namespace loadtriage::formats::tools
