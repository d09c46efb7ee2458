#include <algorithm>
#include <map>

#include "base/text.h"
#include "formats/time/rfc3339.h"
#include "formats/tools/csv_table.h"
#include "formats/tools/locust.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::string_view kAll = "Aggregated";
constexpr std::string_view kNothing = "holds a header and no row that counts requests: the test sent none";

std::string_view header_of(std::string_view head) {
  while (!head.empty() && (head.front() == '\n' || head.front() == '\r')) head.remove_prefix(1);
  return head.substr(0, head.find('\n'));
}

bool begins(std::string_view head, std::string_view with) {
  // Locust before 1.0 quoted its headers.
  std::string header(header_of(head));
  std::erase(header, '"');
  return header.rfind(with, 0) == 0;
}

void set_latency(const CsvTable& table, model::Trend& trend) {
  trend.avg = table.number("Average Response Time");
  trend.min = table.number("Min Response Time");
  trend.max = table.number("Max Response Time");
  trend.count = table.number("Request Count");
  for (const std::string& column : table.header()) {
    if (column.empty() || column.back() != '%') continue;
    const auto rank = number_of(std::string_view(column).substr(0, column.size() - 1));
    const auto value = table.number(column);
    if (rank && value && *rank > 0 && *rank < 100) trend.percentiles[*rank] = {*value, *value};
  }
  if (const auto median = table.number("Median Response Time")) trend.percentiles[50] = {*median, *median};
}

std::string name_of(const CsvTable& table) {
  const std::string_view type = table.text("Type");
  return (type.empty() ? std::string() : std::string(type) + " ") + std::string(table.text("Name"));
}

// The latencies of a test that sent nothing are written as 0.
bool take_stats(const CsvTable& table, Counts& counts) {
  const auto all = table.number("Request Count"), failed = table.number("Failure Count");
  if (!all || !failed) return false;
  const bool whole = table.text("Type").empty() && table.text("Name") == kAll;
  const std::string name = whole ? std::string() : name_of(table);
  if (*all == 0) return true;
  counts.requests(*all, failed, name);
  set_latency(table, counts.latency(name));
  if (!whole) return true;
  counts.counter("http_reqs", *all, table.number("Requests/s"));
  if (const auto rate = table.number("Requests/s"); rate && *rate > 0) counts.run().duration_s = *all / *rate;
  return true;
}

bool read_stats(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(locust(), input);
  const auto whole = source.read_all(kLargestText);
  read_table(whole.text, input, sink, [&](const CsvTable& table) { return take_stats(table, counts); });
  sink.on_run(counts.run());
  if (counts.empty())
    sink.on_note(kNothing);
  else
    counts.give(sink);
  return true;
}

// One row a second for all requests; with --csv-full-history also one for each name, and then
// percentiles are of the last ten seconds, else of the whole run.
class History {
 public:
  explicit History(Counts& counts) : counts_(counts) {}

  bool take(const CsvTable& table);
  void finish();

 private:
  struct Row {
    double at_s = 0, requests = 0, failed = 0;
    std::optional<double> users, p50_ms, p95_ms;
  };
  Counts& counts_;
  std::map<std::int64_t, Row> rows_;  // by second: a run that was started again writes on
  bool full_ = false;
  double most_users_ = 0;
  static constexpr std::size_t kMostRows = 200'000;
};

bool History::take(const CsvTable& table) {
  const auto time = table.number("Timestamp");
  const auto all = table.number("Total Request Count"), failed = table.number("Total Failure Count");
  if (!time || !all || !failed || *time < 1e9 || *time > 9e9) return false;
  if (table.text("Name") != kAll) {
    full_ = true;
    return true;
  }
  if (rows_.size() >= kMostRows) return true;
  Row& row = rows_[static_cast<std::int64_t>(*time)];
  row = {*time, *all, *failed, table.number("User Count"), table.number("50%"), table.number("95%")};
  most_users_ = std::max(most_users_, row.users.value_or(0));
  return true;
}

