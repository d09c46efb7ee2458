// k6's raw points as comma-separated values (`--out csv=FILE`).
//
// Columns are known by their header; without one, k6's default order for their number
// is taken. Separators other than commas, all of k6's time formats (told apart by the
// values) and rows over several lines are read.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"
#include "formats/parallel_blocks.h"

namespace loadtriage::formats {

extern const Adapter k6_csv;

struct CsvColumns {
  char separator = ',';
  bool has_header = true;
  std::vector<std::string> names;
  std::size_t metric = 0, time = 1, value = 2;
  // Metric, time and value lead, as k6 writes them: then the rest of a row is its tags.
  bool usual_order = true;
};

// What the first row of an input says; nothing when it is no row of k6's points.
std::optional<CsvColumns> csv_columns(std::string_view first_row);

// Unix time in seconds, milliseconds, microseconds or nanoseconds (told apart by its
// size), or RFC 3339.
std::optional<std::int64_t> csv_time_ns(std::string_view text);

// What the adapter does with the blocks, with the number of threads given (0: as many
// as the machine has). False when the input does not begin with points of k6.
bool read_k6_csv(const NextBlock& next, model::InputId input, Sink& sink, unsigned threads);

}  // namespace loadtriage::formats
