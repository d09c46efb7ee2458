// `vegeta report` as text and as JSON. Errors stand in it without counts; what failed is counted by
// status, 0 for no response.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "formats/json/document.h"
#include "formats/time/rfc3339.h"
#include "formats/tools/document.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/rows/vegeta.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

struct Report {
  double requests = 0;
  std::map<int, double> codes;
  std::vector<std::string> errors;
  std::uint64_t line = 0;
};

std::string without_digits(std::string text) {
  std::erase_if(text, [](char c) { return c >= '0' && c <= '9'; });
  return text;
}

// Requests without a response share the texts that name no status. Only where there is one text,
// addresses aside, is it known how many it is of.
void give_failures(const Report& report, Counts& counts) {
  std::vector<std::string> unanswered;
  for (const std::string& error : report.errors) {
    const auto words = words_of(error);
    const bool is_status = !words.empty() && number_of(words[0]) && words[0].size() == 3;
    if (!is_status) unanswered.push_back(error);
  }
  double failed = 0;
  for (const auto& [code, count] : report.codes) {
    if (code >= 200 && code < 400) continue;
    failed += count;
    model::FailureCount failure;
    failure.status = code;
    failure.count = count;
    failure.where = counts.at(report.line);
    const bool alike = std::all_of(unanswered.begin(), unanswered.end(), [&](const std::string& error) {
      return without_digits(error) == without_digits(unanswered.front());
    });
    if (code == 0 && !unanswered.empty() && alike) failure.error = first_line(unanswered.front());
    if (code == 0 && !alike)
      counts.summary().notes.push_back(
          "errors stand without counts: how many requests each of them is of is not known");
    counts.failure(std::move(failure));
  }
  counts.requests(report.requests, failed);
}

bool finish(const Report& report, Counts& counts, Sink& sink) {
  if (report.requests > 0) give_failures(report, counts);
  sink.on_run(counts.run());
  if (counts.empty())
    sink.on_note("counts no request");
  else
    counts.give(sink);
  return true;
}

void set_latencies(const JsonValue& latencies, model::Trend& trend) {
  const auto ms = [&](std::string_view name) -> std::optional<double> {
    const auto ns = latencies.number_at(name);
    return ns ? std::optional(*ns / 1e6) : std::nullopt;
  };
  trend.avg = ms("mean");
  trend.min = ms("min");
  trend.max = ms("max");
  constexpr std::pair<std::string_view, double> kRanks[] = {
      {"50th", 50}, {"90th", 90}, {"95th", 95}, {"99th", 99}};
  for (const auto& [name, rank] : kRanks)
    if (const auto value = ms(name)) trend.percentiles[rank] = {*value, *value};
}

bool read_document(std::string_view text, model::InputId input, Sink& sink) {
  const JsonDocument document = read_json(text, text.find('{'));
  Counts counts(vegeta(), input);
  Report report;
  report.line = document.root.line;
  report.requests = document.root.number_at("requests").value_or(0);
  if (const JsonValue* codes = document.root.find_object("status_codes"))
    for (std::size_t i = 0; i < codes->items.size(); ++i)
      report.codes[status_code(codes->keys[i])] += codes->items[i].number;
  if (const JsonValue* errors = document.root.find_list("errors"))
    for (const JsonValue& error : errors->items) report.errors.push_back(error.text);
  if (const JsonValue* latencies = document.root.find_object("latencies"); latencies && report.requests > 0)
    set_latencies(*latencies, counts.latency());
  const auto earliest = parse_rfc3339_ns(document.root.text_at("earliest"));
  const auto end = parse_rfc3339_ns(document.root.text_at("end"));
  counts.run().start_ns = earliest;
  if (earliest && end && *end > *earliest)
    counts.run().duration_s = static_cast<double>(*end - *earliest) / 1e9;
  take_all_lines(text, sink);
  return finish(report, counts, sink);
}

// "Latencies     [min, mean, 50, 90, 95, 99, max]  1ms, 2ms, ..."
void set_latencies(std::string_view names, std::string_view values, model::Trend& trend) {
  const auto name = split(names, ','), value = split(values, ',');
  for (std::size_t i = 0; i < name.size() && i < value.size(); ++i) {
    const auto ms = milliseconds_of(value[i]);
    const std::string_view what = trim(name[i]);
    if (!ms) continue;
    if (what == "min") trend.min = ms;
    if (what == "mean") trend.avg = ms;
    if (what == "max") trend.max = ms;
    if (const auto rank = number_of(what); rank && *rank > 0 && *rank < 100)
      trend.percentiles[*rank] = {*ms, *ms};
  }
}

class Text {
 public:
  Text(Report& report, Counts& counts, model::Trend& latency)
      : report_(report), counts_(counts), latency_(latency) {}

  bool take(std::string_view line) {
    if (in_errors_) {
      if (trim(line).empty()) return false;
      report_.errors.emplace_back(trim(line));
      return true;
    }
    if (behind(line, "Error Set:")) return in_errors_ = true;
    const std::size_t open = line.find('['), close = line.find(']');
    if (open == std::string_view::npos || close == std::string_view::npos || close < open) return false;
    return take_row(trim(line.substr(0, open)), line.substr(open + 1, close - open - 1),
                    trim(line.substr(close + 1)));
  }

 private:
  bool take_row(std::string_view name, std::string_view names, std::string_view values) {
    if (name == "Requests") {
      report_.requests = number_of(values.substr(0, values.find(','))).value_or(0);
    } else if (name == "Duration") {
      if (const auto ms = milliseconds_of(values.substr(0, values.find(','))))
        counts_.run().duration_s = *ms / 1000;
    } else if (name == "Latencies") {
      set_latencies(names, values, latency_);
    } else if (name == "Status Codes") {
      for (const std::string_view pair : words_of(values))
        if (const auto count = number_of(pair.substr(pair.find(':') + 1)))
          report_.codes[status_code(pair.substr(0, pair.find(':')))] += *count;
    } else {
      return name == "Bytes In" || name == "Bytes Out" || name == "Success";
    }
    return true;
  }

  Report& report_;
  Counts& counts_;
  model::Trend& latency_;
  bool in_errors_ = false;
};

bool read_text(std::string_view text, model::InputId input, Sink& sink) {
  Counts counts(vegeta(), input);
  Report report;
  model::Trend latency;
  Text reader(report, counts, latency);
  Lines lines(text);
  for (std::string_view line; lines.next(line);) {
    if (report.line == 0 && contains(line, "Status Codes")) report.line = lines.number();
    if (reader.take(line)) lines.sample();
  }
  if (report.requests > 0) counts.latency() = latency;
  sink.on_lines(lines.fates());
  return finish(report, counts, sink);
}

bool is_document(std::string_view head) { return trim(head).substr(0, 1) == "{"; }

Sureness recognises(std::string_view head, bool) {
  if (is_document(head))
    return contains(head, "\"latencies\"") && contains(head, "\"status_codes\"") &&
                   contains(head, "\"earliest\"")
               ? 0.97
               : 0;
  return contains(head, "[total, rate") && contains(head, "Latencies") && contains(head, "Status Codes")
             ? 0.96
             : 0;
}

}  // namespace

const Adapter vegeta_report = {.name = "vegeta-report",
                               .summary = "vegeta report, as text or JSON",
                               .recognises = recognises,
                               .read = [](input::Source& source, model::InputId input, Sink& sink) {
                                 const auto whole = source.read_all(kLargestText);
                                 return is_document(whole.text) ? read_document(whole.text, input, sink)
                                                                : read_text(whole.text, input, sink);
                               }};

}  // namespace loadtriage::formats::tools
