#include "formats/tools/rows/row_reader.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstring>
#include <optional>

#include "base/text.h"
#include "formats/csv_row.h"

namespace loadtriage::formats::tools {
namespace {

class RowReader final : public BlockReader {
 public:
  RowReader(const Table& table, model::InputId input, Sink& sink, std::unique_ptr<Rows> rows,
            std::atomic<std::uint64_t>& samples)
      : table_(table), sink_(sink), rows_(std::move(rows)), samples_(samples) {
    where_.input = input;
  }

  void read(std::string_view text, std::uint64_t first_line, std::uint64_t offset) override {
    where_.line = first_line;
    const char* const begin = text.data();
    for (std::size_t at = 0; at < text.size(); ++where_.line) {
      where_.offset = offset + static_cast<std::uint64_t>(at);
      at += read_row({begin + at, text.size() - at});
    }
  }

  void finish() override {
    rows_->finish();
    sink_.on_lines(fates_);
    samples_ += fates_.samples;
  }

 private:
  std::size_t read_row(std::string_view text);
  void split_plain(std::string_view row);
  void take(std::string_view row);
  void drop(std::string_view why);

  const Table& table_;
  Sink& sink_;
  std::unique_ptr<Rows> rows_;
  std::atomic<std::uint64_t>& samples_;  // of all readers
  model::SourceRef where_;
  model::LineFates fates_;
  std::vector<std::string_view> fields_;
  std::string undone_;
};

void RowReader::split_plain(std::string_view row) {
  fields_.clear();
  const char* at = row.data();
  const char* const end = at + row.size();
  for (;;) {
    const auto* next = static_cast<const char*>(
        at == end ? nullptr : std::memchr(at, table_.separator, static_cast<std::size_t>(end - at)));
    if (next == nullptr) break;
    fields_.emplace_back(at, static_cast<std::size_t>(next - at));
    at = next + 1;
  }
  fields_.emplace_back(at, static_cast<std::size_t>(end - at));
}

void RowReader::drop(std::string_view why) {
  sink_.on_drop(where_, why);
  ++fates_.dropped;
}

void RowReader::take(std::string_view row) {
  if (trim(row).empty()) {
    ++fates_.blank;
    return;
  }
  if (!table_.quoted || row.find('"') == std::string_view::npos)
    split_plain(row);
  else
    split_row(row, table_.separator, fields_, undone_);
  const Rows::Fate fate = rows_->read(fields_, where_);
  if (fate.kind == Rows::Fate::dropped) return drop(fate.why);
  ++(fate.kind == Rows::Fate::sample ? fates_.samples : fates_.continuations);
}

// How long the row is, its line feed included.
std::size_t RowReader::read_row(std::string_view text) {
  ++fates_.lines;
  std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
  if (table_.quoted && text.substr(0, size).find('"') != std::string_view::npos) {
    const std::size_t quoted = end_of_row(text);
    if (quoted == std::string_view::npos) {
      drop("quoted field without an end");
      return size;
    }
    size = quoted;
  }
  std::string_view row = text.substr(0, size);
  while (!row.empty() && (row.back() == '\n' || row.back() == '\r')) row.remove_suffix(1);
  take(row);
  const auto more = static_cast<std::uint64_t>(std::count(row.begin(), row.end(), '\n'));
  fates_.lines += more;
  fates_.continuations += more;
  where_.line += more;
  return size;
}

}  // namespace

void read_rows(const NextBlock& next, const Table& table, model::InputId input, Sink& sink,
               const MakeRows& make, unsigned threads) {
  RowBlocks mended(next);
  const NextBlock blocks = [&](input::OwnedBlock& block) {
    return table.quoted ? mended.next(block) : next(block);
  };
  input::OwnedBlock first;
  if (!blocks(first)) return;
  model::LineFates fates;
  while (!first.text.empty() && trim(first.text.substr(0, first.text.find('\n'))).empty()) {
    take_line(first);
    ++fates.lines;
    ++fates.blank;
  }
  if (table.has_header && !first.text.empty()) {
    take_line(first);
    ++fates.lines;
    ++fates.continuations;
  }
  sink.on_lines(fates);
  bool taken = false;
  const NextBlock rest = [&](input::OwnedBlock& block) {
    if (taken) return blocks(block);
    taken = true;
    block = std::move(first);
    return true;
  };
  std::atomic<std::uint64_t> samples = 0;
  const MakeReader make_reader = [&](Sink& part) {
    return std::make_unique<RowReader>(table, input, part, make(part), samples);
  };
  read_blocks(rest, sink, make_reader, threads);
  if (samples == 0) sink.on_note("holds no sample: no request was sent, or none was written");
}

void read_rows(input::Source& source, const Table& table, model::InputId input, Sink& sink,
               const MakeRows& make) {
  read_rows([&](input::OwnedBlock& block) { return source.next(block); }, table, input, sink, make);
}

std::vector<std::string> first_row(std::string_view head, char separator) {
  while (!head.empty() && (head.front() == '\n' || head.front() == '\r')) head.remove_prefix(1);
  const std::size_t end = end_of_row(head);
  std::string_view row = head.substr(0, std::min(end, head.find('\n')));
  while (!row.empty() && row.back() == '\r') row.remove_suffix(1);
  std::vector<std::string_view> fields;
  std::string undone;
  split_row(row, separator, fields, undone);
  std::vector<std::string> names;
  for (const std::string_view field : fields) names.emplace_back(trim(field));
  return names;
}

std::optional<std::int64_t> whole_number(std::string_view field) {
  std::int64_t number = 0;
  const char* end = field.data() + field.size();
  const auto read = std::from_chars(field.data(), end, number);
  if (read.ec != std::errc{} || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace loadtriage::formats::tools
