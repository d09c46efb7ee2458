// A small table of comma-separated values with a header, row by row.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"

namespace loadtriage::formats::tools {

class CsvTable {
 public:
  // `text` begins with the header and must outlive this.
  explicit CsvTable(std::string_view text, char separator = ',');

  const std::vector<std::string>& header() const { return header_; }
  bool has(std::string_view column) const;

  // The next row that is not blank. Of a row that is cut or has a field without an end nothing
  // is given; it counts as dropped.
  bool next();
  std::uint64_t line() const { return line_; }
  // Empty where there is no such column.
  std::string_view text(std::string_view column) const;
  std::optional<double> number(std::string_view column) const;
  // What the row was for; without a word of it, nothing understood it.
  void understood();
  model::LineFates fates() const;
  // The first row that was dropped; 0 for none.
  std::uint64_t dropped_line() const { return dropped_line_; }

 private:
  std::size_t index_of(std::string_view column) const;
  std::string_view take_row();
  void settle();

  std::string_view rest_;
  char separator_;
  std::vector<std::string> header_;
  std::vector<std::string_view> fields_;
  std::string undone_;
  std::uint64_t line_ = 0, next_line_ = 1, dropped_line_ = 0;
  bool open_ = false, understood_ = false;
  model::LineFates fates_;
};

// Reads all of a source as such a table: `row` is called for each and says whether it understood
// it. The fates are told; what was dropped, too.
template <typename Row>
void read_table(std::string_view text, model::InputId input, Sink& sink, Row row, char separator = ',') {
  CsvTable table(text, separator);
  while (table.next())
    if (row(table)) table.understood();
  sink.on_lines(table.fates());
  if (table.dropped_line() != 0)
    sink.on_drop({input, table.dropped_line(), 0}, "row that is cut or holds no figures");
}

}  // namespace loadtriage::formats::tools
