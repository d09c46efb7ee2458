// Small operations on UTF-8 text. Nothing here depends on the locale.
#pragma once
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage {

std::string_view trim(std::string_view text);
std::string to_lower_ascii(std::string_view text);
bool contains(std::string_view text, std::string_view part);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);

// The text with what a terminal or a viewer could obey made visible: control
// characters (C0, DEL, C1), bidirectional overrides and invalid UTF-8 become
// `\x1b`-like escapes. Tabs become one space; line feeds become `\n`.
std::string printable(std::string_view text);

// At most `columns` code points of `text`, ending in "…" if something was cut.
std::string shorten(std::string_view text, std::size_t columns);

// How many terminal columns the text takes, counting one for each code point.
std::size_t width_of(std::string_view text);

}  // namespace loadtriage
