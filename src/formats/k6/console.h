// What k6 prints to the terminal: header, progress, its own log lines and the
// end-of-test summary, of every k6 from 0.26 to 2.2, mixed as they come.
//
// Also read: colours, what is left of `✓` and `µ` behind a wrong code page, text that
// PowerShell wrapped inside words, prefixes of docker compose and CI services, text
// pasted into Markdown, several runs in one file, and the JSON that a handleSummary
// printed in between.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>

#include "formats/adapter.h"

namespace loadtriage::formats {

extern const Adapter k6_console;

// Reads a console line by line: for a log that turns out to be one.
class ConsoleLines {
 public:
  virtual ~ConsoleLines() = default;
  virtual void read_line(std::string_view line, std::uint64_t number, std::uint64_t offset) = 0;
  virtual void finish() = 0;
};
std::unique_ptr<ConsoleLines> console_lines(model::InputId input, Sink& sink);

// What k6 prints on a console and never writes to a log: progress, header, summary.
bool is_console_line(std::string_view line);

}  // namespace loadtriage::formats
