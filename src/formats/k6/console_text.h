// A console line without what terminals, shells and code pages did to it.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::formats {

// The line without its line feed, colours, cursor movements, and the prefixes that
// docker compose, CI services and Markdown quotes put before it; `✓`, `✗`, `µ`, `█`
// and the like restored where UTF-8 was read as another code page. Borrows from
// `line` or from `buffer`.
std::string_view clean_console_line(std::string_view line, std::string& buffer);

// What a log viewer or an agent put before every line of a console: "2026-05-22 11:30:46.000 | ".
// A line that k6 prints shows where it ends; from then on whatever begins in the same form, with other
// digits, is taken from the front of each line.
class ConsolePrefix {
 public:
  std::string_view strip(std::string_view line);
  bool known() const { return !form_.empty(); }

 private:
  std::string form_;  // with 0 for each digit
};

}  // namespace loadtriage::formats
