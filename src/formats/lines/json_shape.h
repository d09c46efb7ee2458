// What the members of a JSON log record are for: told by their names, once for all records
// that have the same members.
//
// A logger writes the same few shapes again and again, and looking dozens of usual names up
// in each record takes longer than reading it.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "formats/json/flat.h"
#include "formats/lines/access_members.h"

namespace loadtriage::formats {

struct JsonShape {
  // All that decides about the rest.
  struct Member {
    std::string name;
    FlatMember::Kind kind;
    bool null;
  };
  std::vector<Member> members;

  // Positions among the members; kNoMember where there is none.
  std::size_t message = kNoMember, level = kNoMember, logger = kNoMember, writer = kNoMember;
  std::vector<std::size_t> times;   // those that may state the time, the best first
  std::vector<std::size_t> spoken;  // what else belongs to the event's text
  std::vector<std::size_t> stacks;
  AccessMembers access;
  // Members that tell one logger from the other, by their plain names.
  std::size_t plain_level = kNoMember, plain_logger = kNoMember;
  bool has_msg = false, has_message = false, has_time = false, has_ts = false, has_event = false,
       has_timestamp = false, has_pid = false, has_instant = false;
  std::string_view mark;  // the format's name where members of its own give it away

  bool fits(const FlatObject& object) const;
};

class JsonShapes {
 public:
  // Valid until the next call. The last few shapes are remembered.
  const JsonShape& of(const FlatObject& object);

 private:
  static constexpr std::size_t kMost = 64;
  std::vector<JsonShape> shapes_;
  std::size_t last_ = 0, next_ = 0;
};

}  // namespace loadtriage::formats
