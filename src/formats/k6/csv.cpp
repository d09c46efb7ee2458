#include "formats/k6/csv.h"

#include <algorithm>
#include <cstring>

#include "base/same_bytes.h"
#include "base/text.h"
#include "formats/csv_row.h"
#include "formats/k6/value.h"
#include "formats/row_blocks.h"
#include "formats/seen_metrics.h"
#include "formats/tag_sets.h"

namespace loadtriage::formats {
namespace {

// Tags of one column or more. `extra_tags` is `k=v&k=v` without any escapes, so a value
// with a `&` in it loses what follows.
void add_tags(std::string_view name, std::string_view value, model::Tags& tags) {
  if (value.empty() || name == "metadata") return;
  if (name != "extra_tags") {
    tags.items.emplace_back(name, value);
    return;
  }
  while (!value.empty()) {
    const std::size_t end = std::min(value.find('&'), value.size());
    const std::string_view pair = value.substr(0, end);
    value.remove_prefix(std::min(end + 1, value.size()));
    if (const std::size_t equals = pair.find('='); equals != std::string_view::npos)
      tags.items.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
  }
}

std::string_view without_line_end(std::string_view row) {
  if (!row.empty() && row.back() == '\n') row.remove_suffix(1);
  if (!row.empty() && row.back() == '\r') row.remove_suffix(1);
  return row;
}

// For TagSets::find: all of a row but the three leading columns, line end included.
bool parse_csv_tags(TagSets::Set& set, const void* how) {
  const CsvColumns& columns = *static_cast<const CsvColumns*>(how);
  std::vector<std::string_view> fields;
  split_row(without_line_end(set.written), columns.separator, fields, set.texts);
  if (fields.size() + 3 < columns.names.size()) return false;
  for (std::size_t i = 0; i + 3 < columns.names.size(); ++i)
    add_tags(columns.names[i + 3], fields[i], set.tags);
  return true;
}

constexpr char kUnit = '\x1f', kPair = '\x1e';

// For TagSets::find: `name US value RS` for each tag, as read_any() writes them.
bool parse_unit_tags(TagSets::Set& set, const void*) {
  std::string_view rest = set.written;
  while (!rest.empty()) {
    const std::size_t unit = rest.find(kUnit), end = rest.find(kPair);
    if (unit == std::string_view::npos || end == std::string_view::npos || end < unit) return false;
    add_tags(rest.substr(0, unit), rest.substr(unit + 1, end - unit - 1), set.tags);
    rest.remove_prefix(end + 1);
  }
  return true;
}

class CsvReader final : public BlockReader {
 public:
  CsvReader(const CsvColumns& columns, model::InputId input, Sink& sink) : columns_(columns), sink_(sink) {
    sample_.where.input = input;
  }

  void read(std::string_view text, std::uint64_t first_line, std::uint64_t offset) override {
    sample_.where.line = first_line;
    const char* end = text.data() + text.size();
    for (const char* at = text.data(); at < end; ++sample_.where.line) {
      sample_.where.offset = offset + static_cast<std::uint64_t>(at - text.data());
      ++fates_.lines;
      const char* next = columns_.usual_order ? read_usual(at, end) : nullptr;
      at = next != nullptr ? next : read_any(at, end);
    }
  }

  void finish() override { sink_.on_lines(fates_); }

 private:
  const char* read_usual(const char* at, const char* end);
  const char* read_any(const char* at, const char* end);
  const char* read_fields();
  SeenMetric& metric_named(std::string_view name);
  const char* behind_field(const char* at, const char* end) const;
  const char* read_metric(const char* at, const char* end);
  const char* read_time(const char* at, const char* end);

