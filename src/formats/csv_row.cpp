#include "formats/csv_row.h"

#include <algorithm>

namespace loadtriage::formats {
namespace {

// A quote that nobody closes must not swallow the rest of the input.
constexpr std::size_t kLongestRow = std::size_t{64} << 10;

// Takes the quoted field at the start of `rest`, doubled quotes undone.
std::string_view take_quoted(std::string_view& rest, std::string& undone) {
  rest.remove_prefix(1);
  const std::size_t begin = undone.size();
  bool doubled = false;
  std::size_t i = 0;
  for (; i < rest.size(); ++i) {
    if (rest[i] != '"') continue;
    if (i + 1 >= rest.size() || rest[i + 1] != '"') break;
    doubled = true;
    ++i;
  }
  const std::string_view field = rest.substr(0, std::min(i, rest.size()));
  rest.remove_prefix(std::min(i + 1, rest.size()));
  if (!doubled) return field;
  for (std::size_t k = 0; k < field.size(); ++k) {
    undone += field[k];
    if (field[k] == '"') ++k;
  }
  return std::string_view(undone).substr(begin);
}

}  // namespace

std::size_t end_of_row(std::string_view text) {
  bool quoted = false;
  const std::size_t most = std::min(text.size(), kLongestRow);
  for (std::size_t i = 0; i < most; ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) return i + 1;
  }
  return quoted || text.size() > most ? std::string_view::npos : text.size();
}

void split_row(std::string_view row, char separator, std::vector<std::string_view>& fields,
               std::string& undone) {
  fields.clear();
  undone.clear();
  undone.reserve(row.size());  // so that what points into it stays
  for (;;) {
    std::string_view quoted;
    const bool is_quoted = !row.empty() && row.front() == '"';
    if (is_quoted) quoted = take_quoted(row, undone);
    const std::size_t end = std::min(row.find(separator), row.size());
    // What stands behind a closing quote is not RFC 4180 and is left out.
    fields.push_back(is_quoted ? quoted : row.substr(0, end));
    if (end == row.size()) return;
    row.remove_prefix(end + 1);
  }
}

}  // namespace loadtriage::formats
