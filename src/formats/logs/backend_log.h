// Logs of the system under test, of every logger and server, and the files that stand
// beside them: settings, and tables of vmstat and the like.
//
// A log mixes formats: an application's lines, bare stack traces, a second logger. Each
// line is tried as the file's main format, then as those that the head showed, then as
// free text with a time near its start; what fits none belongs to the event before.
// Prefixes that collectors put before lines (Docker, Kubernetes, syslog, journald,
// compose, PM2) are taken off first, one inside the other if need be.
//
// Events carry the time that the line states. Where it states none, and most lines of
// the input do, the event has the time of the one before it. In an input that states
// zones on some lines only, the others are read in the zone that brings them nearest.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/lines/line_format.h"

namespace loadtriage::formats {

class BackendLogReader {
 public:
  // The catalogue must outlive the reader.
  explicit BackendLogReader(const Catalogue& catalogue) : catalogue_(catalogue) {}

  struct Look;  // what the head showed
  struct Guess {
    Sureness sureness = 0;
    std::string kind;                  // "nginx-access", "pino", "plain-log", "config"
    std::string why_not;               // where it is known that this is no log
    std::shared_ptr<const Look> look;  // for read(): a head is looked at once
  };
  // Sure below 0.35 when there is text but nothing that looks like a log.
  Guess recognises(std::string_view head, bool head_is_whole) const;

  // Reads all of the input; the kind it was read as. Empty when it is binary. `guess` is
  // what recognises() said of this input's head.
  std::string read(input::Source& source, model::InputId input, Sink& sink, const Guess& guess) const;
  std::string read(input::Source& source, model::InputId input, Sink& sink) const;

 private:
  const Catalogue& catalogue_;
};

}  // namespace loadtriage::formats