  const CsvColumns& columns_;
  Sink& sink_;
  model::Sample sample_;  // of the row at hand
  model::LineFates fates_;
  TagSets sets_;
  std::string time_;  // the last time and the separator behind it
  SeenMetrics metrics_;
  std::vector<std::string_view> fields_;
  std::string undone_, written_;
};

SeenMetric& CsvReader::metric_named(std::string_view name) {
  SeenMetric& metric = metrics_.find(name);
  // A name that was written within quotes does not begin a row as it is.
  const char needs_quotes[] = {columns_.separator, '"', '\n', '\0'};
  if (metric.before.empty() && name.find_first_of(needs_quotes) == std::string_view::npos)
    (metric.before = name) += columns_.separator;
  metrics_.follow(metric);
  return metric;
}

// Behind the field at `at` and its separator; null where it has quotes or ends the row.
const char* CsvReader::behind_field(const char* at, const char* end) const {
  while (at < end && *at != columns_.separator && *at != '"' && *at != '\n') ++at;
  return at < end && *at == columns_.separator ? at + 1 : nullptr;
}

const char* CsvReader::read_metric(const char* at, const char* end) {
  if (const SeenMetric* metric = metrics_.expected(at, end, &SeenMetric::before)) {
    sample_.metric = metric->name;
    return at + metric->before.size();
  }
  const char* behind = behind_field(at, end);
  if (behind == nullptr || behind == at + 1) return nullptr;
  sample_.metric = metric_named({at, static_cast<std::size_t>(behind - 1 - at)}).name;
  return behind;
}

const char* CsvReader::read_time(const char* at, const char* end) {
  if (!time_.empty() && begins_with(at, end, time_)) return at + time_.size();
  const char* behind = behind_field(at, end);
  if (behind == nullptr) return nullptr;
  const auto ns = csv_time_ns({at, static_cast<std::size_t>(behind - 1 - at)});
  if (!ns) return nullptr;
  time_.assign(at, behind);
  sample_.time_ns = *ns;
  return behind;
}

// A row of one line whose leading columns have no quotes. Null for any other; the start
// of the next line otherwise.
const char* CsvReader::read_usual(const char* at, const char* end) {
  at = read_metric(at, end);
  if (at != nullptr) at = read_time(at, end);
  if (at == nullptr || !take_value_before(columns_.separator, at, end, sample_.value)) return nullptr;
  ++at;
  const TagSets::Set* set = sets_.expected(at, end);
  if (set == nullptr) {
    const auto* feed = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
    if (feed == nullptr) return nullptr;
    const std::string_view rest(at, static_cast<std::size_t>(feed + 1 - at));
    if (end_of_row(rest) != rest.size()) return nullptr;
    set = sets_.find(rest, parse_csv_tags, &columns_);
    if (set == nullptr) return nullptr;
  }
  at += set->written.size();
  sample_.tags = &set->tags;
  ++fates_.samples;
  sink_.on_sample(sample_);
  return at;
}

// Null when the fields are a point, or why they are not.
const char* CsvReader::read_fields() {
  if (fields_.size() < columns_.names.size()) return "row with too few columns";
  if (fields_[columns_.metric].empty()) return "row without a metric";
  const auto ns = csv_time_ns(fields_[columns_.time]);
  if (!ns) return "row whose time is in no format of k6";
  const std::string_view value = fields_[columns_.value];
  const char* at = value.data();
  if (!take_value(at, value.data() + value.size(), sample_.value) || at != value.data() + value.size())
    return "row without a number";
  written_.clear();
  for (std::size_t i = 0; i < columns_.names.size(); ++i) {
    if (i == columns_.metric || i == columns_.time || i == columns_.value || fields_[i].empty()) continue;
    ((written_ += columns_.names[i]) += kUnit).append(fields_[i]) += kPair;
  }
  time_.clear();
  sample_.time_ns = *ns;
  // Not written as the end of a row is, so no row may be taken to begin so.
  sets_.break_off();
  const TagSets::Set* set = sets_.find(written_, parse_unit_tags);
  sets_.break_off();
  if (set == nullptr) return "row with control characters";
  sample_.metric = metric_named(fields_[columns_.metric]).name;
  sample_.tags = &set->tags;
  sink_.on_sample(sample_);
  return nullptr;
}

const char* CsvReader::read_any(const char* at, const char* end) {
  const std::string_view text(at, static_cast<std::size_t>(end - at));
  std::size_t size = end_of_row(text);
  const bool endless = size == std::string_view::npos;
  if (endless) size = std::min(text.find('\n'), text.size() - 1) + 1;
  const std::string_view row = without_line_end(text.substr(0, size));
  const auto more = static_cast<std::uint64_t>(std::count(row.begin(), row.end(), '\n'));
  const char* why = endless ? "quoted field without an end" : nullptr;
  if (why == nullptr && trim(row).empty()) {
    ++fates_.blank;
  } else {
    if (why == nullptr) {
      split_row(row, columns_.separator, fields_, undone_);
      // Files put together have the header once more.
      if (fields_.size() > columns_.metric && fields_[columns_.metric] == "metric_name") {
        ++fates_.continuations;
        return at + size;
      }
      why = read_fields();
    }
    if (why != nullptr) sink_.on_drop(sample_.where, why);
    ++(why != nullptr ? fates_.dropped : fates_.samples);
  }
  fates_.lines += more;
  fates_.continuations += more;
  sample_.where.line += more;
  return at + size;
}

Sureness recognises_csv(std::string_view head, bool) {
  while (!head.empty() && (head.front() == '\n' || head.front() == '\r')) head.remove_prefix(1);
  const auto columns = csv_columns(head);
  if (!columns) return 0;
  return columns->has_header ? 0.98 : 0.8;
}

}  // namespace

bool read_k6_csv(const NextBlock& next, model::InputId input, Sink& sink, unsigned threads) {
  RowBlocks blocks(next);
  input::OwnedBlock first;
  if (!blocks.next(first)) return true;
  model::LineFates fates;
  while (!first.text.empty() && trim(first.text.substr(0, first.text.find('\n'))).empty()) {
    take_line(first);
    ++fates.lines;
    ++fates.blank;
  }
  const auto columns = csv_columns(first.text);
  if (!columns) {
    sink.on_note("the first row names no columns of k6's points and holds none");
    return false;
  }
  if (columns->has_header) {
    take_line(first);
    ++fates.lines;
    ++fates.continuations;
  }
  sink.on_lines(fates);
  bool taken = false;
  const NextBlock rest = [&](input::OwnedBlock& block) {
    if (taken) return blocks.next(block);
    taken = true;
    block = std::move(first);
    return true;
  };
  const MakeReader make = [&](Sink& part) { return std::make_unique<CsvReader>(*columns, input, part); };
  read_blocks(rest, sink, make, threads);
  return true;
}

const Adapter k6_csv = {.name = "k6-csv",
                        .summary = "raw points of k6 run --out csv",
                        .recognises = recognises_csv,
                        .read = [](input::Source& source, model::InputId input, Sink& sink) {
                          const NextBlock next = [&](input::OwnedBlock& block) { return source.next(block); };
                          return read_k6_csv(next, input, sink, 0);
                        }};

}  // namespace loadtriage::formats
