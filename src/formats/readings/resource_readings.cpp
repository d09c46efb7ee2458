#include "formats/readings/resource_readings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

#include "base/text.h"
#include "formats/deaf_sink.h"
#include "formats/json/flat.h"
#include "formats/lines/log_parser.h"
#include "formats/readings/resource_table.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kSniffedReadings = 80;

// Lines that stand around the tables and say nothing of their own.
bool is_furniture(std::string_view line) {
  constexpr std::array<std::string_view, 11> kBeginnings = {
      "procs -", "Linux ",  "Average:", "Tasks:",   "Threads:", "MiB Mem",
      "KiB Mem", "GiB Mem", "MiB Swap", "KiB Swap", "GiB Swap"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view begin) { return line.starts_with(begin); });
}

// The counters of cpu.stat, of both versions of control groups.
struct Counters {
  double periods = 0, throttled = 0, throttled_ms = 0;
  std::optional<Stamp> time;
  model::SourceRef where;
};

bool is_k6(std::string_view subject) {
  return subject == "k6" || subject.starts_with("k6-") || subject.starts_with("k6_") ||
         subject.find("-k6-") != std::string_view::npos || subject.find("_k6_") != std::string_view::npos;
}

class ReadingsReader {
 public:
  ReadingsReader(model::InputId input, Sink& sink) : input_(input), sink_(sink) {}

  enum class Line { blank, around, reading, unknown };

  Line read(std::string_view raw, std::uint64_t number, std::uint64_t offset) {
    arena_.clear();
    const std::string_view line = trim(without_escapes(raw, arena_));
    where_ = {input_, number, offset};
    if (line.empty()) return Line::blank;
    if (read_counter(line)) return Line::around;
    end_counters();
    if (line.starts_with('{')) return read_json(line);
    if (line.starts_with("%Cpu(s):")) return take(std::string(line), {}, {});
    if (line.starts_with("top - ")) return clock_ = times_.read(line.substr(6)), Line::around;
    if (table_.take_header(line, times_) || is_furniture(line)) return Line::around;
    if (const auto row = table_.read_row(line, times_)) return take(row->text, row->subject, row->time);
    if (const auto stamp = times_.read(line); stamp && stamp->length == line.size())
      return clock_ = stamp, Line::around;
    return Line::unknown;
  }

  void line(std::string_view text, std::uint64_t number, std::uint64_t offset) {
    ++fates_.lines;
    switch (read(text, number, offset)) {
      case Line::blank:
        ++fates_.blank;
        break;
      case Line::around:
        ++fates_.continuations;
        break;
      case Line::reading:
        ++fates_.samples;
        break;
      case Line::unknown:
        ++fates_.dropped;
        sink_.on_drop(where_, "no row of a known table");
    }
  }

  void finish() {
    end_counters();
    // One snapshot: all that is known is that there was throttling at some time.
    if (counters_seen_ == 1 && last_.throttled > 0) emit(absolute(last_), {}, last_.time, last_.where);
    sink_.on_lines(fates_);
  }

 private:
  static std::string absolute(const Counters& counters) {
    return "cpu.stat nr_throttled=" + std::to_string(std::llround(counters.throttled));
  }

  // "nr_throttled 104"; the lines of one snapshot stand together.
  bool read_counter(std::string_view line) {
    const std::size_t space = line.find(' ');
    if (space == std::string_view::npos) return false;
    const std::string_view name = line.substr(0, space);
    constexpr std::array<std::string_view, 11> kNames = {
        "usage_usec",    "user_usec",    "system_usec", "nice_usec",  "core_sched.force_idle_usec",
        "nr_periods",    "nr_throttled", "nr_bursts",   "burst_usec", "throttled_usec",
        "throttled_time"};
    if (std::find(kNames.begin(), kNames.end(), name) == kNames.end() && name != "burst_time") return false;
    const auto value = decimal(trim(line.substr(space)));
    if (!value) return false;
    if (!open_) {
      now_ = {};
      now_.time = clock_;
      now_.where = where_;
      open_ = true;
    }
    if (name == "nr_periods") now_.periods = *value;
    if (name == "nr_throttled") now_.throttled = *value;
    if (name == "throttled_usec") now_.throttled_ms = *value / 1e3;
    if (name == "throttled_time") now_.throttled_ms = *value / 1e6;
    return true;
  }

