#include "formats/k6/console.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <vector>

#include "base/text.h"
#include "formats/json/document.h"
#include "formats/k6/console_lines.h"
#include "formats/k6/console_summary.h"
#include "formats/k6/console_text.h"
#include "formats/k6/log.h"
#include "formats/k6/metric_names.h"
#include "formats/k6/summary_json.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kLargestJson = std::size_t{16} << 20;
constexpr std::size_t kMostScriptLines = 6;
constexpr std::size_t kLookedAhead = std::size_t{16} << 10;
constexpr std::size_t kLongestEvent = std::size_t{256} << 10;

// Whether the quotes of a logfmt line are not all closed: it was wrapped.
bool has_open_quote(std::string_view line) {
  if (!line.starts_with("time=") && !line.starts_with("level=")) return false;
  bool open = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == '\\')
      ++i;
    else if (line[i] == '"')
      open = !open;
  }
  return open;
}

// What follows a message: a stack trace, or PowerShell's account of an error stream.
bool stands_in_event(std::string_view line) {
  constexpr std::array<std::string_view, 8> kStarts = {"\t",       "  ", "at ", "goroutine ",
                                                       "At line:", "+ ", "> ",  "} "};
  if (std::any_of(kStarts.begin(), kStarts.end(), [&](auto start) { return line.starts_with(start); }))
    return true;
  return contains(line, " at file://") || contains(line, "(native)") || contains(line, " executor=");
}

template <typename Take>
void for_each_line(std::string_view text, Take take) {
  for (std::size_t at = 0; at < text.size();) {
    auto feed = text.find('\n', at);
    if (feed == std::string_view::npos) feed = text.size();
    if (!take(text.substr(at, feed - at), at)) return;
    at = feed + 1;
  }
}

class ConsoleReader : public ConsoleLines {
 public:
  ConsoleReader(model::InputId input, Sink& sink) : input_(input), sink_(sink) {}

  void read_line(std::string_view raw, std::uint64_t number, std::uint64_t offset) override;
  void finish() override;

  // Looks for what stands before every line, in text that is to be read.
  void look_ahead(std::string_view text);

 private:
  enum class Fate { sample, continuation, dropped };

  bool take_json(std::string_view line);
  void end_json();
  bool take_event(std::string_view line);
  void end_event();
  std::optional<Fate> understand(std::string_view line);
  bool take_header(std::string_view line);
  bool take_progress(std::string_view line);
  void take_bar(std::string_view line);
  void take_interrupt(std::string_view text);
  void end_summaries();
  void end_run();
  void drop(std::string_view why);

  model::InputId input_;
  Sink& sink_;
  model::SourceRef where_;
  model::LineFates fates_;
  std::string buffer_;
  ConsolePrefix prefix_;

  // The log event whose continuation may follow.
  bool in_event_ = false, event_wrapped_ = false;
  model::SourceRef event_at_;
  std::string event_line_, event_text_;

  // A JSON document that a script's handleSummary printed.
  std::string json_;
  model::SourceRef json_at_;
  std::uint64_t json_lines_ = 0;

  ConsoleSummary summary_;
  std::size_t summaries_ = 0;
  model::RunInfo run_;
  bool run_known_ = false, run_started_ = false;
  std::vector<std::string> script_says_;  // in the midst of the run, and not in k6's words
};

void ConsoleReader::drop(std::string_view why) {
  ++fates_.dropped;
  sink_.on_drop(where_, why);
}

void ConsoleReader::look_ahead(std::string_view text) {
  for_each_line(text, [&](std::string_view raw, std::size_t) {
    if (!looks_like_log_line(raw)) prefix_.strip(clean_console_line(raw, buffer_));
    return !prefix_.known();
  });
}

void ConsoleReader::read_line(std::string_view raw, std::uint64_t number, std::uint64_t offset) {
  where_ = {input_, number, offset};
  ++fates_.lines;
  const auto line = prefix_.strip(clean_console_line(raw, buffer_));
  if (!json_.empty() && take_json(line)) return;
  if (trim(line).empty()) {
    end_event();
    ++fates_.blank;
    return;
  }
  if (take_event(line)) return;
  if (const auto fate = understand(line)) {
    end_event();
    if (*fate == Fate::sample) ++fates_.samples;
    if (*fate == Fate::continuation) ++fates_.continuations;
    return;
  }
  if (in_event_ && stands_in_event(line)) {
    if (event_text_.size() < kLongestEvent) event_text_.append("\n").append(line);
    ++fates_.continuations;
    return;
  }
  end_event();
  if (line.starts_with('{') && take_json(line)) return;
  if (run_started_ && script_says_.size() < kMostScriptLines) script_says_.emplace_back(trim(line));
  drop("not a line that k6 prints");
}

