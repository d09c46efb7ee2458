// What log stores hand out as JSON: CloudWatch Logs (events of filter-log-events and
// get-log-events, rows of Insights), Loki (query_range, `logcli -o jsonl`), Google Cloud
// Logging, hits of Elasticsearch and OpenSearch, Datadog, journald.
//
// The lines in it are read as if they stood in a log of their own, each stream for
// itself; the store's time and severity fill in what they do not state. Newest first,
// as most stores sort, is understood. Lines that are counted are those of the records.
#pragma once
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/lines/line_format.h"

namespace loadtriage::formats {

// The store's name, as the kind of the input; empty when the head is of none.
std::string export_kind(std::string_view head);

void read_export(input::Source& source, const Catalogue& catalogue, model::InputId input, Sink& sink);

}  // namespace loadtriage::formats
