// hey: its report, and its CSV of the requests that were answered. Those that failed are in the
// report alone.
#include <memory>

#include "base/text.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/rows/row_reader.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kHey = {"hey", "worker", "request", "hey -o csv (answered requests alone)"};

class Report {
 public:
  explicit Report(Counts& counts) : counts_(counts) {}

  bool take(std::string_view line, std::uint64_t number);
  void finish();

 private:
  enum class Part { none, summary, latencies, codes, errors };
  bool begins_part(std::string_view line);
  bool take_summary(std::string_view line);
  bool take_latency(std::string_view line);
  bool take_code(std::string_view line, std::uint64_t number);
  bool take_error(std::string_view line, std::uint64_t number);

  Counts& counts_;
  model::Trend latency_;
  Part part_ = Part::none;
  double requests_ = 0, failed_ = 0;
};

bool Report::begins_part(std::string_view line) {
  constexpr std::pair<std::string_view, Part> kParts[] = {
      {"Summary:", Part::summary},
      {"Latency distribution:", Part::latencies},
      {"Response time histogram:", Part::none},
      {"Details (average, fastest, slowest):", Part::none},
      {"Status code distribution:", Part::codes},
      {"Error distribution:", Part::errors}};
  for (const auto& [name, part] : kParts)
    if (behind(line, name)) {
      part_ = part;
      return true;
    }
  return false;
}

// With nothing answered, "NaN secs".
bool Report::take_summary(std::string_view line) {
  const auto seconds = [&](std::string_view name) -> std::optional<double> {
    const auto text = behind(line, name);
    return text ? milliseconds_of(*text) : std::nullopt;
  };
  if (const auto total = seconds("Total:")) counts_.run().duration_s = *total / 1000;
  if (const auto slowest = seconds("Slowest:"); slowest && *slowest > 0) latency_.max = slowest;
  if (const auto fastest = seconds("Fastest:")) latency_.min = fastest;
  if (const auto average = seconds("Average:")) latency_.avg = average;
  if (const auto bytes = behind(line, "Total data:"))
    if (const auto count = number_of(bytes->substr(0, bytes->find(' '))))
      counts_.counter("data_received", *count);
  return contains(line, ":");
}

// "50% in 0.0004 secs", of older versions "50% in 0.0004 secs." too
bool Report::take_latency(std::string_view line) {
  const auto words = words_of(line);
  if (words.size() < 3 || words[1] != "in" || words[0].back() != '%') return false;
  std::string_view rank_text = words[0].substr(0, words[0].size() - 1);
  while (!rank_text.empty() && rank_text.back() == '%') rank_text.remove_suffix(1);  // 0.1.4 prints two
  const auto rank = number_of(rank_text), seconds = number_of(words[2]);
  if (!rank || !seconds) return false;
  latency_.percentiles[*rank] = {*seconds * 1000, *seconds * 1000};
  return true;
}

// "[200]	4 responses" and "[4]	Get "http://...": dial tcp ...: connect: connection refused"
bool Report::take_code(std::string_view line, std::uint64_t number) {
  const int code = status_in(trim(line), "[");
  const auto words = words_of(line);
  const auto count = words.size() == 3 ? number_of(words[1]) : std::nullopt;
  if (code == 0 || !count) return false;
  requests_ += *count;
  if (code >= 400) failed_ += *count;
  counts_.status(code, *count, number);
  return true;
}

bool Report::take_error(std::string_view line, std::uint64_t number) {
  const std::string_view text = trim(line);
  const std::size_t close = text.find(']');
  if (text.substr(0, 1) != "[" || close == std::string_view::npos) return false;
  const auto count = number_of(text.substr(1, close - 1));
  if (!count) return false;
  model::FailureCount failure;
  failure.status = 0;
  failure.error = first_line(text.substr(close + 1));
  failure.count = *count;
  failure.where = counts_.at(number);
  requests_ += *count;
  failed_ += *count;
  counts_.failure(std::move(failure));
  return true;
}

bool Report::take(std::string_view line, std::uint64_t number) {
  if (begins_part(line)) return true;
  if (trim(line).empty()) return false;
  switch (part_) {
    case Part::summary:
      return take_summary(line);
    case Part::latencies:
      return take_latency(line);
    case Part::codes:
      return take_code(line, number);
    case Part::errors:
      return take_error(line, number);
    case Part::none:
      return false;
  }
  return false;
}

void Report::finish() {
  if (requests_ == 0) return;
  counts_.requests(requests_, failed_);
  if (latency_.max) counts_.latency() = latency_;
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(kHey, input);
  Report report(counts);
  const auto whole = source.read_all(kLargestText);
  read_lines(whole.text, sink,
             [&](std::string_view line, std::uint64_t number) { return report.take(line, number); });
  report.finish();
  give_or_tell(counts, sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  return contains(head, "Summary:") && contains(head, "Details (average, fastest, slowest):") &&
                 contains(head, "Response time histogram:")
             ? 0.95
             : 0;
}

// Seconds of the whole, of its parts, and since the start of the run: no stamp says when that was,
// so the run begins in 1970 and is told to be undated.
class Answered final : public Rows {
 public:
  Answered(const std::vector<std::string>& header, model::InputId input, Sink& sink)
      : header_(header), requests_(input, sink) {}

  Fate read(std::span<const std::string_view> fields, model::SourceRef where) override {
    const auto duration = at(fields, "response-time"), code = at(fields, "status-code"),
               offset = at(fields, "offset");
    if (!duration || !code || *duration < 0 || *duration > kLongest_s || offset.value_or(0) < 0 ||
        offset.value_or(0) > kLongest_s)
      return {Fate::dropped, "row without a time and a status"};
    Request request;
    request.where = where;
    request.duration_ms = *duration * 1000;
    request.status = *code >= 100 && *code < 600 ? static_cast<int>(*code) : 0;
    request.failed = request.status >= 400;
    request.end_ns = static_cast<std::int64_t>((kBase_s + offset.value_or(0) + *duration) * 1e9);
    if (const auto dial = at(fields, "DNS+dialup")) request.connecting_ms = *dial * 1000;
    if (const auto delay = at(fields, "Response-delay")) request.waiting_ms = *delay * 1000;
    if (const auto rest = at(fields, "Response-read")) request.receiving_ms = *rest * 1000;
    requests_.add(request);
    return {};
  }
  void finish() override { requests_.finish(); }

 private:
  static constexpr double kBase_s = 86400, kLongest_s = 1e7;
  std::optional<double> at(std::span<const std::string_view> fields, std::string_view name) const {
    for (std::size_t i = 0; i < header_.size() && i < fields.size(); ++i)
      if (header_[i] == name) return number_of(fields[i]);
    return std::nullopt;
  }
  const std::vector<std::string>& header_;
  Requests requests_;
};

bool read_csv(input::Source& source, model::InputId input, Sink& sink) {
  const auto header = first_row(source.head(), ',');
  sink.on_run(run_of(kHey));
  sink.on_note("hey leaves requests without an answer out of its CSV: give its report as well");
  read_rows(source, {}, input, sink,
            [&](Sink& part) { return std::make_unique<Answered>(header, input, part); });
  return true;
}

}  // namespace

const Adapter hey = {.name = "hey", .summary = "report of hey", .recognises = recognises, .read = read};

const Adapter hey_csv = {
    .name = "hey-csv",
    .summary = "answered requests of hey -o csv",
    .recognises = [](std::string_view head,
                     bool) { return head.rfind("response-time,DNS+dialup,DNS,", 0) == 0 ? 0.99 : 0; },
    .read = read_csv};

}  // namespace loadtriage::formats::tools