// Begins an event, or joins a line that was wrapped within its quotes.
bool ConsoleReader::take_event(std::string_view line) {
  if (looks_like_log_line(line)) {
    end_event();
    in_event_ = true;
    event_at_ = where_;
    event_line_ = line;
    event_text_ = line;
    event_wrapped_ = has_open_quote(line);
    ++fates_.events;
    return true;
  }
  if (!in_event_ || !event_wrapped_ || line.starts_with("At line:") || event_line_.size() > kLongestEvent)
    return false;
  if (parse_progress_line(line)) return false;
  event_line_ += line;
  event_text_ = event_line_;
  event_wrapped_ = has_open_quote(event_line_);
  ++fates_.continuations;
  return true;
}

void ConsoleReader::end_event() {
  if (!in_event_) return;
  in_event_ = false;
  model::LogEvent event;
  if (parse_k6_log_line(event_line_, event)) {
    event.where = event_at_;
    event.speaker = model::Speaker::k6;
    event.text = event_text_;
    sink_.on_event(event);
    if (auto crossed = crossed_thresholds(event.message); !crossed.empty()) {
      run_.crossed = std::move(crossed);
      run_known_ = true;
    }
    return;
  }
  --fates_.events;
  ++fates_.dropped;
  sink_.on_drop(event_at_, "not a log line of k6 after all");
}

std::optional<ConsoleReader::Fate> ConsoleReader::understand(std::string_view line) {
  if (take_progress(line)) return Fate::sample;
  if (is_progress_bar(line)) {
    take_bar(line);
    return Fate::continuation;
  }
  if (trim(line).starts_with("^C")) {
    take_interrupt(trim(line));
    return Fate::sample;
  }
  if (take_header(line)) return Fate::sample;
  if (is_banner(line) || trim(line).starts_with("```")) return Fate::continuation;
  // Inside a trace an indented line is the trace's, whatever it looks like.
  if (summary_.take(line, where_)) return Fate::sample;
  if (const auto code = parse_exit_code(line)) {
    run_.exit_code = code;
    run_known_ = true;
    return Fate::sample;
  }
  return std::nullopt;
}

bool ConsoleReader::take_progress(std::string_view line) {
  const auto progress = parse_progress_line(line);
  if (!progress) return false;
  run_known_ = run_started_ = true;
  run_.duration_s = progress->elapsed_s;
  run_.vus_max = std::max(run_.vus_max.value_or(0), progress->vus_initialised);
  run_.complete_iterations = progress->complete;
  run_.interrupted_iterations = progress->interrupted;
  sink_.on_progress({where_, progress->elapsed_s, progress->vus, progress->complete, progress->interrupted});
  return true;
}

// The longest of the scenarios is how long the run is to take.
void ConsoleReader::take_bar(std::string_view line) {
  const auto planned = planned_in_bar(line);
  if (!planned) return;
  run_.planned_duration_s = std::max(run_.planned_duration_s.value_or(0), *planned);
  run_known_ = true;
}

// What a terminal shows of Ctrl-C; k6 itself says nothing of it unless it is asked to be verbose.
void ConsoleReader::take_interrupt(std::string_view text) {
  model::LogEvent event;
  event.where = where_;
  event.speaker = model::Speaker::k6;
  event.message = event.text = text;
  sink_.on_event(event);
}

bool ConsoleReader::take_header(std::string_view line) {
  if (const auto execution = header_value(line, "execution"); execution == "local" || execution == "cloud") {
    if (run_started_ || !run_.scenarios.empty()) end_run();
    return true;
  }
  if (const auto script = header_value(line, "script"); !script.empty()) {
    run_.script = script;
    return run_known_ = true;
  }
  if (!header_value(line, "output").empty() || !header_value(line, "web dashboard").empty()) return true;
  if (header_value(line, "scenarios").starts_with("(")) return true;
  if (const auto found = parse_scenario_line(line)) {
    const double end = found->start_s + found->scenario.duration_s.value_or(0);
    if (end > 0) run_.planned_duration_s = std::max(run_.planned_duration_s.value_or(0), end);
    run_.scenarios.push_back(found->scenario);
    return run_known_ = true;
  }
  const auto text = trim(line);
  for (const std::string_view program : {"k6 v", "k6.exe v"})
    if (text.starts_with(program) && text.size() > program.size() && text[program.size()] <= '9') {
      const auto version = text.substr(program.size());
      run_.k6_version = std::string(version.substr(0, version.find_first_of(" \t")));
      return run_known_ = true;
    }
  return false;
}

// A line `{` begins a document that a line `}` ends; other documents are one line.
bool ConsoleReader::take_json(std::string_view line) {
  if (json_.empty()) {
    json_at_ = where_;
    json_lines_ = 0;
  }
  json_.append(line).append("\n");
  ++json_lines_;
  const bool one_line = json_lines_ == 1 && trim(line).size() > 1;
  if (one_line || line == "}" || json_.size() > kLargestJson) end_json();
  return true;
}

