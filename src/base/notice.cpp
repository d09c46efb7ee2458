#include "base/notice.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/text.h"
#include "base/utf8.h"

namespace loadtriage {
namespace {

constexpr std::size_t kGutter = 5;

// A quoted line is cut to a window, so that a caret in a minified document is seen.
constexpr std::size_t kWindow = 120;
constexpr std::size_t kBeforeCaret = 60;

std::string gutter(std::uint64_t line) {
  return line == 0 ? std::string(kGutter, ' ') : fmt::format("{:>{}}", line, kGutter);
}

// "PATH:LINE:COLUMN: ", as far as it is known.
std::string prefix_of(const Place& place) {
  if (place.path.empty()) return {};
  std::string prefix = printable(place.path);
  if (place.line > 0) prefix += fmt::format(":{}", place.line);
  if (place.line > 0 && place.column > 0) prefix += fmt::format(":{}", place.column);
  return prefix + ": ";
}

// Lines after the first are indented below it.
void append_lines(std::string& out, std::string_view text, std::string_view indent) {
  bool first = true;
  for (const std::string_view line : split(text, '\n')) {
    if (!first) out += indent;
    out += printable(line);
    out += '\n';
    first = false;
  }
}

// What of the line is shown: the bytes before the caret, those under it, the rest.
struct Quote {
  std::string before;
  std::string marked;
  std::string after;
};

// The last `columns` code points, led by "…" if something was cut.
std::string last_columns(const std::string& text, std::size_t columns) {
  const std::size_t width = width_of(text);
  if (width <= columns) return text;
  std::string_view rest = text;
  for (std::size_t drop = width - columns + 1; drop > 0; --drop) {
    rest.remove_prefix(decode_utf8(rest).length);
  }
  return "…" + std::string(rest);
}

Quote quote(std::string_view line, std::uint64_t column, std::uint64_t length) {
  const auto start = static_cast<std::size_t>(std::min<std::uint64_t>(column - 1, line.size()));
  const auto marked = static_cast<std::size_t>(std::min<std::uint64_t>(length, line.size() - start));
  Quote quoted;
  quoted.before = printable(line.substr(0, start));
  quoted.marked = printable(line.substr(start, marked));
  quoted.after = printable(line.substr(start + marked));
  const std::size_t width = width_of(quoted.before) + width_of(quoted.marked) + width_of(quoted.after);
  if (width > kWindow) {
    quoted.before = last_columns(quoted.before, kBeforeCaret);
    quoted.marked = shorten(quoted.marked, kWindow - kBeforeCaret);
    const std::size_t used = width_of(quoted.before) + width_of(quoted.marked);
    quoted.after = shorten(quoted.after, kWindow - std::min(used, kWindow));
  }
  return quoted;
}

void append_snippet(std::string& out, const Place& place, const Snippet& snippet) {
  std::string_view line = snippet.line;
  while (line.ends_with('\n') || line.ends_with('\r')) line.remove_suffix(1);
  if (place.column == 0) {
    out += gutter(place.line) + " | " + shorten(printable(line), kWindow) + "\n";
    if (!snippet.label.empty()) out += gutter(0) + " | " + printable(snippet.label) + "\n";
    return;
  }
  const Quote quoted = quote(line, place.column, snippet.length);
  out += gutter(place.line) + " | " + quoted.before + quoted.marked + quoted.after + "\n";
  out += gutter(0) + " | " + std::string(width_of(quoted.before), ' ') + "^";
  out += std::string(std::max<std::size_t>(width_of(quoted.marked), 1) - 1, '~');
  if (!snippet.label.empty()) out += " " + printable(snippet.label);
  out += "\n";
}

}  // namespace

std::string_view name_of(Severity severity) {
  switch (severity) {
    case Severity::note:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      break;
  }
  return "error";
}

std::string describe(const Notice& notice) {
  std::string out = prefix_of(notice.place);
  out += name_of(notice.severity);
  out += ": ";
  append_lines(out, notice.text, "  ");
  for (const Snippet& snippet : notice.snippet) append_snippet(out, notice.place, snippet);
  if (!notice.hint.empty()) {
    out += "  hint: ";
    append_lines(out, notice.hint, "        ");
  }
  return out;
}

Notice make_error(std::string path, std::string text, std::string hint) {
  Notice notice;
  notice.place.path = std::move(path);
  notice.text = std::move(text);
  notice.hint = std::move(hint);
  return notice;
}

}  // namespace loadtriage
