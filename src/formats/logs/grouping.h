// Which lines of a log belong to the event before them: stack traces, frames, the rest of
// a dump, messages that stand on a line of their own.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "formats/logs/event_draft.h"

namespace loadtriage::formats {

bool is_indented(std::string_view line);

// Sees the lines of one event after the other; the event itself is with the caller.
class Grouping {
 public:
  // The event begins with the line in `draft`.
  void begin(const EventDraft& draft);

  // Whether `inner`, which no format knows, belongs to the event. `plain` is what free text
  // says in it; `led`: it begins as lines of logs do.
  bool belongs(const EventDraft& draft, std::string_view inner, const LogLine& plain, bool led) const;

  // Whether the format says that the message stands on the next line.
  bool awaits_message() const { return awaits_message_; }
  // That line; false when it is none.
  bool take_message_line(EventDraft& draft, std::string_view inner, const LogLine& plain);

  // Takes a line that belongs to the event.
  void add(EventDraft& draft, std::string_view inner, model::SourceRef where);

  // The event has all its lines: completes its text and message. Both are valid until
  // begin().
  void end(EventDraft& draft);

 private:
  bool awaits_message_ = false;
  bool in_traceback_ = false;  // Python's: the first line that is not indented ends it
  bool names_itself_ = false;  // the message is that last line
  std::string tail_;           // lines that belong to the event, each behind a line feed
  std::string last_message_;   // of a traceback
  std::string text_;
  std::uint64_t lines_ = 0;  // that belong to it
};

}  // namespace loadtriage::formats
