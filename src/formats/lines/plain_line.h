// Lines of no known format: a time near the start, a word for the level, the rest.
#pragma once
#include <string_view>

#include "formats/lines/log_line.h"

namespace loadtriage::formats {

// Reads what the line shows of itself. True when it states a time or begins with a
// level, which only a line that begins an event does.
bool read_plain(std::string_view line, TimestampReader& times, LogLine& read);

// key=value pairs with a level or a message among them, perhaps behind a stamp: logfmt,
// logrus, slog, structlog's key-value rendering.
bool read_logfmt(std::string_view line, TextArena& arena, TimestampReader& times, LogLine& read);

// Whether the line is of a shape that only ever goes on: a frame, a cause, a closing brace.
bool continues_event(std::string_view line);

}  // namespace loadtriage::formats
