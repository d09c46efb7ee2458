// What the samples of each declared format are taken for: how well formats are told apart.
#pragma once
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "formats/lines/line_format.h"

namespace loadtriage::formats {

struct ConfusionRow {
  std::string format;
  std::size_t lines = 0;                     // of its samples
  std::string together;                      // what they are taken for as one file
  std::map<std::string, std::size_t> alone;  // what each event is taken for as a file of its own
};

// One row for each format, in the catalogue's order.
std::vector<ConfusionRow> confusion_of(const Catalogue& catalogue);

}  // namespace loadtriage::formats
