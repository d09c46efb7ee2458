#include "formats/logs/grouping.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "formats/lines/levels.h"
#include "formats/lines/plain_line.h"

namespace loadtriage::formats {
namespace {

using model::Level;

// A runaway trace tells no more behind this.
constexpr std::size_t kLongestTail = std::size_t{64} << 10;

// Openings that are never part of what another line began.
bool opens_by_itself(std::string_view line) {
  constexpr std::array<std::string_view, 12> kDumps = {
      "panic: ",   "fatal error: ",      "FATAL ERROR: ",     "(node:",
      "Unhandled", "Uncaught ",          "npm ERR!",          "Exception in thread ",
      "thread '",  "Segmentation fault", "<--- Last few GCs", "runtime: "};
  return std::any_of(kDumps.begin(), kDumps.end(), [&](std::string_view o) { return line.starts_with(o); });
}

// Dumps of Go and Rust have frames that are not indented.
bool is_dump(std::string_view head) {
  return head.starts_with("panic: ") || head.starts_with("fatal error: ") || head.starts_with("runtime: ") ||
         head.starts_with("goroutine ") || head.starts_with("FATAL ERROR: ") || head.starts_with("<---") ||
         head.starts_with("thread '");
}

}  // namespace

bool is_indented(std::string_view line) {
  return !line.empty() && (line.front() == ' ' || line.front() == '\t');
}

void Grouping::begin(const EventDraft& draft) {
  tail_.clear();
  last_message_.clear();
  lines_ = 0;
  const LogLine& line = draft.line;
  awaits_message_ = draft.format != nullptr && draft.format->spec().message_follows &&
                    line.message.size() == line.text.size();
  in_traceback_ = contains(line.message, "Traceback (most recent call last)");
  names_itself_ = line.message.starts_with("Traceback (most");
}

bool Grouping::belongs(const EventDraft& draft, std::string_view inner, const LogLine& plain,
                       bool led) const {
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
  if (undated) return !led && is_dump(draft.line.text) && lines_ < 4000;
  const bool starter = plain.level != Level::unknown;
  if (starter && led && level_of_words(inner) == Level::unknown) return false;  // "INFO: ..."
  const bool long_already = lines_ > 0 && !starter;
  return draft.line.level >= Level::error || long_already ||
         (draft.stated_time && (starter || draft.line.message.ends_with(':')));
}

// The line behind a head that has no message of its own.
bool Grouping::take_message_line(EventDraft& draft, std::string_view inner, const LogLine& plain) {
  awaits_message_ = false;
  if (plain.time) return false;
  if (draft.line.level == Level::unknown) draft.line.level = plain.level;
  const std::size_t colon = plain.level == Level::unknown ? std::string_view::npos : inner.find(": ");
  draft.line.message = draft.arena.store(colon < 12 ? inner.substr(colon + 2) : inner);
  return true;
}

void Grouping::add(EventDraft& draft, std::string_view inner, model::SourceRef where) {
  ++lines_;
  if (tail_.size() + inner.size() < kLongestTail) {
    tail_ += '\n';
    draft.further.push_back({draft.line.text.size() + tail_.size(), where});
    tail_ += inner;
  }
  Level& level = draft.line.level;
  if (level == Level::unknown) level = level_of_words(inner);  // "server.js:5", then "Error: ..."
  if (inner.starts_with("Traceback (most recent call last)")) {
    in_traceback_ = true;
  } else if (in_traceback_ && !is_indented(inner)) {
    in_traceback_ = false;
    if (names_itself_) last_message_ = inner;
  }
}

void Grouping::end(EventDraft& draft) {
  if (!last_message_.empty()) draft.line.message = last_message_;
  if (!tail_.empty()) {
    text_.assign(draft.line.text);
    text_ += tail_;
    draft.line.text = text_;
  }
  in_traceback_ = names_itself_ = awaits_message_ = false;
}

}  // namespace loadtriage::formats
