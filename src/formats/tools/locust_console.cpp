// What Locust prints: log lines, and every ten seconds a table of totals so far. The last one
// counts.
#include <algorithm>
#include <array>
#include <map>

#include "base/text.h"
#include "formats/time/timestamps.h"
#include "formats/tools/locust.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::string_view kTotals = "# fails |", kErrors = "# occurrences",
                           kPercentiles = "Response time percentiles";

bool is_rule(std::string_view line) {
  line = trim(line);
  return line.size() > 8 && line.find_first_not_of("-|") == std::string_view::npos;
}

struct LogLine {
  std::string_view level, logger, message;
  std::optional<Stamp> stamp;
};

// "[2026-11-29 04:00:00,123] host/INFO/locust.main: Starting Locust 2.46.3"
std::optional<LogLine> log_line(std::string_view line) {
  if (line.size() < 30 || line.front() != '[') return std::nullopt;
  const std::size_t end = line.find("] ");
  if (end == std::string_view::npos || end > 40) return std::nullopt;
  TimestampReader stamps;
  LogLine read;
  read.stamp = stamps.read(line.substr(1));
  const std::string_view rest = line.substr(end + 2);
  const std::size_t colon = rest.find(": ");
  const std::string_view source = rest.substr(0, colon);
  const std::size_t last = source.rfind('/');
  if (!read.stamp || colon == std::string_view::npos || last == std::string_view::npos || last == 0)
    return std::nullopt;
  const std::size_t first = source.rfind('/', last - 1);
  if (first == std::string_view::npos) return std::nullopt;
  read.level = source.substr(first + 1, last - first - 1);
  read.logger = source.substr(last + 1);
  read.message = rest.substr(colon + 2);
  return read;
}

model::Level level_of(std::string_view word) {
  if (word == "ERROR") return model::Level::error;
  if (word == "CRITICAL") return model::Level::fatal;
  if (word == "WARNING") return model::Level::warning;
  return model::Level::info;
}

struct Total {
  double requests = 0, failed = 0;
  std::array<std::optional<double>, 4> times;  // average, least, most, median
  std::optional<double> per_second;
  std::map<double, double> percentiles;
};

// "GET      /x    100  40(40.00%) |   12   1   100   10 |   9.90   3.96"
std::optional<std::pair<std::string, Total>> total_of(std::string_view line) {
  const auto parts = split(line, '|');
  if (parts.size() != 3) return std::nullopt;
  const auto counts = words_of(parts[0]), times = words_of(parts[1]), rates = words_of(parts[2]);
  if (counts.size() < 3 || times.size() != 4 || rates.size() != 2) return std::nullopt;
  const std::string_view failed = counts.back();
  const auto all = number_of(counts[counts.size() - 2]);
  const auto bad = number_of(failed.substr(0, failed.find('(')));
  if (!all || !bad || failed.back() != ')') return std::nullopt;
  Total total;
  total.requests = *all;
  total.failed = *bad;
  for (std::size_t i = 0; i < times.size(); ++i) total.times[i] = number_of(times[i]);
  total.per_second = number_of(rates[0]);
  std::string name(counts[0]);
  for (std::size_t i = 1; i + 2 < counts.size(); ++i) (name += ' ') += counts[i];
  return std::pair(name, total);
}

class Console {
 public:
  Console(model::InputId input, Sink& sink) : counts_(locust(), input), sink_(sink) {}

  // Whether the line was understood as a figure; log lines are told at once.
  void take(std::string_view line, Lines& lines);
  void finish();

 private:
  enum class Part { none, totals, percentiles, errors };
  bool begins_part(std::string_view line);
  bool take_row(std::string_view line);
  bool take_percentiles(std::string_view line);
  bool take_error(std::string_view line);
  void tell(const LogLine& log, std::string_view line);
  void give_total(const std::string& name, const Total& total);

  Counts counts_;
  Sink& sink_;
  Part part_ = Part::none;
  std::map<std::string, Total> totals_;
  std::vector<double> ranks_;
  std::vector<model::FailureCount> errors_;
  std::uint64_t number_ = 0;
};

bool Console::begins_part(std::string_view line) {
  if (contains(line, kTotals)) {
    part_ = Part::totals;
    totals_.clear();
    return true;
  }
  if (contains(line, kPercentiles)) {
    part_ = Part::percentiles;
    ranks_.clear();
    return true;
  }
  if (contains(line, "Error report")) return true;
  if (behind(line, kErrors)) {
    part_ = Part::errors;
    errors_.clear();
    return true;
  }
  return false;
}

