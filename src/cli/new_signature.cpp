#include <fmt/format.h>

#include <charconv>

#include "base/redact.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/run.h"
#include "collect/logs/log_template.h"
#include "input/source.h"
#include "scan/pattern_set.h"

namespace loadtriage::cli {
namespace {

struct Spot {
  std::string path;
  std::uint64_t line = 0;
};

std::optional<Spot> spot_of(const std::string& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string::npos) return std::nullopt;
  Spot spot{text.substr(0, colon), 0};
  const char* end = text.data() + text.size();
  const auto read = std::from_chars(text.data() + colon + 1, end, spot.line);
  if (read.ec != std::errc{} || read.ptr != end || spot.line == 0) return std::nullopt;
  return spot;
}

std::optional<std::string> line_at(input::Source& source, std::uint64_t wanted) {
  input::Block block;
  while (source.next(block)) {
    std::uint64_t number = block.first_line;
    for (const std::string_view line : split(block.text, '\n')) {
      if (number == wanted) return std::string(line);
      ++number;
    }
    if (number > wanted + 1) break;
  }
  return std::nullopt;
}

// The text as a regular expression: its variable parts become classes, as does a space, for
// a template has one where the line may have more.
std::string pattern_of(std::string_view text, std::string_view variable) {
  static constexpr std::string_view kSpecial = R"(\.+*?()|[]{}^$)";
  std::string pattern;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text.substr(i, 3) == "<*>") {
      pattern += variable;
      i += 2;
      continue;
    }
    if (text[i] == ' ') {
      pattern += R"(\s+)";
      continue;
    }
    if (kSpecial.find(text[i]) != std::string_view::npos) pattern += '\\';
    pattern += text[i];
  }
  return pattern;
}

bool finds(const std::string& pattern, std::string_view line) {
  const auto set = scan::PatternSet::compile({pattern});
  if (!set) return false;
  scan::Scratch scratch(*set);
  std::vector<std::uint32_t> found;
  set->find(line, scratch, found);
  return !found.empty();
}

// A variable part is a word, but a date or a name may have more of them; a template that left
// out more than that is no help.
std::string pattern_for(std::string_view line) {
  const std::string text = collect::template_of(line);
  for (const std::string_view variable : {R"(\S+)", ".+?"})
    if (std::string pattern = pattern_of(text, variable); finds(pattern, line)) return pattern;
  return pattern_of(line, "<*>");
}

// YAML's single quotes: a quote inside is doubled.
std::string quoted(std::string_view text) {
  std::string out = "'";
  for (const char c : text) out += c == '\'' ? std::string("''") : std::string(1, c);
  return out + "'";
}

}  // namespace

int new_signature(const std::string& from, World& world) {
  const auto spot = spot_of(from);
  if (!spot)
    return report({make_error("", "`" + from + "` is no place in a file", "write it as FILE:LINE")}, world);
  auto bytes = world.files.open(spot->path);
  if (!bytes) return report(bytes.errors(), world);
  input::Source source(std::move(*bytes), spot->path);
  const auto line = line_at(source, spot->line);
  if (!line) return report({make_error(spot->path, fmt::format("it has no line {}", spot->line))}, world);
  const std::string shown = printable(redact(*line));
  world.out << fmt::format(
      "# What this line means, and what would fool the pattern.\n"
      "technology: name of the software\n"
      "signatures:\n"
      "  - id: software.what-happened\n"
      "    shows: app.what-happened\n"
      "    pattern: {}\n"
      "    matches: [{}]\n"
      "    ignores: [{}]\n"
      "    source: where the software prints it\n",
      quoted(pattern_for(shown)), quoted(shown), quoted("a near miss that must stay silent"));
  return kPassed;
}

}  // namespace loadtriage::cli
