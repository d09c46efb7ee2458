// Undoes the escapes of quoted texts: JSON's, and those of Go's %q in k6's log lines.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::formats {

// Appends what stands between the quotes with its escapes undone. An escape that is
// none stays as it is written; lone surrogates become U+FFFD. Never longer than `text`.
void append_unescaped(std::string_view text, std::string& to);

// Where the next quote or backslash stands from `at` on; the text's size if there is none.
std::size_t end_of_plain(std::string_view text, std::size_t at);

// Where the text that begins behind an opening quote ends: the index of the closing
// quote, or the text's size when it is cut.
std::size_t end_of_quoted(std::string_view text);

// Where the value that `rest` begins with ends in a JSON object: at the comma or brace
// behind it, nested values and strings skipped. At or beyond the end of a cut text.
std::size_t end_of_member(std::string_view rest);

}  // namespace loadtriage::formats
