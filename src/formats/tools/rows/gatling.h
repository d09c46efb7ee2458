// Gatling's simulation.log, as text (to 3.12) and as bytes (from 3.13), and what it prints.
#pragma once
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/tools/counts.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/rows/row_reader.h"

namespace loadtriage::formats::tools {

extern const Adapter gatling_log;
extern const Adapter gatling_binary;
extern const Adapter gatling_console;

ToolName gatling();

// How a request that was not OK failed, from Gatling's message: `status` and `error` of the request
// are set. "status.find.in(200,304), found 500" is a status and no more.
void set_gatling_failure(std::string_view message, Request& request);

bool read_gatling_log(const NextBlock& next, model::InputId input, Sink& sink, unsigned threads);

}  // namespace loadtriage::formats::tools
