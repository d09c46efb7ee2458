#include "formats/logs/log_events.h"

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "formats/lines/levels.h"
#include "formats/lines/plain_line.h"

namespace loadtriage::formats {
namespace {

using model::Level;

constexpr std::size_t kLongestPartial = std::size_t{1} << 20;
constexpr double kMostlyDated = 0.25;

std::string_view trim_end(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
}

}  // namespace

LogEvents::LogEvents(const LogProfile& profile, model::InputId input, Sink& sink, LogTimes* clock)
    : input_(input),
      sink_(&sink),
      parser_(profile),
      own_times_(profile.absolute, profile.dated > kMostlyDated),
      times_(clock == nullptr ? own_times_ : *clock) {}

void LogEvents::line(std::string_view line, std::uint64_t number, std::uint64_t offset) {
  ++fates_.lines;
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  EventDraft& next = spare();
  next.clear();
  const std::string_view bare = without_escapes(line, next.arena);
  if (trim(bare).empty()) {
    ++fates_.blank;
    return;
  }
  parser_.times().begin_line(bare);
  Wrapped wrapped = unwrapper_.unwrap(bare, next.arena, parser_.times());
  const bool joined = !partial_.empty() || wrapped.partial;
  if (joined) {
    if (partial_.size() < kLongestPartial) partial_ += wrapped.inner;
    if (wrapped.partial) {
      ++fates_.continuations;
      return;
    }
    wrapped.inner = next.arena.store(partial_);
    partial_.clear();
  }
  while (!wrapped.inner.empty() && wrapped.inner.back() == ' ') wrapped.inner.remove_suffix(1);
  if (wrapped.inner.empty()) {
    ++fates_.blank;
    return;
  }
  take(wrapped.inner, wrapped, {input_, number, offset}, joined);
}

void LogEvents::record(std::string_view text, const Wrapped& outer, model::SourceRef where) {
  EventDraft& next = spare();
  next.clear();
  // A JSON record is one line, however it is printed.
  const std::size_t end = text.starts_with('{') ? text.size() : std::min(text.find('\n'), text.size());
  ++fates_.lines;
  const std::string_view bare = trim_end(without_escapes(next.arena.store(text.substr(0, end)), next.arena));
  if (bare.empty()) {
    ++fates_.blank;
  } else {
    parser_.times().begin_line(bare);
    Wrapped wrapped = unwrapper_.unwrap(bare, next.arena, parser_.times());
    if (!wrapped.time) wrapped.time = outer.time;
    if (wrapped.service.empty()) wrapped.service = next.arena.store(outer.service);
    if (wrapped.level == Level::unknown) wrapped.level = outer.level;
    take(wrapped.inner, wrapped, where, false);
  }
  for (std::string_view rest = text.substr(std::min(end + 1, text.size())); !rest.empty();) {
    const std::size_t feed = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim_end(rest.substr(0, feed));
    ++fates_.lines;
    if (line.empty() || !pending_)
      ++fates_.blank;
    else
      go_on(without_escapes(line, current().arena), where);
    rest.remove_prefix(std::min(feed + 1, rest.size()));
  }
}

void LogEvents::take(std::string_view inner, const Wrapped& wrapped, model::SourceRef where, bool joined) {
  if (resuming_.seeking()) {
    if (!joined) seek(inner, wrapped, where);
    return;
  }
  EventDraft& next = spare();
  std::string_view level_word;
  if (!(pending_ && is_indented(inner)) &&
      parser_.parse(inner, next.arena, next.line, next.format, level_word)) {
    if (pending_ && next.format != nullptr && next.format == current().format &&
        next.format->adds_to_event(level_word))
      return go_on(inner, where);
    if (grouping_.awaits_message() && grouping_.take_message_line(current(), inner, next.line))
      return go_on(inner, where);
    return begin(next, wrapped, where);
  }
  next.format = nullptr;
  const bool led = !continues_event(inner) && read_plain(inner, parser_.times(), next.line);
  if (next.line.kind.empty()) {
    next.line.kind = "plain-log";
    next.line.text = next.line.message = inner;
  }
  if (grouping_.awaits_message() && grouping_.take_message_line(current(), inner, next.line))
    return go_on(inner, where);
  if (pending_ && grouping_.belongs(current(), inner, next.line, led)) return go_on(inner, where);
  begin(next, wrapped, where);
}

// Begins with a line that states a time and is neither indented nor one of those that
// some format adds to the event before.
void LogEvents::seek(std::string_view inner, const Wrapped& wrapped, model::SourceRef where) {
  if (is_indented(inner)) return;
  EventDraft& next = spare();
  std::string_view level_word;
  if (parser_.parse(inner, next.arena, next.line, next.format, level_word)) {
    if (!next.line.time && !wrapped.time) return;
    if (next.format != nullptr && next.format->adds_to_event(level_word)) return;
  } else {
    next.format = nullptr;
    const bool led = !continues_event(inner) && read_plain(inner, parser_.times(), next.line);
    if (!led || !next.line.time || parser_.may_continue(inner)) return;
  }
  resuming_.found(where);
  fates_ = {};
  fates_.lines = 1;
  begin(next, wrapped, where);
}

void LogEvents::begin_in_the_middle(const LogTimes& guess) {
  resuming_.begin_in_the_middle();
  times_.begin_after(guess);
}

bool LogEvents::follows(LogEvents& before) const {
  if (!began_at() || resuming_.lost_answers()) return false;
  if (!before.partial_.empty() || before.grouping_.awaits_message()) return false;
  before.flush();
  return times_.follows(before.times_);
}

void LogEvents::succeed(LogEvents& before) {
  const auto answer = [&](EventDraft& draft) {
    before.requests_.complete(draft.line, draft.arena, draft.requests);
    draft.answers_unseen = false;
  };
  for (EventDraft& draft : resuming_.end()) {
    answer(draft);
    before.emit(draft);
  }
  if (pending_ && current().answers_unseen) answer(current());
  requests_.succeed(std::move(before.requests_));
  fates_.lines += before.fates_.lines;
  fates_.events += before.fates_.events;
  fates_.continuations += before.fates_.continuations;
  fates_.blank += before.fates_.blank;
  times_.succeed(before.times_);
  sink_ = before.sink_;
}

void LogEvents::begin(EventDraft& next, const Wrapped& wrapped, model::SourceRef where) {
  flush();
  current_ ^= 1U;
  pending_ = true;
  ++fates_.events;
  next.where = where;
  LogLine& line = next.line;
  if (!wrapped.service.empty()) line.also_writer = std::exchange(line.writer, wrapped.service);
  if (wrapped.time && !(line.time && line.time->dated && line.time->zone_stated)) line.time = wrapped.time;
  if (line.level == Level::unknown && !line.access) line.level = level_of_words(line.message);
  if (line.level == Level::unknown && wrapped.level != Level::info) line.level = wrapped.level;
  next.answers_unseen = line.whole && !requests_.see(line, next.arena) && resuming_.in_the_middle();
  next.requests = requests_.requests();
  next.stated_time = line.time.has_value();
  next.time = times_.settle(line.time, line.uptime_s);
  grouping_.begin(next);
}

void LogEvents::go_on(std::string_view inner, model::SourceRef where) {
  ++fates_.continuations;
  grouping_.add(current(), inner, where);
}

void LogEvents::flush() {
  if (!pending_) return;
  pending_ = false;
  grouping_.end(current());
  if (!resuming_.wait(current())) emit(current());
}

void LogEvents::emit(EventDraft& draft) {
  model::LogEvent event;
  event.where = draft.where;
  event.time_ns = draft.time.time_ns;
  event.since_start_s = draft.time.since_start_s;
  event.zone_stated = draft.time.zone_stated;
  event.level = draft.line.level;
  event.writer = draft.line.writer;
  event.also_writer = draft.line.also_writer;
  event.format = draft.line.kind;
  event.message = draft.line.message;
  event.text = draft.line.text;
  event.further = draft.further;
  event.fields.swap(draft.line.fields);
  event.access = draft.line.access;
  sink_->on_event(event);
  event.fields.swap(draft.line.fields);
}

void LogEvents::keep() {
  if (pending_) current().keep();
}

void LogEvents::finish() {
  flush();
  sink_->on_lines(fates_);
}

}  // namespace loadtriage::formats
