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

}  // namespace loadtriage::formats
