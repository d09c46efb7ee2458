#include "formats/log_export.h"

#include <algorithm>
#include <map>
#include <utility>
#include <vector>

#include "base/text.h"
#include "formats/export_record.h"
#include "formats/log_streams.h"
#include "formats/plain_line.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kSniffedRecords = 200;
constexpr std::size_t kMostHeld = 400;

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
    if (last && read->time) ++(read->time->ns < *last ? look.earlier : look.later);
    if (read->time) last = read->time->ns;
  });
  records.feed(head, 1, 0);
  // A record that the head cuts counts only where it is all there is.
  if (look.records == 0) records.finish();
  return look;
}

// Joins lines that belong to an event where the lines come last to first.
class Backwards {
 public:
  // Keeps a line that goes on; otherwise the line with those that belong to it.
  bool take(std::string_view stream, std::string_view& text) {
    auto& held = held_[std::string(stream)];
    if (continues_event(text) && held.size() < kMostHeld) {
      held.emplace_back(text);
      return false;
    }
    if (held.empty()) return true;
    joined_.assign(text);
    for (auto line = held.rbegin(); line != held.rend(); ++line) (joined_ += '\n') += *line;
    held.clear();
    text = joined_;
    return true;
  }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> held_;
  std::string joined_;
};

class Reader {
 public:
  Reader(std::string_view head, const Catalogue& catalogue, model::InputId input, Sink& sink)
      : look_(look_at(head)),
        whole_(profile_of(look_.lines, catalogue)),
        input_(input),
        sink_(sink),
        streams_(catalogue, whole_, input, sink) {}

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
    std::string_view text = read->text;
    if (look_.earlier > look_.later && !backwards_.take(read->stream, text)) return;
    Wrapped outer;
    outer.time = read->time;
    outer.level = read->level;
    streams_.of(read->stream, [&] { return sample_of(read->stream); }).record(text, outer, where);
  }

  void finish() {
    streams_.finish();
    sink_.on_lines(fates_);
  }

 private:
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
  Backwards backwards_;
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
  Reader reader(source.head(), catalogue, input, sink);
  JsonRecords records([&](const JsonRecord& record) { reader.take(record); });
  input::Block block;
  while (source.next(block)) records.feed(block.text, block.first_line, block.offset);
  records.finish();
  reader.finish();
}

}  // namespace loadtriage::formats
