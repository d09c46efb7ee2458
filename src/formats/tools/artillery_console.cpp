// What Artillery prints: a block of figures every ten seconds, and one for the run at the end.
#include <algorithm>

#include "base/text.h"
#include "formats/tools/artillery.h"
#include "formats/tools/document.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::string_view kPeriod = "Metrics for period to:", kSummary = "Summary report @",
                           kChecks = "Checks:";

// "http.codes.500: ................. 120" -> name and value.
std::optional<std::pair<std::string_view, std::string_view>> dotted(std::string_view line) {
  const std::size_t dots = line.find(": .");
  if (dots == std::string_view::npos) return std::nullopt;
  const std::size_t value = line.find_first_not_of(". ", dots + 2);
  if (value == std::string_view::npos) return std::nullopt;
  return std::pair(trim(line.substr(0, dots)), trim(line.substr(value)));
}

class Console {
 public:
  Console(model::InputId input, Sink& sink) : counts_(artillery(), input), sink_(sink) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  enum class Part { none, period, summary, checks };
  bool take_figure(std::string_view line);
  bool take_time(std::string_view name, std::string_view value);
  bool take_check(std::string_view line, std::uint64_t number);
  bool take_warning(std::string_view line, std::uint64_t number);

  Counts counts_;
  Sink& sink_;
  Part part_ = Part::none;
  // Of the summary at the end; while there is none, of all periods.
  ArtilleryCounts all_, periods_;
  std::string trend_;
  bool summed_up_ = false;
  std::uint64_t summary_line_ = 0;
};

bool Console::take_time(std::string_view name, std::string_view value) {
  if (trend_ != "http.response_time" || part_ != Part::summary) return true;
  const auto number = number_of(value);
  if (!number) return false;
  model::Trend& trend = all_.latency;
  if (name == "min") trend.min = number;
  if (name == "max") trend.max = number;
  if (name == "mean") trend.avg = number;
  if (name == "median") trend.percentiles[50] = {*number, *number};
  if (name.substr(0, 1) == "p")
    if (const auto rank = number_of(name.substr(1)))
      trend.percentiles[*rank > 100 ? *rank / 10 : *rank] = {*number, *number};
  return true;
}

bool Console::take_figure(std::string_view line) {
  const bool indented = line.substr(0, 1) == " ";
  const auto pair = dotted(line);
  if (!pair) {
    // "http.response_time:" begins a list of figures.
    const std::string_view name = trim(line);
    if (indented || name.empty() || name.back() != ':') return false;
    trend_ = name.substr(0, name.size() - 1);
    return true;
  }
  if (indented) return take_time(pair->first, pair->second);
  const auto value = number_of(pair->second.substr(0, pair->second.find('/')));
  if (!value) return false;
  if (contains(pair->second, "/")) return true;  // a rate
  (part_ == Part::summary ? all_ : periods_).add(pair->first, *value);
  return true;
}

// "ok: p95 < 200" and "fail: http.response_time.p99 < 100"
bool Console::take_check(std::string_view line, std::uint64_t number) {
  const auto passed = behind(line, "ok:"), failed = behind(line, "fail:");
  if (!passed && !failed) return false;
  model::Threshold threshold;
  threshold.expression = printable(passed ? *passed : *failed);
  threshold.result = passed ? model::ThresholdResult::passed : model::ThresholdResult::failed;
  threshold.where = counts_.at(number);
  const bool times = contains(threshold.expression, "p9") ||
                     contains(threshold.expression, "response_time") ||
                     contains(threshold.expression, "median") || contains(threshold.expression, "max");
  counts_.threshold(times ? "http_req_duration" : "http_req_failed", std::move(threshold));
  return true;
}

// Artillery says itself when its own processor is the limit.
bool Console::take_warning(std::string_view line, std::uint64_t number) {
  if (!contains(line, "CPU") && !contains(line, "WARNING") && !contains(line, "Warning")) return false;
  model::LogEvent event;
  event.where = counts_.at(number);
  event.level = model::Level::warning;
  event.speaker = model::Speaker::k6;
  event.message = event.text = trim(line);
  sink_.on_event(event);
  return true;
}

bool Console::take(std::string_view line, std::uint64_t number) {
  if (behind(line, kPeriod)) {
    part_ = Part::period;
  } else if (behind(line, kSummary)) {
    part_ = Part::summary;
    all_ = {};
    summed_up_ = true;
    summary_line_ = number;
  } else if (behind(line, kChecks)) {
    part_ = Part::checks;
  } else if (part_ == Part::checks) {
    return take_check(line, number);
  } else if (part_ == Part::none || !take_figure(line)) {
    return take_warning(line, number);
  }
  return true;
}

void Console::finish() {
  give_counts(summed_up_ ? all_ : periods_, counts_, summary_line_);
  sink_.on_run(counts_.run());
  if (counts_.empty()) return sink_.on_note("counts no request: no virtual user sent one");
  if (!summed_up_) sink_.on_note("ends before Artillery's summary: its periods were summed up");
  sink_.on_note("a status is no error to Artillery; those from 400 on are counted as failed");
  counts_.give(sink_);
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestText);
  Console console(input, sink);
  read_lines(whole.text, sink,
             [&](std::string_view line, std::uint64_t number) { return console.take(line, number); });
  console.finish();
  return true;
}

Sureness recognises(std::string_view head, bool) {
  const bool figures = contains(head, "vusers.created") || contains(head, "http.requests:") ||
                       contains(head, "vusers.failed:");
  if (figures && (contains(head, kSummary) || contains(head, kPeriod))) return 0.96;
  return 0;
}

}  // namespace

const Adapter artillery_console = {.name = "artillery-console",
                                   .summary = "what Artillery prints: periods, summary, checks",
                                   .recognises = recognises,
                                   .read = read};

}  // namespace loadtriage::formats::tools