  void end_counters() {
    if (!open_) return;
    open_ = false;
    const double periods = now_.periods - last_.periods, throttled = now_.throttled - last_.throttled;
    // Counters that went down are those of another group.
    if (counters_seen_ > 0 && periods > 0 && throttled > 0)
      emit(absolute(now_) + " throttled_pct=" + std::to_string(std::llround(100 * throttled / periods)) +
               " throttled_ms=" + std::to_string(std::llround(now_.throttled_ms - last_.throttled_ms)),
           {}, now_.time, now_.where);
    last_ = now_;
    ++counters_seen_;
  }

  // docker stats --format json
  Line read_json(std::string_view line) {
    if (!read_flat(line, arena_, object_) || object_.find("CPUPerc") == nullptr) return Line::unknown;
    const std::string header = "NAME  CPU %  MEM USAGE / LIMIT  MEM %";
    ResourceTable table;
    table.take_header(header, times_);
    std::string row(object_.text("Name"));
    for (const std::string_view name : {"CPUPerc", "MemUsage", "MemPerc"})
      (row += "  ") += object_.text(name);
    const auto read = table.read_row(row, times_);
    return read ? take(read->text, read->subject, read->time) : Line::unknown;
  }

  Line take(std::string text, std::string_view subject, const std::optional<Stamp>& time) {
    emit(std::move(text), subject, time ? time : clock_, where_);
    return Line::reading;
  }

  void emit(std::string text, std::string_view subject, const std::optional<Stamp>& time,
            model::SourceRef where) {
    model::LogEvent event;
    event.reading = true;
    event.where = where;
    event.speaker = is_k6(subject) ? model::Speaker::k6 : model::Speaker::backend;
    event.message = event.text = text;
    // Tools that list processes name too many who have no part in the test.
    if (text.starts_with("docker") || text.starts_with("kubectl")) event.writer = subject;
    if (time) {
      event.time_ns = time->ns;
      event.zone_stated = time->zone_stated;
    }
    sink_.on_event(event);
  }

  model::InputId input_;
  Sink& sink_;
  model::LineFates fates_;
  TimestampReader times_;
  TextArena arena_;
  FlatObject object_;
  ResourceTable table_;
  std::optional<Stamp> clock_;  // of the last line that is nothing but a time
  model::SourceRef where_;
  Counters now_, last_;
  bool open_ = false;
  std::size_t counters_seen_ = 0;
};

template <typename Take>
void each_line_at(std::string_view text, Take&& take) {
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (!take(rest.substr(0, end), static_cast<std::size_t>(rest.data() - text.data()))) return;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

class Counter final : public DeafSink {
 public:
  std::size_t readings = 0;
  void on_event(const model::LogEvent&) override { ++readings; }
};

Sureness recognises_readings(std::string_view head, bool) {
  Counter sink;
  ReadingsReader reader(0, sink);
  std::size_t lines = 0, known = 0, counters = 0;
  each_line_at(head, [&](std::string_view line, std::size_t) {
    const auto what = reader.read(line, 0, 0);
    if (what == ReadingsReader::Line::blank) return true;
    known += what == ReadingsReader::Line::unknown ? 0 : 1;
    counters += trim(line).starts_with("nr_throttled ") ? 1 : 0;
    return ++lines < kSniffedReadings;
  });
  if (sink.readings + counters == 0) return 0;
  const double share = static_cast<double>(known) / static_cast<double>(lines);
  return share >= 0.6 ? 0.5 + 0.45 * share : 0;
}

bool read_readings(input::Source& source, model::InputId input, Sink& sink) {
  ReadingsReader reader(input, sink);
  input::Block block;
  while (source.next(block)) {
    std::uint64_t number = block.first_line;
    each_line_at(block.text, [&](std::string_view line, std::size_t at) {
      reader.line(line, number++, block.offset + at);
      return true;
    });
  }
  reader.finish();
  return true;
}

}  // namespace

const Adapter resource_readings = {
    .name = "resource-readings",
    .summary = "tables of vmstat, mpstat, pidstat, top, docker stats, kubectl top; cpu.stat",
    .recognises = recognises_readings,
    .read = read_readings};

}  // namespace loadtriage::formats
