#include "formats/tools/rows/jmeter_jtl.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "formats/csv_row.h"
#include "formats/time/timestamps.h"
#include "formats/tools/rows/jmeter.h"
#include "formats/tools/rows/requests.h"

namespace loadtriage::formats::tools {
namespace {

// The order without a header, as jmeter.properties of 5.x and 3.x have it.
constexpr std::array<std::string_view, 17> kDefault = {
    "timeStamp",  "elapsed", "label",          "responseCode", "responseMessage", "threadName",
    "dataType",   "success", "failureMessage", "bytes",        "sentBytes",       "grpThreads",
    "allThreads", "URL",     "Latency",        "IdleTime",     "Connect"};

struct Column {
  std::string_view name;
  std::size_t JtlColumns::*place;
};
constexpr Column kColumns[] = {{"timeStamp", &JtlColumns::time},
                               {"elapsed", &JtlColumns::elapsed},
                               {"label", &JtlColumns::label},
                               {"responseCode", &JtlColumns::code},
                               {"responseMessage", &JtlColumns::message},
                               {"threadName", &JtlColumns::thread},
                               {"success", &JtlColumns::success},
                               {"failureMessage", &JtlColumns::failure},
                               {"bytes", &JtlColumns::bytes},
                               {"sentBytes", &JtlColumns::sent},
                               {"allThreads", &JtlColumns::threads},
                               {"Latency", &JtlColumns::latency},
                               {"Connect", &JtlColumns::connect}};

constexpr std::int64_t kLongest_ms = 10'000'000'000;
constexpr std::string_view kTransaction = "Number of samples in transaction :";

template <typename Names>
JtlColumns place_columns(const Names& names, Table table) {
  JtlColumns columns;
  columns.table = table;
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const Column& column : kColumns)
      if (names[i] == column.name) columns.*column.place = i;
  columns.needed = names.size();
  return columns;
}

bool is_word(std::string_view field) { return field == "true" || field == "false"; }

// A row of milliseconds since 1970, milliseconds, four texts, one more, `true` or `false`.
bool is_default_row(const std::vector<std::string>& row) {
  if (row.size() != kDefault.size() && row.size() + 1 != kDefault.size()) return false;
  const auto time = whole_number(row[0]), elapsed = whole_number(row[1]);
  constexpr std::int64_t kFrom = 1'000'000'000'000, kTo = 4'000'000'000'000;  // 2001 to 2096
  return time && *time >= kFrom && *time < kTo && elapsed && *elapsed >= 0 && is_word(row[7]);
}

std::optional<JtlColumns> without_header(std::string_view head) {
  const auto row = first_row(head, ',');
  if (!is_default_row(row)) return std::nullopt;
  std::vector<std::string_view> names(kDefault.begin(), kDefault.end());
  if (row.size() < kDefault.size()) std::erase(names, "URL");  // before 5.0
  return place_columns(names, {',', false});
}

// Whether the whole rows of the head are of transactions alone.
bool transactions_only(std::string_view head, const JtlColumns& columns) {
  if (columns.message == JtlColumns::kNone) return false;
  std::vector<std::string_view> fields;
  std::string undone;
  std::size_t rows = 0;
  for (bool first = columns.table.has_header; !head.empty(); first = false) {
    const std::size_t size = end_of_row(head);
    if (size == std::string_view::npos || head[size - 1] != '\n') break;
    if (!first) {
      split_row(trim(head.substr(0, size)), columns.table.separator, fields, undone);
      if (fields.size() <= columns.message) break;
      if (fields[columns.message].substr(0, kTransaction.size()) != kTransaction) return false;
      ++rows;
    }
    head.remove_prefix(size);
  }
  return rows > 0;
}

class JtlRows final : public Rows {
 public:
  JtlRows(const JtlColumns& columns, model::InputId input, Sink& sink)
      : columns_(columns), requests_(input, sink) {}

  Fate read(std::span<const std::string_view> fields, model::SourceRef where) override;
  void finish() override { requests_.finish(); }

 private:
  std::string_view at(std::span<const std::string_view> fields, std::size_t column) const {
    return column < fields.size() ? fields[column] : std::string_view();
  }
  std::optional<std::int64_t> start_ns(std::string_view time);
  void set_look(std::span<const std::string_view> fields, Request& request);
  void set_parts(std::span<const std::string_view> fields, Request& request) const;

