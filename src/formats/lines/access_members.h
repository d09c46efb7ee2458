// Requests that come in parts with names: members of a JSON record, fields of a layout.
#pragma once
#include "formats/json/flat.h"
#include "formats/lines/log_line.h"

namespace loadtriage::formats {

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
