#include "formats/logs/log_export.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/ascii.h"
#include "base/text.h"
#include "formats/lines/plain_line.h"
#include "formats/logs/export_record.h"
#include "formats/logs/log_streams.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kSniffedRecords = 200;
constexpr std::size_t kMostHeld = 400;
constexpr double kMostRecordsDated = 0.7;

// What the head shows.
struct Look {
  std::map<std::string, std::size_t> kinds;
  std::size_t records = 0, known = 0;
  std::string lines;                                        // of all streams
  std::map<std::string, std::string, std::less<>> streams;  // the same by stream
  std::size_t later = 0, earlier = 0;                       // than the record before
};

void append_line(std::string_view text, std::string& to) {
  const std::size_t begin = to.size();
  to.append(text.substr(0, text.starts_with('{') ? text.size() : text.find('\n'))) += '\n';
  std::replace(to.begin() + static_cast<std::ptrdiff_t>(begin), to.end() - 1, '\n', ' ');
}

Look look_at(std::string_view head) {
  Look look;
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || (head[first] != '{' && head[first] != '[')) return look;
  // Many a log line begins with a bracket: `[Nest] 4711 ...`.
  const std::size_t second = head.find_first_not_of(" \t\r\n", first + 1);
  if (head[first] == '[' && second != std::string_view::npos && head[second] != '{' && head[second] != '[')
    return look;
  ExportRecordReader reader;
  std::optional<std::int64_t> last;
  JsonRecords records([&](const JsonRecord& record) {
    if (record.text.empty() || look.records >= kSniffedRecords) return;
    ++look.records;
    const auto read = reader.read(record);
    if (!read) return;
    ++look.known;
    ++look.kinds[std::string(read->store)];
    append_line(read->text, look.lines);
    append_line(read->text, look.streams[std::string(read->stream)]);
    if (last && read->time && read->time->ns != *last) ++(read->time->ns < *last ? look.earlier : look.later);
    if (read->time) last = read->time->ns;
  });
  records.feed(head, 1, 0);
  // A record that the head cuts counts only where it is all there is.
  if (look.records == 0) records.finish();
  return look;
}

// Streams may be called anything: labels, paths, ids.
bool is_a_name(std::string_view stream) {
  constexpr std::size_t kLongest = 64;
  return !stream.empty() && stream.size() <= kLongest &&
         std::all_of(stream.begin(), stream.end(),
                     [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.'; });
}

// One line of the program, with what the store knows of it.
struct Line {
  std::string text;
  std::string stream;
  Wrapped outer;
  model::SourceRef where;
};

// Whether the line begins an event by itself. Among dated lines every one that states no
// time may go on with the one before.
class Beginnings {
 public:
  explicit Beginnings(bool dated) : dated_(dated) {}

  bool begins(std::string_view text) {
    if (text.starts_with('{')) return true;
    if (continues_event(text)) return false;
    if (!dated_) return true;
    arena_.clear();
    const Wrapped wrapped = unwrapper_.unwrap(text.substr(0, text.find('\n')), arena_, times_);
    if (wrapped.time) return true;
    LogLine plain;
    (void)read_plain(wrapped.inner, times_, plain);
    return plain.time.has_value();
  }

 private:
  bool dated_;
  TextArena arena_;
  TimestampReader times_;
  Unwrapper unwrapper_;
};

class ExportReader {
 public:
  ExportReader(std::string_view head, const Catalogue& catalogue, model::InputId input, Sink& sink)
      : look_(look_at(head)),
        whole_(profile_of(look_.lines, catalogue)),
        input_(input),
        sink_(sink),
        streams_(catalogue, whole_, input, sink),
        beginnings_(whole_.dated > kMostRecordsDated) {}

  void take(const JsonRecord& record) {
    const model::SourceRef where{input_, record.line, record.offset};
    const auto read = record.text.empty() ? std::nullopt : reader_.read(record);
    if (!read) {
      ++fates_.lines;
      ++fates_.dropped;
      sink_.on_drop(where,
                    record.text.empty() ? "record that is damaged or too large" : "no record of a log");
      return;
    }
    Wrapped outer;
    outer.time = read->time;
    outer.level = read->level;
    if (is_a_name(read->stream)) outer.service = read->stream;
    LogEvents& events = streams_.of(read->stream, [&] { return sample_of(read->stream); });
    if (look_.earlier <= look_.later) return events.record(read->text, outer, where);
    // Newest first: what goes on waits for the line that it belongs to.
    std::vector<Line>& held = held_of(events);
    if (!beginnings_.begins(read->text) && held.size() < kMostHeld) {
      held.push_back({std::string(read->text), std::string(outer.service), outer, where});
      return;
    }
    events.record(read->text, outer, where);
    release(events, held);
  }

  void finish() {
    for (auto& [events, held] : held_) release(*events, held);
    streams_.finish();
    sink_.on_lines(fates_);
  }

 private:
  std::vector<Line>& held_of(LogEvents& events) {
    for (auto& [known, held] : held_)
      if (known == &events) return held;
    return held_.emplace_back(&events, std::vector<Line>()).second;
  }

  static void release(LogEvents& events, std::vector<Line>& held) {
    for (auto line = held.rbegin(); line != held.rend(); ++line) {
      line->outer.service = line->stream;
      events.record(line->text, line->outer, line->where);
    }
    held.clear();
  }

  std::string sample_of(std::string_view stream) const {
    const auto known = look_.streams.find(stream);
    return known == look_.streams.end() ? std::string() : known->second;
  }

  Look look_;
  LogProfile whole_;
  model::InputId input_;
  Sink& sink_;
  LogStreams streams_;
  ExportRecordReader reader_;
  Beginnings beginnings_;
  std::vector<std::pair<LogEvents*, std::vector<Line>>> held_;  // one a stream, in the order they came
  model::LineFates fates_;
};

}  // namespace

std::string export_kind(std::string_view head) {
  const Look look = look_at(head);
  if (look.known == 0 || look.known * 2 < look.records) return {};
  return std::max_element(look.kinds.begin(), look.kinds.end(),
                          [](const auto& a, const auto& b) { return a.second < b.second; })
      ->first;
}

void read_export(input::Source& source, const Catalogue& catalogue, model::InputId input, Sink& sink) {
  ExportReader reader(source.head(), catalogue, input, sink);
  JsonRecords records([&](const JsonRecord& record) { reader.take(record); });
  input::Block block;
  while (source.next(block)) records.feed(block.text, block.first_line, block.offset);
  records.finish();
  reader.finish();
}

}  // namespace loadtriage::formats
