// From the lines of a log to its events: each with the lines that belong to it.
#pragma once
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/log_parser.h"
#include "formats/log_times.h"
#include "formats/request_join.h"

namespace loadtriage::formats {

class LogEvents {
 public:
  // The profile must outlive it. With `clock`, times are settled there: streams of one
  // file that are read apart still date each other's lines.
  LogEvents(const LogProfile& profile, model::InputId input, Sink& sink, LogTimes* clock = nullptr);

  // One line, without its line feed. It must stay in place until the next call or keep().
  void line(std::string_view line, std::uint64_t number, std::uint64_t offset);
  // A record that was cut out of something else, with what that knows of it. Lines behind
  // its first belong to it. Copies what it keeps.
  void record(std::string_view text, const Wrapped& outer, model::SourceRef where);
  // Call before the memory of the lines goes away.
  void keep();
  void finish();

 private:
  // An event that waits for the lines that belong to it.
  struct Draft {
    TextArena arena;
    LogLine line;
    const LineFormat* format = nullptr;
    model::SourceRef where;
    LogTimes::Settled time;
    bool stated_time = false;
  };

  void take(std::string_view inner, const Wrapped& wrapped, model::SourceRef where);
  void begin(Draft& next, const Wrapped& wrapped, model::SourceRef where);
  void go_on(std::string_view inner);
  bool take_message_line(std::string_view inner, const LogLine& plain);
  bool belongs(std::string_view inner, const LogLine& plain, bool led) const;
  void flush();
  Draft& spare() { return drafts_[current_ ^ 1U]; }
  Draft& current() { return drafts_[current_]; }
  const Draft& current() const { return drafts_[current_]; }

  model::InputId input_;
  Sink& sink_;
  LogLineParser parser_;
  Unwrapper unwrapper_;
  LogTimes own_times_;
  LogTimes& times_;
  RequestJoin requests_;
  model::LineFates fates_;
  Draft drafts_[2];
  unsigned current_ = 0;
  bool pending_ = false;
  bool awaits_message_ = false;  // the format's next line holds the message
  bool in_traceback_ = false;    // Python's: the first line that is not indented ends it
  bool names_itself_ = false;    // the message is that last line
  std::string tail_;             // lines that belong to the event, each behind a line feed
  std::string last_message_;     // of a traceback
  std::string partial_;          // the program's line so far, of wrappers that cut it
  std::string text_;
  std::uint64_t continuation_lines_ = 0;
};

}  // namespace loadtriage::formats
