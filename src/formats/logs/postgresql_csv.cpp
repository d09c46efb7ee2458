#include "formats/logs/postgresql_csv.h"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "base/text.h"
#include "formats/csv_row.h"
#include "formats/lines/levels.h"
#include "formats/time/timestamps.h"

namespace loadtriage::formats {
namespace {

enum Column : std::size_t {
  kLogTime = 0,
  kProcess = 3,
  kSession = 5,
  kSeverity = 11,
  kSqlState = 12,
  kMessage = 13,
  kFewest = 22
};
struct RowPart {
  std::size_t column;
  std::string_view label;
};
// What the server's own log writes below a message, in its order and words.
constexpr std::array<RowPart, 6> kBelow = {{{14, "DETAIL:  "},
                                            {15, "HINT:  "},
                                            {16, "QUERY:  "},
                                            {18, "CONTEXT:  "},
                                            {21, "LOCATION:  "},
                                            {19, "STATEMENT:  "}}};
constexpr std::array<RowPart, 7> kFields = {{{1, "user"},
                                             {2, "database"},
                                             {3, "pid"},
                                             {4, "client"},
                                             {7, "command"},
                                             {12, "sqlstate"},
                                             {22, "application"}}};
constexpr std::array<std::string_view, 9> kSeverities = {"LOG",  "ERROR", "FATAL", "WARNING",  "NOTICE",
                                                         "INFO", "PANIC", "DEBUG", "STATEMENT"};

// A quote that nobody closes must not swallow the rest of the log.
constexpr std::size_t kLongestRecord = std::size_t{1} << 20;
constexpr int kSniffedRows = 40;

bool is_count(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
}

// Whether the fields are those that any record begins with.
bool begins_record(const std::vector<std::string_view>& fields, TimestampReader& times) {
  if (fields.size() <= kMessage || !is_count(fields[kProcess])) return false;
  if (fields[kSession].find('.') == std::string_view::npos ||
      fields[kSession].find_first_not_of("0123456789abcdef.") != std::string_view::npos)
    return false;
  const std::string_view severity = fields[kSeverity];
  if (std::none_of(kSeverities.begin(), kSeverities.end(),
                   [&](std::string_view known) { return severity.starts_with(known); }))
    return false;
  return fields[kSqlState].size() == 5 && times.read(fields[kLogTime]).has_value();
}

bool begins_with_time(std::string_view line) {
  return line.size() > 24 && line[4] == '-' && line[10] == ' ' && line[13] == ':' && line[19] == '.';
}

class RowReader {
 public:
  explicit RowReader(Sink& sink) : sink_(sink) {}

  void line(std::string_view line, model::SourceRef where) {
    ++fates_.lines;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    const bool odd = std::count(line.begin(), line.end(), '"') % 2 != 0;
    if (open_ && (record_.size() > kLongestRecord || restarts(line))) drop("record without an end");
    if (open_) {
      (record_ += '\n') += line;
      ++lines_;
      if (odd) end_open();
      return;
    }
    if (trim(line).empty()) {
      ++fates_.blank;
      return;
    }
    where_ = where;
    lines_ = 1;
    if (!odd) return take(line);
    record_.assign(line);
    open_ = true;
  }

  void finish() {
    if (open_) drop("record cut short at the end");
    sink_.on_lines(fates_);
  }

 private:
  // A line within quotes that is a whole record of its own: the quotes were damaged.
  bool restarts(std::string_view line) {
    if (!begins_with_time(line)) return false;
    split_row(line, ',', fields_, undone_);
    return fields_.size() >= kFewest && begins_record(fields_, times_);
  }

  void end_open() {
    open_ = false;
    take(record_);
  }

  void drop(std::string_view why) {
    open_ = false;
    fates_.dropped += lines_;
    sink_.on_drop(where_, why);
  }

  void take(std::string_view row) {
    split_row(row, ',', fields_, undone_);
    if (!begins_record(fields_, times_)) return drop("no record of a csvlog");
    ++fates_.events;
    fates_.continuations += lines_ - 1;
    model::LogEvent event;
    event.where = where_;
    const auto stamp = times_.read(fields_[kLogTime]);
    event.time_ns = stamp->ns;
    event.zone_stated = stamp->zone_stated;
    event.level = fields_[kSeverity] == "PANIC" ? model::Level::fatal : level_of_word(fields_[kSeverity]);
    if (event.level == model::Level::unknown) event.level = model::Level::debug;  // DEBUG1 to DEBUG5
    event.message = fields_[kMessage];
    event.text = text();
    for (const RowPart& part : kFields)
      if (part.column < fields_.size() && !fields_[part.column].empty() &&
          !(part.column == kSqlState && fields_[kSqlState] == "00000"))
        event.fields.emplace_back(part.label, fields_[part.column]);
    sink_.on_event(event);
  }

  // As the server's stderr log has it, so that the same signatures read both.
  std::string_view text() {
    text_.assign(fields_[kSeverity]).append(":  ");
    if (fields_[kSqlState].substr(0, 2) != "00") text_.append(fields_[kSqlState]).append(": ");
    text_.append(fields_[kMessage]);
    for (const RowPart& part : kBelow)
      if (part.column < fields_.size() && !fields_[part.column].empty())
        text_.append("\n").append(part.label).append(fields_[part.column]);
    return text_;
  }

  Sink& sink_;
  model::LineFates fates_;
  TimestampReader times_;
  bool open_ = false;  // within the quotes of a record
  std::uint64_t lines_ = 0;
  model::SourceRef where_;
  std::string record_, undone_, text_;
  std::vector<std::string_view> fields_;
};

Sureness recognises_rows(std::string_view head, bool) {
  TimestampReader times;
  std::vector<std::string_view> fields;
  std::string undone;
  for (int lines = 0; !head.empty() && lines < kSniffedRows; ++lines) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    if (const std::string_view line = head.substr(0, end); begins_with_time(line)) {
      split_row(line, ',', fields, undone);
      if (begins_record(fields, times)) return 0.97;
    }
    head.remove_prefix(std::min(end + 1, head.size()));
  }
  return 0;
}

bool read_rows(input::Source& source, model::InputId input, Sink& sink) {
  RowReader reader(sink);
  input::Block block;
  while (source.next(block)) {
    std::uint64_t number = block.first_line, offset = block.offset;
    for (std::string_view rest = block.text; !rest.empty(); ++number) {
      const std::size_t end = std::min(rest.find('\n'), rest.size());
      reader.line(rest.substr(0, end), {input, number, offset});
      const std::size_t taken = std::min(end + 1, rest.size());
      rest.remove_prefix(taken);
      offset += taken;
    }
  }
  reader.finish();
  return true;
}

}  // namespace

const Adapter postgresql_csv = {.name = "postgresql-csv",
                                .summary = "PostgreSQL's csvlog",
                                .recognises = recognises_rows,
                                .read = read_rows};

}  // namespace loadtriage::formats
