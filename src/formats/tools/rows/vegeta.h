// Vegeta's hits, a row or an object each (`vegeta encode`), and its report.
#pragma once
#include "formats/adapter.h"
#include "formats/tools/counts.h"

namespace loadtriage::formats::tools {

extern const Adapter vegeta_csv;
extern const Adapter vegeta_json;
extern const Adapter vegeta_report;  // vegeta report, as text and as JSON
extern const Adapter vegeta_gob;     // what vegeta attack writes: told what to do with it

ToolName vegeta();

}  // namespace loadtriage::formats::tools