void ConsoleReader::end_json() {
  if (json_.empty()) return;
  const auto document = read_json(json_, 0, json_at_.line, json_at_.offset);
  const auto found = read_summaries(document, input_, sink_);
  if (found > 0) {
    summaries_ += found;
    ++fates_.samples;
    fates_.continuations += json_lines_ - 1;
  } else {
    fates_.dropped += json_lines_;
    sink_.on_drop(json_at_, "JSON that is no summary of k6");
  }
  json_.clear();
}

void ConsoleReader::end_summaries() {
  auto finished = summary_.finish();
  fates_.samples -= finished.stray_lines;
  fates_.dropped += finished.stray_lines;
  if (finished.stray_lines > 0) sink_.on_drop({input_, 0, 0}, "check marks without a summary");
  for (auto& summary : finished.summaries) {
    ++summaries_;
    // k6's clock as it prints it is a tenth of a second coarse; the quotient of a counter and its
    // rate is finer, unless the text was put together from two runs.
    if (!summary.run.duration_s ||
        (run_.duration_s && std::abs(*run_.duration_s - *summary.run.duration_s) > 0.05 * *run_.duration_s))
      summary.run.duration_s = run_.duration_s;
    summary.run.script = run_.script;
    summary.run.scenarios = run_.scenarios;
    summary.run.planned_duration_s = run_.planned_duration_s;
    summary.run.complete_iterations = run_.complete_iterations;
    summary.run.interrupted_iterations = run_.interrupted_iterations;
    sink_.on_summary(summary);
  }
}

void ConsoleReader::end_run() {
  end_summaries();
  if (run_known_) sink_.on_run(run_);
  run_ = {};
  run_known_ = run_started_ = false;
}

void ConsoleReader::finish() {
  end_json();
  end_event();
  end_run();
  if (!script_says_.empty())
    sink_.on_note(fmt::format("the script itself prints, which k6 does not vouch for: \"{}\"",
                              join(script_says_, "\", \"")));
  if (summaries_ > 1) sink_.on_note(fmt::format("holds {} end-of-test summaries", summaries_));
  sink_.on_lines(fates_);
}

bool read_console(input::Source& source, model::InputId input, Sink& sink) {
  ConsoleReader reader(input, sink);
  input::Block block;
  while (source.next(block)) {
    if (block.first_line == 1) reader.look_ahead(block.text.substr(0, kLookedAhead));
    auto number = block.first_line;
    for_each_line(block.text, [&](std::string_view line, std::size_t at) {
      reader.read_line(line, number++, block.offset + at);
      return true;
    });
  }
  reader.finish();
  return true;
}

// A metric line of k6's own metrics; a script's metrics alone don't make a console.
bool is_known_metric_line(std::string_view line) {
  const auto found = parse_metric_line(line);
  model::Metric metric;
  return found && (find_known_metric(found->name) || found->name.starts_with("checks_")) &&
         read_metric_data(found->data, metric);
}

Sureness recognises_console(std::string_view head, bool) {
  int metrics = 0;
  bool execution = false, sure = false;
  std::string buffer;
  ConsolePrefix prefix;
  for_each_line(head, [&](std::string_view raw, std::size_t) {
    if (looks_like_log_line(raw)) return true;
    const auto line = prefix.strip(clean_console_line(raw, buffer));
    const auto where = header_value(line, "execution");
    execution = execution || where == "local" || where == "cloud";
    if (is_known_metric_line(line)) ++metrics;
    // The foot of the logo: a script that failed at once leaves nothing else.
    sure = metrics >= 2 || trim(line).starts_with("/ __________ \\") || parse_progress_line(line) ||
           (execution && parse_scenario_line(line));
    return !sure;
  });
  if (sure) return 0.97;
  return metrics > 0 || execution ? 0.5 : 0;
}

}  // namespace

std::unique_ptr<ConsoleLines> console_lines(model::InputId input, Sink& sink) {
  return std::make_unique<ConsoleReader>(input, sink);
}

bool is_console_line(std::string_view raw) {
  std::string buffer;
  const std::string_view line = clean_console_line(raw, buffer), text = trim(line);
  for (const std::string_view mark : {"█ ", "✓ ", "✗ ", "/ __________ \\"})
    if (text.starts_with(mark)) return true;
  return parse_progress_line(line) || is_known_metric_line(line) ||
         header_value(line, "execution") == "local";
}

const Adapter k6_console = {.name = "k6-console",
                            .summary = "what k6 prints: header, progress, log lines, end-of-test text",
                            .recognises = recognises_console,
                            .read = read_console};

}  // namespace loadtriage::formats