// The header names the ranks; a row ends in a value for each, and the number of requests.
bool Console::take_percentiles(std::string_view line) {
  const auto words = words_of(line);
  if (behind(line, "Type")) {
    for (const std::string_view word : words)
      if (word.back() == '%') ranks_.push_back(number_of(word.substr(0, word.size() - 1)).value_or(-1));
    return true;
  }
  if (ranks_.empty() || words.size() < ranks_.size() + 2) return false;
  const std::size_t values = words.size() - ranks_.size() - 1;
  std::string name(words[0]);
  for (std::size_t i = 1; i < values; ++i) (name += ' ') += words[i];
  const auto total = totals_.find(name);
  if (total == totals_.end()) return false;
  for (std::size_t i = 0; i < ranks_.size(); ++i)
    if (const auto value = number_of(words[values + i])) total->second.percentiles[ranks_[i]] = *value;
  return true;
}

// "42                 GET /x: ConnectionRefusedError(111, 'Connection refused')"
bool Console::take_error(std::string_view line) {
  const auto words = words_of(line);
  const auto count = words.size() > 2 ? number_of(words[0]) : std::nullopt;
  const std::size_t colon = line.find(": ");
  if (!count || colon == std::string_view::npos) return false;
  model::FailureCount failure = locust_failure(line.substr(colon + 2));
  failure.count = *count;
  failure.method = words[1];
  const std::size_t name = line.find(words[1]) + words[1].size();
  if (name < colon) failure.endpoint = trim(line.substr(name, colon - name));
  failure.where = counts_.at(number_);
  errors_.push_back(std::move(failure));
  return true;
}

bool Console::take_row(std::string_view line) {
  switch (part_) {
    case Part::totals: {
      auto total = total_of(line);
      if (!total) return false;
      totals_.insert_or_assign(total->first, total->second);
      return true;
    }
    case Part::percentiles:
      return take_percentiles(line);
    case Part::errors:
      return take_error(line);
    case Part::none:
      return false;
  }
  return false;
}

void Console::tell(const LogLine& log, std::string_view line) {
  constexpr std::string_view kVersion = "Starting Locust ", kLimit = "Run time limit set to ";
  if (const auto version = behind(log.message, kVersion)) counts_.run().tool_version = std::string(*version);
  if (const auto limit = behind(log.message, kLimit))
    counts_.run().planned_duration_s = number_of(limit->substr(0, limit->find(' ')));
  model::LogEvent event;
  event.where = counts_.at(number_);
  event.time_ns = log.stamp->ns;
  event.level = level_of(log.level);
  event.speaker = model::Speaker::k6;
  event.message = log.message;
  event.text = line;
  sink_.on_event(event);
}

void Console::take(std::string_view line, Lines& lines) {
  number_ = lines.number();
  if (const auto log = log_line(line)) {
    tell(*log, line);
    lines.event();
  } else if (is_rule(line) || begins_part(line)) {
    lines.passed_over();
  } else if (take_row(line)) {
    lines.sample();
  } else if (!trim(line).empty()) {
    lines.passed_over();  // what a script prints, and tracebacks
  }
}

void Console::give_total(const std::string& name, const Total& total) {
  if (total.requests == 0) return;
  const std::string of = name == "Aggregated" ? std::string() : name;
  counts_.requests(total.requests, total.failed, of);
  model::Trend& trend = counts_.latency(of);
  trend.avg = total.times[0];
  trend.min = total.times[1];
  trend.max = total.times[2];
  trend.count = total.requests;
  if (total.times[3]) trend.percentiles[50] = {*total.times[3], *total.times[3]};
  for (const auto& [rank, value] : total.percentiles)
    if (rank > 0 && rank < 100) trend.percentiles[rank] = {value, value};
  if (!of.empty() || !total.per_second || *total.per_second <= 0) return;
  counts_.counter("http_reqs", total.requests, total.per_second);
}

void Console::finish() {
  for (const auto& [name, total] : totals_) give_total(name, total);
  for (model::FailureCount& failure : errors_) counts_.failure(std::move(failure));
  sink_.on_run(counts_.run());
  if (counts_.empty())
    sink_.on_note("holds no table of requests");
  else
    counts_.give(sink_);
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestText);
  Lines lines(whole.text);
  Console console(input, sink);
  for (std::string_view line; lines.next(line);) console.take(line, lines);
  console.finish();
  sink.on_lines(lines.fates());
  return true;
}

Sureness recognises(std::string_view head, bool) {
  if (contains(head, kTotals) && contains(head, "# reqs") && contains(head, "failures/s")) return 0.97;
  for (const auto line : split(head.substr(0, std::size_t{8} << 10), '\n'))
    if (const auto log = log_line(line); log && log->logger.substr(0, 7) == "locust.") return 0.95;
  return 0;
}

}  // namespace

const Adapter locust_console = {.name = "locust-console",
                                .summary = "what Locust prints: its log, tables and error report",
                                .recognises = recognises,
                                .read = read};

}  // namespace loadtriage::formats::tools
