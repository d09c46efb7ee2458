// From the lines of a log to its events: each with the lines that belong to it.
//
// A reader may begin in the middle, in a block of its own: it leaves lines out until one
// that begins an event whatever came before. When the reader of what lies in front has got
// there, follows() says whether the guesses made meanwhile were right, and succeed() puts
// the two together as if one had read all.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"
#include "formats/lines/log_parser.h"
#include "formats/logs/event_draft.h"
#include "formats/logs/grouping.h"
#include "formats/logs/log_times.h"
#include "formats/logs/request_join.h"
#include "formats/logs/resuming.h"

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

  // Before the first line: leaves lines out until one surely begins an event, and supposes
  // that the times in front of it end as `guess` does.
  void begin_in_the_middle(const LogTimes& guess);
  // The line it began with; nothing as long as it left all lines out.
  const std::optional<model::SourceRef>& began_at() const { return resuming_.began_at(); }
  // Whether it read what it would have, had it read what `before` did, which has read all in
  // front of began_at(). Ends the last event of `before`, as that line does.
  bool follows(LogEvents& before) const;
  // Goes on where both end, into the sink of `before`. Only when it follows.
  void succeed(LogEvents& before);
  const LogTimes& times() const { return times_; }

 private:
  // `joined`: the line was put together from those that a wrapper cut.
  void take(std::string_view inner, const Wrapped& wrapped, model::SourceRef where, bool joined);
  void seek(std::string_view inner, const Wrapped& wrapped, model::SourceRef where);
  void begin(EventDraft& next, const Wrapped& wrapped, model::SourceRef where);
  void go_on(std::string_view inner, model::SourceRef where);
  void flush();
  void emit(EventDraft& draft);
  EventDraft& spare() { return drafts_[current_ ^ 1U]; }
  EventDraft& current() { return drafts_[current_]; }
  const EventDraft& current() const { return drafts_[current_]; }

  model::InputId input_;
  Sink* sink_;
  LogLineParser parser_;
  Unwrapper unwrapper_;
  LogTimes own_times_;
  LogTimes& times_;
  RequestJoin requests_;
  model::LineFates fates_;
  EventDraft drafts_[2];
  unsigned current_ = 0;
  bool pending_ = false;
  Grouping grouping_;
  Resuming resuming_;
  std::string partial_;  // the program's line so far, of wrappers that cut it
};

}  // namespace loadtriage::formats
