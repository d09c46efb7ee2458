// Request lines: of access logs in all their layouts, and of applications that write one
// for each request.
#pragma once
#include <optional>
#include <string_view>
#include <utility>

#include "formats/json/flat.h"
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

// The members that say a request was answered, under any logger's names: where they stand
// in an object, or kNoMember.
struct AccessMembers {
  std::size_t status = kNoMember, method = kNoMember, path = kNoMember, duration = kNoMember,
              request = kNoMember, upstream = kNoMember, upstream_status = kNoMember, flags = kNoMember,
              user_agent = kNoMember, bytes = kNoMember, ts = kNoMember;
};
AccessMembers access_members_of(const FlatObject& object);
void read_access_members(const FlatObject& object, const AccessMembers& members, LogLine& read);

// Request, status and times that a declared layout named: `request`, `method`, `path`,
// `status`, `duration_ms`, `duration_s`, `duration_us`, `bytes`, `upstream`, `upstream_status`, `flags`,
// `user_agent`.
void read_access_fields(LogLine& read);

}  // namespace loadtriage::formats
