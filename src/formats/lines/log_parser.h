// Which formats an input is made of, and the reading of its single lines.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/lines/access_line.h"
#include "formats/lines/json_log.h"
#include "formats/lines/line_format.h"
#include "formats/lines/log_line.h"
#include "formats/lines/log_wrapper.h"

namespace loadtriage::formats {

// What the head of an input shows.
struct LogProfile {
  std::vector<const LineFormat*> formats;  // that fit some line, best first
  bool has_logfmt = false;
  bool access_first = false;  // most lines are of a plain access log
  BareNumber bare = BareNumber::unknown;
  std::string kind;
  double sureness = 0;
  double dated = 0;       // share of lines that state a time of their own
  bool absolute = false;  // some state a day
  bool few_like_a_log = false;
  bool prose = false;  // written for people: no log
};
LogProfile profile_of(std::string_view head, const Catalogue& catalogue);

// Takes colours out; borrows from the line or the arena.
std::string_view without_escapes(std::string_view line, TextArena& arena);

class LogLineParser {
 public:
  explicit LogLineParser(const LogProfile& profile) : profile_(profile) {}

  // Reads a line that has neither wrapper nor colours. `format` is the declared one
  // that it fits, if any; false when it has none of the input's shapes.
  bool parse(std::string_view line, TextArena& arena, LogLine& read, const LineFormat*& format,
             std::string_view& level_word);

  // Whether a format of the input might take the line as one of the event before.
  bool may_continue(std::string_view line) const;

  TimestampReader& times() { return times_; }

 private:
  bool parse_declared(std::string_view line, LogLine& read, const LineFormat*& format,
                      std::string_view& level_word);

  const LogProfile& profile_;
  TimestampReader times_;
  JsonLogParser json_;
  Layout::Match match_;
};

// What a declared format gave, as a line.
void take_match(std::string_view line, const LineFormat& format, const Layout::Match& match,
                TimestampReader& times, LogLine& read);

}  // namespace loadtriage::formats
