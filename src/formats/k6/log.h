// k6's own log lines, as written to a terminal, to a file and as JSON.
//
//   WARN[0005] Request Failed                 error="Get \"http://h/\": EOF"
//   time="2026-01-01T10:00:00Z" level=warning msg="Request Failed" error="Get \"http://h/\": EOF"
//   {"error":"Get \"http://h/\": EOF","level":"warning","msg":"Request Failed","time":"2026-01-01T10:00:00Z"}
//
// The adapter also reads `--log-format=raw` (messages alone). Lines that are no message
// of their own, such as stack traces, belong to the event before them.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"
#include "model/log_event.h"

namespace loadtriage::formats {

extern const Adapter k6_log;

// Reads one line at a time. What it hands out points into the line or into the parser
// and is valid until the next call of parse().
class K6LogParser {
 public:
  // False, with `event` unchanged, when the line has none of the three forms. Colours
  // are taken out here. Sets everything of `event` but `where`: `message` is the
  // message, `text` the message and ` error="..."` with all escapes undone, `fields`
  // the rest (error, source, hint, executor, scenario, ...).
  bool parse(std::string_view line, model::LogEvent& event);

 private:
  std::string buffer_;
};

// The same with a parser of the calling thread: what `event` points to is valid until
// that thread's next call.
bool parse_k6_log_line(std::string_view line, model::LogEvent& event);

// The metrics that k6's last line names: "thresholds on metrics 'checks, http_req_failed' have been
// crossed". Empty for any other message.
std::vector<std::string> crossed_thresholds(std::string_view message);

}  // namespace loadtriage::formats
