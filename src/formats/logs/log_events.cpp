#include "formats/logs/log_events.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "formats/lines/levels.h"
#include "formats/lines/plain_line.h"

namespace loadtriage::formats {
namespace {

using model::Level;

// A runaway trace tells no more behind this.
constexpr std::size_t kLongestTail = std::size_t{64} << 10;
constexpr std::size_t kLongestPartial = std::size_t{1} << 20;
constexpr double kMostlyDated = 0.25;

std::string_view trim_end(std::string_view line) {
  return line.substr(0, line.find_last_not_of(" \t\r\n") + 1);
}

bool is_indented(std::string_view line) {
  return !line.empty() && (line.front() == ' ' || line.front() == '\t');
}

// Openings that are never part of what another line began.
bool opens_by_itself(std::string_view line) {
  constexpr std::array<std::string_view, 12> kOpenings = {
      "panic: ",   "fatal error: ",      "FATAL ERROR: ",     "(node:",
      "Unhandled", "Uncaught ",          "npm ERR!",          "Exception in thread ",
      "thread '",  "Segmentation fault", "<--- Last few GCs", "runtime: "};
  return std::any_of(kOpenings.begin(), kOpenings.end(),
                     [&](std::string_view o) { return line.starts_with(o); });
}

// Dumps of Go and Rust have frames that are not indented.
bool is_dump(std::string_view head) {
  return head.starts_with("panic: ") || head.starts_with("fatal error: ") || head.starts_with("runtime: ") ||
         head.starts_with("goroutine ") || head.starts_with("FATAL ERROR: ") || head.starts_with("<---") ||
         head.starts_with("thread '");
}

void keep_views(LogLine& line, TextArena& arena) {
  const bool same = line.message.data() == line.text.data() && line.message.size() == line.text.size();
  line.text = arena.store(line.text);
  line.message = same ? line.text : arena.store(line.message);
  for (auto& [name, value] : line.fields) {
    name = arena.store(name);
    value = arena.store(value);
  }
  if (!line.access) return;
  line.access->method = arena.store(line.access->method);
  line.access->path = arena.store(line.access->path);
  line.access->flags = arena.store(line.access->flags);
  line.access->user_agent = arena.store(line.access->user_agent);
  if (line.access->upstream) line.access->upstream = arena.store(*line.access->upstream);
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
  Draft& next = spare();
  next.arena.clear();
  next.line.clear();
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
  Draft& next = spare();
  next.arena.clear();
  next.line.clear();
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
      go_on(without_escapes(line, current().arena));
    rest.remove_prefix(std::min(feed + 1, rest.size()));
  }
}

void LogEvents::take(std::string_view inner, const Wrapped& wrapped, model::SourceRef where, bool joined) {
  if (seeking_) {
    if (!joined) seek(inner, wrapped, where);
    return;
  }
  Draft& next = spare();
  std::string_view level_word;
  if (!(pending_ && is_indented(inner)) &&
      parser_.parse(inner, next.arena, next.line, next.format, level_word)) {
    if (pending_ && next.format != nullptr && next.format == current().format &&
        next.format->adds_to_event(level_word))
      return go_on(inner);
    if (awaits_message_ && take_message_line(inner, next.line)) return go_on(inner);
    return begin(next, wrapped, where);
  }
  next.format = nullptr;
  const bool led = !continues_event(inner) && read_plain(inner, parser_.times(), next.line);
  if (next.line.kind.empty()) {
    next.line.kind = "plain-log";
    next.line.text = next.line.message = inner;
  }
  if (awaits_message_ && take_message_line(inner, next.line)) return go_on(inner);
  if (pending_ && belongs(inner, next.line, led)) return go_on(inner);
  begin(next, wrapped, where);
}

// Begins with a line that states a time and is neither indented nor one of those that
// some format adds to the event before.
void LogEvents::seek(std::string_view inner, const Wrapped& wrapped, model::SourceRef where) {
  if (is_indented(inner)) return;
  Draft& next = spare();
  std::string_view level_word;
  if (parser_.parse(inner, next.arena, next.line, next.format, level_word)) {
    if (!next.line.time && !wrapped.time) return;
    if (next.format != nullptr && next.format->adds_to_event(level_word)) return;
  } else {
    next.format = nullptr;
    const bool led = !continues_event(inner) && read_plain(inner, parser_.times(), next.line);
    if (!led || !next.line.time || parser_.may_continue(inner)) return;
  }
  seeking_ = false;
  began_at_ = where;
  fates_ = {};
  fates_.lines = 1;
  begin(next, wrapped, where);
}

void LogEvents::begin_in_the_middle(const LogTimes& guess) {
  seeking_ = in_the_middle_ = true;
  times_.begin_after(guess);
}

bool LogEvents::follows(LogEvents& before) const {
  if (!began_at_ || too_many_unanswered_ || !before.partial_.empty() || before.awaits_message_) return false;
  before.flush();
  return times_.follows(before.times_);
}

void LogEvents::succeed(LogEvents& before) {
  const auto answer = [&](Draft& draft) {
    before.requests_.complete(draft.line, draft.arena, draft.requests);
    draft.answers_unseen = false;
  };
  for (Draft& draft : unanswered_) {
    answer(draft);
    before.emit(draft);
  }
  unanswered_.clear();
  if (pending_ && current().answers_unseen) answer(current());
  requests_.succeed(std::move(before.requests_));
  fates_.lines += before.fates_.lines;
  fates_.events += before.fates_.events;
  fates_.continuations += before.fates_.continuations;
  fates_.blank += before.fates_.blank;
  times_.succeed(before.times_);
  sink_ = before.sink_;
  in_the_middle_ = false;
}

// The line behind a head that has no message of its own.
bool LogEvents::take_message_line(std::string_view inner, const LogLine& plain) {
  awaits_message_ = false;
  if (plain.time) return false;
  Draft& draft = current();
  if (draft.line.level == Level::unknown) draft.line.level = plain.level;
  const std::size_t colon = plain.level == Level::unknown ? std::string_view::npos : inner.find(": ");
  draft.line.message = draft.arena.store(colon < 12 ? inner.substr(colon + 2) : inner);
  return true;
}

bool LogEvents::belongs(std::string_view inner, const LogLine& plain, bool led) const {
  const Draft& draft = current();
  if (draft.format != nullptr && draft.format->continues(inner)) return true;
  if (plain.time || plain.uptime_s) return false;
  if (continues_event(inner)) return true;
  if (in_traceback_) return true;
  if (inner.starts_with("Traceback (most recent"))
    return !draft.line.whole && tail_.empty() &&
           (draft.line.level == Level::unknown || draft.line.level >= Level::warning);
  if (opens_by_itself(inner)) return false;
  const bool undated = !draft.stated_time && draft.format == nullptr;
  if (draft.line.whole) return false;
  if (undated) return !led && is_dump(draft.line.text) && continuation_lines_ < 4000;
  const bool starter = plain.level != Level::unknown;
  if (starter && led && level_of_words(inner) == Level::unknown) return false;  // "INFO: ..."
  const bool long_already = continuation_lines_ > 0 && !starter;
  return draft.line.level >= Level::error || long_already ||
         (draft.stated_time && (starter || draft.line.message.ends_with(':')));
}

void LogEvents::begin(Draft& next, const Wrapped& wrapped, model::SourceRef where) {
  flush();
  current_ ^= 1U;
  pending_ = true;
  ++fates_.events;
  next.where = where;
  LogLine& line = next.line;
  if (wrapped.time && !(line.time && line.time->dated && line.time->zone_stated)) line.time = wrapped.time;
  if (line.level == Level::unknown && !line.access) line.level = level_of_words(line.message);
  if (line.level == Level::unknown && wrapped.level != Level::info) line.level = wrapped.level;
  next.answers_unseen = line.whole && !requests_.see(line, next.arena) && in_the_middle_;
  next.requests = requests_.requests();
  next.stated_time = line.time.has_value();
  next.time = times_.settle(line.time, line.uptime_s);
  awaits_message_ = next.format != nullptr && next.format->spec().message_follows &&
                    line.message.size() == line.text.size();
  in_traceback_ = contains(line.message, "Traceback (most recent call last)");
  names_itself_ = line.message.starts_with("Traceback (most");
}

void LogEvents::go_on(std::string_view inner) {
  ++fates_.continuations;
  ++continuation_lines_;
  if (tail_.size() + inner.size() < kLongestTail) (tail_ += '\n') += inner;
  Level& level = current().line.level;
  if (level == Level::unknown) level = level_of_words(inner);  // "server.js:5", then "Error: ..."
  if (inner.starts_with("Traceback (most recent call last)")) {
    in_traceback_ = true;
  } else if (in_traceback_ && !is_indented(inner)) {
    in_traceback_ = false;
    if (names_itself_) last_message_ = inner;
  }
}

void LogEvents::flush() {
  if (!pending_) return;
  pending_ = false;
  Draft& draft = current();
  if (!last_message_.empty()) draft.line.message = last_message_;
  if (!tail_.empty()) {
    text_.assign(draft.line.text);
    text_ += tail_;
    draft.line.text = text_;
  }
  if (draft.answers_unseen && unanswered_.size() < RequestJoin::kMostOpen) {
    keep_views(draft.line, draft.arena);
    unanswered_.push_back(std::exchange(draft, Draft{}));
  } else {
    too_many_unanswered_ = too_many_unanswered_ || draft.answers_unseen;
    emit(draft);
  }
  tail_.clear();
  last_message_.clear();
  continuation_lines_ = 0;
  in_traceback_ = names_itself_ = awaits_message_ = false;
}

void LogEvents::emit(Draft& draft) {
  model::LogEvent event;
  event.where = draft.where;
  event.time_ns = draft.time.time_ns;
  event.since_start_s = draft.time.since_start_s;
  event.zone_stated = draft.time.zone_stated;
  event.level = draft.line.level;
  event.message = draft.line.message;
  event.text = draft.line.text;
  event.fields.swap(draft.line.fields);
  event.access = draft.line.access;
  sink_->on_event(event);
  event.fields.swap(draft.line.fields);
}

void LogEvents::keep() {
  if (pending_) keep_views(current().line, current().arena);
}

void LogEvents::finish() {
  flush();
  sink_->on_lines(fates_);
}

}  // namespace loadtriage::formats
