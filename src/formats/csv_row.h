// Rows of comma-separated values as RFC 4180 has them, with any separator.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::formats {

// Where the row that begins the text ends: behind its line feed, or at the text's end.
// Line feeds within quotes belong to the row. npos when a quoted field has no end.
std::size_t end_of_row(std::string_view text);

// The fields of one row without its line feed. They point into the row, or into
// `undone` where quotes were doubled; that is cleared first.
void split_row(std::string_view row, char separator, std::vector<std::string_view>& fields,
               std::string& undone);

}  // namespace loadtriage::formats