void History::finish() {
  if (rows_.empty()) return;
  const double start_s = rows_.begin()->second.at_s;
  Row before;
  before.at_s = start_s - 1;
  for (const auto& [second, row] : rows_) {
    model::SummarySlice slice;
    // Counts fall where the test was started anew.
    const bool anew = row.requests < before.requests;
    slice.start_s = std::max(0.0, before.at_s - start_s);
    slice.width_s = std::max(1.0, row.at_s - before.at_s);
    slice.requests = row.requests - (anew ? 0 : before.requests);
    slice.failed = std::max(0.0, row.failed - (anew ? 0 : before.failed));
    slice.users = row.users;
    if (full_) {
      slice.p50_ms = row.p50_ms;
      slice.p95_ms = row.p95_ms;
    }
    counts_.summary().slices.push_back(slice);
    before = row;
  }
  counts_.run().start_ns = static_cast<std::int64_t>(start_s) * 1'000'000'000;
  counts_.run().duration_s = before.at_s - start_s;
  if (most_users_ > 0) {
    counts_.run().vus_max = most_users_;
    counts_.gauge("vus_max", most_users_);
  }
}

bool read_history(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(locust(), input);
  History history(counts);
  const auto whole = source.read_all(kLargestText);
  read_table(whole.text, input, sink, [&](const CsvTable& table) { return history.take(table); });
  history.finish();
  sink.on_run(counts.run());
  if (counts.summary().slices.empty())
    sink.on_note(kNothing);
  else
    counts.give(sink);
  return true;
}

std::optional<std::int64_t> seen_at(const CsvTable& table, std::string_view column) {
  return parse_rfc3339_ns(table.text(column));
}

bool take_failure(const CsvTable& table, Counts& counts) {
  const auto count = table.number("Occurrences");
  if (!count) return false;
  model::FailureCount failure = locust_failure(table.text("Error"));
  failure.method = table.text("Method");
  failure.endpoint = table.text("Name");
  failure.count = *count;
  failure.first_ns = seen_at(table, "First Seen");
  failure.last_ns = seen_at(table, "Last Seen");
  failure.where = counts.at(table.line());
  counts.failure(std::move(failure));
  return true;
}

bool read_failures(input::Source& source, model::InputId input, Sink& sink) {
  Counts counts(locust(), input);
  const auto whole = source.read_all(kLargestText);
  read_table(whole.text, input, sink, [&](const CsvTable& table) { return take_failure(table, counts); });
  sink.on_run(counts.run());
  if (counts.empty())
    sink.on_note("holds a header and no failure");
  else
    counts.give(sink);
  return true;
}

// What a task of the user's own script threw: an event of the script, as often as it was thrown.
void tell_exception(const CsvTable& table, Sink& sink, model::InputId input) {
  model::LogEvent event;
  event.where = {input, table.line(), 0};
  event.level = model::Level::error;
  event.speaker = model::Speaker::k6;
  const std::string text = "locust task raised: " + std::string(table.text("Message")) + "\n" +
                           std::string(table.text("Traceback"));
  event.message = std::string_view(text).substr(0, text.find('\n'));
  event.text = text;
  constexpr double kMostTold = 1000;
  const double count = std::clamp(table.number("Count").value_or(1), 1.0, kMostTold);
  for (double told = 0; told < count; ++told) sink.on_event(event);
}

bool read_exceptions(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestText);
  std::size_t rows = 0;
  read_table(whole.text, input, sink, [&](const CsvTable& table) {
    if (!table.number("Count")) return false;
    ++rows;
    tell_exception(table, sink, input);
    return true;
  });
  sink.on_run(run_of(locust()));
  if (rows == 0) sink.on_note("holds a header and no exception");
  return true;
}

}  // namespace

const Adapter locust_stats = {
    .name = "locust-stats",
    .summary = "totals by name of Locust (--csv: _stats.csv)",
    .recognises = [](std::string_view head,
                     bool) { return begins(head, "Type,Name,Request Count,Failure Count,") ? 0.99 : 0; },
    .read = read_stats};

const Adapter locust_history = {
    .name = "locust-history",
    .summary = "totals of Locust second by second (--csv: _stats_history.csv)",
    .recognises =
        [](std::string_view head, bool) {
          return begins(head, "Timestamp,User Count,Type,Name,Requests/s,Failures/s,") ? 0.99 : 0;
        },
    .read = read_history};

const Adapter locust_failures = {
    .name = "locust-failures",
    .summary = "failures of Locust by their text (--csv: _failures.csv)",
    .recognises = [](std::string_view head,
                     bool) { return begins(head, "Method,Name,Error,Occurrences") ? 0.99 : 0; },
    .read = read_failures};

const Adapter locust_exceptions = {
    .name = "locust-exceptions",
    .summary = "exceptions of a Locust script (--csv: _exceptions.csv)",
    .recognises = [](std::string_view head,
                     bool) { return begins(head, "Count,Message,Traceback,Nodes") ? 0.99 : 0; },
    .read = read_exceptions};

}  // namespace loadtriage::formats::tools