  const JtlColumns& columns_;
  Requests requests_;
  TimestampReader stamps_;
  std::string error_;
};

// Milliseconds since 1970, or a date by jmeter.save.saveservice.timestamp_format.
std::optional<std::int64_t> JtlRows::start_ns(std::string_view time) {
  if (const auto ms = whole_number(time)) {
    constexpr std::int64_t kMost_ms = 9'000'000'000'000;
    return *ms > 0 && *ms < kMost_ms ? std::optional(*ms * 1'000'000) : std::nullopt;
  }
  const auto stamp = stamps_.read(time);
  return stamp && stamp->dated ? std::optional(stamp->ns) : std::nullopt;
}

void JtlRows::set_look(std::span<const std::string_view> fields, Request& request) {
  request.name = at(fields, columns_.label);
  request.scenario = thread_group(at(fields, columns_.thread));
  const std::string_view code = at(fields, columns_.code);
  request.status = http_status(code);
  if (!request.failed) return;
  const std::string_view failure = at(fields, columns_.failure);
  if (request.status == 0)
    error_ = jmeter_error(code, at(fields, columns_.message));
  else
    error_ = assertion_text(failure);
  request.error = error_;
}

// What a sample without a response spent on connecting was in vain.
void JtlRows::set_parts(std::span<const std::string_view> fields, Request& request) const {
  if (request.status == 0) return;
  const auto connect = whole_number(at(fields, columns_.connect));
  const auto latency = whole_number(at(fields, columns_.latency));
  if (connect) request.connecting_ms = static_cast<double>(*connect);
  if (!latency) return;
  request.waiting_ms = std::max(0.0, static_cast<double>(*latency) - request.connecting_ms.value_or(0));
  request.receiving_ms = std::max(0.0, request.duration_ms - static_cast<double>(*latency));
}

Rows::Fate JtlRows::read(std::span<const std::string_view> fields, model::SourceRef where) {
  if (fields[0] == "timeStamp") return {Fate::passed_over, {}};  // files put together
  if (fields.size() < columns_.needed || fields.size() <= columns_.success)
    return {Fate::dropped, "row with too few fields"};
  const auto start = start_ns(at(fields, columns_.time));
  if (!start) return {Fate::dropped, "row without a time"};
  const auto elapsed = whole_number(at(fields, columns_.elapsed));
  if (!elapsed || *elapsed < 0 || *elapsed > kLongest_ms)
    return {Fate::dropped, "row without an elapsed time"};
  const std::string_view success = at(fields, columns_.success);
  if (!is_word(success)) return {Fate::dropped, "row that says neither true nor false of its success"};
  Request request;
  request.where = where;
  request.duration_ms = static_cast<double>(*elapsed);
  request.end_ns = *start + *elapsed * 1'000'000;
  request.failed = success == "false";
  set_look(fields, request);
  const bool whole = at(fields, columns_.message).substr(0, kTransaction.size()) == kTransaction;
  if (whole && !columns_.transactions_only) {
    requests_.group(request);
    return {};
  }
  if (whole) request.error = {};
  set_parts(fields, request);
  requests_.add(request);
  if (const auto threads = whole_number(at(fields, columns_.threads)))
    requests_.users(*start, static_cast<double>(*threads));
  // The size of a sample without a response is that of its stack trace.
  if (request.status > 0)
    requests_.bytes(static_cast<double>(whole_number(at(fields, columns_.bytes)).value_or(0)),
                    static_cast<double>(whole_number(at(fields, columns_.sent)).value_or(0)));
  return {};
}

bool dated_by_hand(std::string_view head, const JtlColumns& columns) {
  const std::size_t second = columns.table.has_header ? head.find('\n') : 0;
  if (second == std::string_view::npos || columns.time == JtlColumns::kNone) return false;
  const auto row = first_row(head.substr(second), columns.table.separator);
  return row.size() > columns.time && !row[columns.time].empty() && !whole_number(row[columns.time]);
}

Sureness recognises(std::string_view head, bool) {
  const auto columns = jtl_columns(head);
  if (!columns) return 0;
  return columns->table.has_header ? 0.99 : 0.9;
}

}  // namespace

std::optional<JtlColumns> jtl_columns(std::string_view head) {
  while (!head.empty() && (head.front() == '\n' || head.front() == '\r')) head.remove_prefix(1);
  constexpr std::string_view kFirst = "timeStamp", kSecond = "elapsed";
  std::optional<JtlColumns> columns;
  if (head.substr(0, kFirst.size()) == kFirst && head.size() > kFirst.size() + kSecond.size()) {
    const char separator = head[kFirst.size()];
    if (head.substr(kFirst.size() + 1, kSecond.size()) != kSecond) return std::nullopt;
    columns = place_columns(first_row(head, separator), {separator, true});
    if (columns->success == JtlColumns::kNone || columns->label == JtlColumns::kNone) return std::nullopt;
  } else {
    columns = without_header(head);
  }
  if (columns) columns->transactions_only = transactions_only(head, *columns);
  return columns;
}

bool read_jtl(const NextBlock& next, const JtlColumns& columns, model::InputId input, Sink& sink,
              unsigned threads) {
  sink.on_run(jmeter_run());
  if (columns.transactions_only)
    sink.on_note(
        "holds transactions alone: they are taken for requests, as the samples in them were not saved");
  const MakeRows make = [&](Sink& part) { return std::make_unique<JtlRows>(columns, input, part); };
  read_rows(next, columns.table, input, sink, make, threads);
  return true;
}

const Adapter jmeter_jtl = {
    .name = "jmeter-jtl",
    .summary = "samples of JMeter as CSV (jmeter -n -l results.jtl), also Taurus' kpi.jtl",
    .recognises = recognises,
    .read = [](input::Source& source, model::InputId input, Sink& sink) {
      const std::string_view head = source.head();
      const auto columns = jtl_columns(head);
      if (!columns) {
        sink.on_note("the first row names no columns of JMeter's samples and holds none");
        return false;
      }
      if (dated_by_hand(head, *columns)) sink.on_note("times are written without a zone and taken for UTC");
      const NextBlock next = [&](input::OwnedBlock& block) { return source.next(block); };
      return read_jtl(next, *columns, input, sink, 0);
    }};

}  // namespace loadtriage::formats::tools
