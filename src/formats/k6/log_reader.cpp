// The adapter over K6LogParser: joins continuation lines, and knows k6 by its words.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "formats/k6/console.h"
#include "formats/k6/log.h"

namespace loadtriage::formats {
namespace {

using model::LogEvent;

// An event's continuation lines are kept up to here; a runaway trace tells no more after it.
constexpr std::size_t kLongestMessage = std::size_t{64} << 10;
constexpr std::size_t kSniffedLogLines = 64;

// What only k6 says. Programs in Go write the same forms, so the form alone proves little.
constexpr std::array<std::string_view, 26> kWordsOfK6 = {"Request Failed",
                                                         "A batch request failed",
                                                         "thresholds on metrics '",
                                                         "some thresholds have failed",
                                                         "Insufficient VUs",
                                                         "source=console",
                                                         "\"source\":\"console\"",
                                                         "source=stacktrace",
                                                         "\"source\":\"stacktrace\"",
                                                         "script exception",
                                                         "No script iterations",
                                                         "Could not get a VU from the buffer",
                                                         "GoError: ",
                                                         "test run was ",
                                                         "test run stopped from REST API",
                                                         "The test has generated metrics with",
                                                         "Uncaught (in promise)",
                                                         "setup() execution timed out",
                                                         "executor=",
                                                         "\"executor\":\"",
                                                         "executed in the init context",
                                                         "unexpected k6 panic",
                                                         "test aborted",
                                                         " at default (file:///",
                                                         " at setup (file:///",
                                                         "socket: too many open files"};

bool has_words_of_k6(std::string_view line) {
  return std::any_of(kWordsOfK6.begin(), kWordsOfK6.end(),
                     [&](std::string_view words) { return contains(line, words); });
}

// `--log-format=raw` leaves the message alone; only what k6 says by itself is known again.
bool is_raw_message(std::string_view line) {
  return line == "Request Failed" || line == "A batch request failed" ||
         line.substr(0, 23) == "thresholds on metrics '" || line.substr(0, 16) == "Insufficient VUs" ||
         line == "some thresholds have failed" || line.substr(0, 20) == "No script iterations";
}

Sureness recognises_log(std::string_view head, bool) {
  K6LogParser parser;
  LogEvent event;
  std::size_t lines = 0, parsed = 0, raw = 0, named = 0;
  while (!head.empty() && lines < kSniffedLogLines) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.empty()) continue;
    ++lines;
    raw += is_raw_message(line) ? 1 : 0;
    if (!parser.parse(line, event)) continue;
    ++parsed;
    named += has_words_of_k6(line) ? 1 : 0;
  }
  if (lines == 0) return 0;
  if (parsed == 0) return raw * 2 >= lines ? 0.7 : 0;
  // Stack traces may outnumber the events; the console mixes few of them with much else.
  const double share = static_cast<double>(parsed) / static_cast<double>(lines);
  if (named == 0) return share > 0.9 ? 0.3 : 0;
  return 0.5 + 0.45 * share;
}

class LogReader {
 public:
  LogReader(model::InputId input, Sink& sink) : input_(input), sink_(sink) {}

  void read_line(std::string_view line, std::uint64_t number, std::uint64_t offset) {
    ++fates_.lines;
    const std::string_view text = trim(line);
    if (text.empty()) {
      ++fates_.blank;
      return;
    }
    const model::SourceRef where{input_, number, offset};
    LogEvent event;
    event.where = where;
    if (parser_.parse(line, event)) {
      any_form_ = true;
      begin(line, where);
    } else if (begins_raw_event(line)) {
      begin(line, where);
    } else if (pending_) {
      ++fates_.continuations;
      if (tail_.size() + line.size() < kLongestMessage) (tail_ += '\n') += line;
    } else {
      ++fates_.dropped;
      sink_.on_drop(where, "no k6 log line, and none before it to belong to");
    }
  }

  // Whether from this line on it is a console: it began with more log lines than a head holds.
  bool turns_into_console(std::string_view line) {
    if (!any_form_ || line.empty() || line.front() == '{' || line.starts_with("time=")) return false;
    if (line.size() > 4 && line[4] == '[') return false;  // "WARN[0005]"
    return is_console_line(line);
  }

  void finish() {
    flush();
    sink_.on_lines(fates_);
  }

 private:
  // In a raw log every line that is not indented is a message.
  bool begins_raw_event(std::string_view line) const {
    return !any_form_ &&
           (is_raw_message(trim(line)) || (raw_ && line.front() != '\t' && line.front() != ' '));
  }

  void begin(std::string_view line, model::SourceRef where) {
    flush();
    ++fates_.events;
    pending_ = true;
    where_ = where;
    head_.assign(line);
    raw_ = !any_form_;
  }

  // The event is handed out when the next one begins, as only then it is complete.
  void flush() {
    if (!pending_) return;
    pending_ = false;
    LogEvent event;
    event.where = where_;
    if (!parser_.parse(head_, event)) {
      event.speaker = model::Speaker::k6;
      event.message = event.text = trim(head_);
    }
    if (!tail_.empty()) {
      text_.assign(event.text);
      text_ += tail_;
      event.text = text_;
      tail_.clear();
    }
    sink_.on_event(event);
    if (auto crossed = crossed_thresholds(event.message); !crossed.empty()) {
      model::RunInfo run;
      run.crossed = std::move(crossed);
      sink_.on_run(run);
    }
  }

  model::InputId input_;
  Sink& sink_;
  model::LineFates fates_;
  K6LogParser parser_;
  bool any_form_ = false, raw_ = false, pending_ = false;
  model::SourceRef where_;
  std::string head_, tail_, text_;
};

bool read_log(input::Source& source, model::InputId input, Sink& sink) {
  LogReader reader(input, sink);
  std::unique_ptr<ConsoleLines> console;
  input::Block block;
  while (source.next(block)) {
    std::uint64_t number = block.first_line, offset = block.offset;
    for (std::string_view rest = block.text; !rest.empty(); ++number) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      std::string_view line = rest.substr(0, end);
      if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
      if (console == nullptr && reader.turns_into_console(line)) {
        reader.finish();
        console = console_lines(input, sink);
      }
      if (console)
        console->read_line(line, number, offset);
      else
        reader.read_line(line, number, offset);
      const std::size_t taken = std::min(end + 1, rest.size());
      rest.remove_prefix(taken);
      offset += taken;
    }
  }
  if (console)
    console->finish();
  else
    reader.finish();
  return true;
}

}  // namespace

const Adapter k6_log = {"k6-log", "k6's own log lines: text, JSON or raw", recognises_log, read_log};

}  // namespace loadtriage::formats
