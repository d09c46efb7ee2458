#include "formats/tools/csv_table.h"

#include <algorithm>

#include "base/text.h"
#include "formats/csv_row.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {

CsvTable::CsvTable(std::string_view text, char separator) : rest_(text), separator_(separator) {
  while (header_.empty() && !rest_.empty()) {
    const std::string_view row = take_row();
    if (trim(row).empty()) {
      ++fates_.blank;
      continue;
    }
    ++fates_.continuations;
    split_row(trim(row), separator_, fields_, undone_);
    for (const std::string_view field : fields_) header_.emplace_back(trim(field));
  }
}

// The next row without its end; its lines are counted.
std::string_view CsvTable::take_row() {
  std::size_t size = end_of_row(rest_);
  if (size == std::string_view::npos) size = std::min(rest_.find('\n'), rest_.size() - 1) + 1;
  std::string_view row = rest_.substr(0, size);
  rest_.remove_prefix(size);
  line_ = next_line_;
  while (!row.empty() && (row.back() == '\n' || row.back() == '\r')) row.remove_suffix(1);
  const auto more = static_cast<std::uint64_t>(std::count(row.begin(), row.end(), '\n'));
  next_line_ += more + 1;
  fates_.lines += more + 1;
  fates_.continuations += more;
  return row;
}

void CsvTable::settle() {
  if (!open_) return;
  open_ = false;
  if (understood_) {
    ++fates_.samples;
  } else {
    ++fates_.dropped;
    if (dropped_line_ == 0) dropped_line_ = line_;
  }
}

bool CsvTable::next() {
  while (!rest_.empty()) {
    settle();
    const std::string_view row = take_row();
    if (trim(row).empty()) {
      ++fates_.blank;
      continue;
    }
    open_ = true;
    understood_ = false;
    split_row(row, separator_, fields_, undone_);
    if (fields_.size() >= header_.size()) return true;
  }
  settle();
  return false;
}

void CsvTable::understood() { understood_ = true; }

std::size_t CsvTable::index_of(std::string_view column) const {
  return static_cast<std::size_t>(std::find(header_.begin(), header_.end(), column) - header_.begin());
}

bool CsvTable::has(std::string_view column) const { return index_of(column) < header_.size(); }

std::string_view CsvTable::text(std::string_view column) const {
  const std::size_t index = index_of(column);
  return index < header_.size() && index < fields_.size() ? trim(fields_[index]) : std::string_view();
}

std::optional<double> CsvTable::number(std::string_view column) const {
  const std::string_view field = text(column);
  return field.empty() ? std::nullopt : number_of(field);
}

model::LineFates CsvTable::fates() const { return fates_; }

}  // namespace loadtriage::formats::tools
