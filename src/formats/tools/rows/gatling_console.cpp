// What Gatling prints: blocks of figures every five seconds and at the end, of which the last
// counts, and how its assertions came out.
#include <algorithm>

#include "base/text.h"
#include "formats/tools/document.h"
#include "formats/tools/rows/gatling.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::string_view kGlobal = "---- Global Information", kErrors = "---- Errors",
                           kRequests = "---- Requests";

struct Figures {
  std::optional<double> all, ok, ko;
};

std::optional<double> figure(std::string_view text) {
  text = trim(text);
  return text == "-" ? std::nullopt : number_of(text);
}

// "1000 (OK=900    KO=100   )" of old, "| 1,000 | 900 | 100" of new.
std::optional<Figures> figures_of(std::string_view text) {
  Figures figures;
  if (const std::size_t ok = text.find("(OK="); ok != std::string_view::npos) {
    const std::size_t ko = text.find("KO=", ok), end = text.find(')', ok);
    if (ko == std::string_view::npos || end == std::string_view::npos || end < ko) return std::nullopt;
    const auto words = words_of(text.substr(0, ok));
    if (!words.empty()) figures.all = figure(words.back());
    figures.ok = figure(text.substr(ok + 4, ko - ok - 4));
    figures.ko = figure(text.substr(ko + 3, end - ko - 3));
    return figures;
  }
  const auto parts = split(text, '|');
  if (parts.size() < 4) return std::nullopt;
  figures.all = figure(parts[parts.size() - 3]);
  figures.ok = figure(parts[parts.size() - 2]);
  figures.ko = figure(parts[parts.size() - 1]);
  return figures;
}

// "> response time 95th percentile (ms)    120 (OK=..." -> 95.
std::optional<double> rank_of(std::string_view name) {
  const auto rest = behind(name, "response time ");
  if (!rest || !contains(*rest, "percentile")) return std::nullopt;
  return number_of(rest->substr(0, rest->find_first_not_of("0123456789.")));
}

class Console {
 public:
  Console(model::InputId input, Sink& sink) : counts_(gatling(), input), sink_(sink) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  enum class Part { none, global, requests, errors };
  bool begins_part(std::string_view line);
  bool take_global(std::string_view line);
  bool take_request(std::string_view line);
  bool take_error(std::string_view line, std::uint64_t number);
  bool take_assertion(std::string_view line, std::uint64_t number);

  Counts counts_;
  Sink& sink_;
  Part part_ = Part::none;
  std::vector<model::FailureCount> errors_;
  bool counted_ = false;
};

bool Console::begins_part(std::string_view line) {
  const auto begins = [&](std::string_view with) { return line.substr(0, with.size()) == with; };
  if (begins(kGlobal)) {
    part_ = Part::global;
  } else if (begins(kErrors)) {
    part_ = Part::errors;
    errors_.clear();
  } else if (begins(kRequests)) {
    part_ = Part::requests;
  } else if (begins("====") || begins("----")) {
    part_ = Part::none;
  } else {
    return false;
  }
  return true;
}

bool Console::take_global(std::string_view line) {
  const auto text = behind(line, ">");
  const auto figures = text ? figures_of(*text) : std::nullopt;
  if (!figures) return false;
  model::Trend& trend = counts_.latency();
  if (behind(*text, "request count")) {
    if (figures->all) counts_.requests(*figures->all, figures->ko.value_or(0));
    counted_ = counted_ || figures->all.value_or(0) > 0;
  } else if (behind(*text, "min response time")) {
    trend.min = figures->all;
  } else if (behind(*text, "max response time")) {
    trend.max = figures->all;
  } else if (behind(*text, "mean response time")) {
    trend.avg = figures->all;
  } else if (const auto rank = rank_of(*text); rank && figures->all && *rank > 0 && *rank < 100) {
    trend.percentiles[*rank] = {*figures->all, *figures->all};
  }
  return true;
}

// "> Global    (OK=900    KO=100   )": how far it is. The end counts where there is one.
bool Console::take_request(std::string_view line) {
  const auto text = behind(line, ">");
  const auto figures = text ? figures_of(*text) : std::nullopt;
  if (!figures || !figures->ok) return false;
  if (behind(*text, "Global"))
    counts_.requests(*figures->ok + figures->ko.value_or(0), figures->ko.value_or(0));
  return true;
}

// "> j.n.ConnectException: Connection refused      19,486 (45.21%)". A message that is too long goes
// on in the next line, which has no mark.
bool Console::take_error(std::string_view line, std::uint64_t number) {
  const auto text = behind(line, ">");
  if (!text) {
    if (errors_.empty() || trim(line).empty()) return false;
    errors_.back().error += line;
    return true;
  }
  const std::size_t share = text->rfind('(');
  if (share == std::string_view::npos || text->back() != ')') return false;
  const auto words = words_of(text->substr(0, share));
  const auto count = words.size() > 1 ? number_of(words.back()) : std::nullopt;
  if (!count) return false;
  model::FailureCount& error = errors_.emplace_back();
  error.count = *count;
  error.error = trim(text->substr(0, static_cast<std::size_t>(words.back().data() - text->data())));
  error.where = counts_.at(number);
  return true;
}

// "Global: percentage of failed events is less than 1.0 : false (actual : 45.2)"
bool Console::take_assertion(std::string_view line, std::uint64_t number) {
  const std::size_t actual = line.rfind(" (actual : ");
  if (actual == std::string_view::npos || trim(line).back() != ')') return false;
  const std::string_view told = line.substr(0, actual);
  const std::size_t colon = told.rfind(" : ");
  if (colon == std::string_view::npos) return false;
  const std::string_view verdict = trim(told.substr(colon + 3));
  if (verdict != "true" && verdict != "false") return false;
  model::Threshold threshold;
  threshold.expression = printable(trim(told.substr(0, colon)));
  threshold.result = verdict == "true" ? model::ThresholdResult::passed : model::ThresholdResult::failed;
  threshold.observed = printable(trim(line.substr(actual + 2, line.rfind(')') - actual - 2)));
  threshold.where = counts_.at(number);
  const bool times = contains(threshold.expression, "response time");
  const bool failures =
      contains(threshold.expression, "failed") || contains(threshold.expression, "successful");
  counts_.threshold(times      ? "http_req_duration"
                    : failures ? "http_req_failed"
                               : "http_reqs",
                    std::move(threshold));
  return true;
}

bool Console::take(std::string_view line, std::uint64_t number) {
  if (begins_part(line) || take_assertion(line, number)) return true;
  switch (part_) {
    case Part::global:
      return take_global(line);
    case Part::requests:
      return !counted_ && take_request(line);
    case Part::errors:
      return take_error(line, number);
    case Part::none:
      return false;
  }
  return false;
}

void Console::finish() {
  for (model::FailureCount& error : errors_) {
    Request told;
    set_gatling_failure(error.error, told);
    error.status = told.status;
    error.error = told.error;
    counts_.failure(std::move(error));
  }
  sink_.on_run(counts_.run());
  if (counts_.empty())
    sink_.on_note("holds no figures of requests");
  else
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
  if (contains(head, kGlobal) && contains(head, "> request count")) return 0.96;
  return contains(head, kRequests) && contains(head, "> Global") ? 0.95 : 0;
}

}  // namespace

const Adapter gatling_console = {.name = "gatling-console",
                                 .summary = "what Gatling prints: figures, errors, assertions",
                                 .recognises = recognises,
                                 .read = read};

}  // namespace loadtriage::formats::tools
