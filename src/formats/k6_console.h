// What k6 prints to the terminal: header, progress, its own log lines and the
// end-of-test summary, of every k6 from 0.26 to 2.2, mixed as they come.
//
// Also read: colours, what is left of `✓` and `µ` behind a wrong code page, text that
// PowerShell wrapped inside words, prefixes of docker compose and CI services, text
// pasted into Markdown, several runs in one file, and the JSON that a handleSummary
// printed in between.
#pragma once
#include "formats/adapter.h"

namespace loadtriage::formats {

extern const Adapter k6_console;

}  // namespace loadtriage::formats
