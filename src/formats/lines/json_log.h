// Log records that are JSON objects, of any logger: pino, bunyan, winston, NestJS, zap,
// zerolog, slog, logrus, logback, ECS, log4j2, Serilog, structlog, Caddy, Envoy, nginx,
// PostgreSQL, MongoDB, journald, GCP, and what else keeps to usual names.
#pragma once
#include <string_view>

#include "formats/json/flat.h"
#include "formats/lines/json_shape.h"
#include "formats/lines/log_line.h"

namespace loadtriage::formats {

class JsonLogParser {
 public:
  // False when the line is no object, or holds none of a record's usual members. The
  // line's text is the message, the error and the stack behind it, and every other
  // member as ` name=value`. What it hands out borrows from the line and the arena.
  bool parse(std::string_view line, TextArena& arena, TimestampReader& times, LogLine& read);

 private:
  FlatObject object_;
  JsonShapes shapes_;
};

}  // namespace loadtriage::formats
