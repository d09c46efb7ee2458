// Request lines: of access logs in all their layouts, and of applications that write one
// for each request.
#pragma once
#include <optional>
#include <string_view>
#include <utility>

#include "formats/lines/layout.h"
#include "formats/lines/log_line.h"

namespace loadtriage::formats {

// What a bare number behind the request counts; settled once for an input.
enum class BareNumber { unknown, milliseconds, microseconds };

// Finds `"GET /path HTTP/1.1" 200 ...` or `GET /path 200 12ms` in the line and what stands
// behind it: bytes, user agent, times, the upstream and its status. Fills `access`, and
// `time` where the line states one in brackets before the request.
bool read_access_text(std::string_view line, BareNumber bare, TimestampReader& times, LogLine& read);

// The bare number at the end of a line of an access log, for settling the above.
std::optional<double> bare_number_of(std::string_view line);

}  // namespace loadtriage::formats
