#include "formats/k6/console_text.h"

#include <algorithm>
#include <iterator>

#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage::formats {
namespace {

struct Garbled {
  std::string_view seen, meant;
};
// UTF-8 read as code page 437, 850 and 1252, and written as UTF-8 again. The longer
// sequences come first where one begins with another.
constexpr Garbled kGarbled[] = {
    {"Γ£ô", "✓"}, {"Γ£ù", "✗"}, {"Γåô", "↓"}, {"Γå│", "↳"}, {"Γûê", "█"}, {"ΓÇö", "—"},
    {"ΓÇó", "•"}, {"ΓÇ╛", "‾"}, {"┬╡", "µ"},  {"╬╝", "µ"},  {"Ô£ô", "✓"}, {"Ô£ù", "✗"},
    {"Ôåô", "↓"}, {"Ôå│", "↳"}, {"Ôûê", "█"}, {"ÔÇö", "—"}, {"ÔÇó", "•"}, {"ÔÇ¥", "‾"},
    {"┬Á", "µ"},  {"âœ“", "✓"}, {"âœ—", "✗"}, {"â†“", "↓"}, {"â†³", "↳"}, {"â–ˆ", "█"},
    {"â€”", "—"}, {"â€¢", "•"}, {"â€¾", "‾"}, {"Âµ", "µ"},  {"Î¼", "µ"},
};

bool may_be_garbled(std::string_view line) {
  // The lead bytes of Γ/Î (CE), ┬ ╬ (E2), Ô â Â (C3).
  return std::any_of(line.begin(), line.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte == 0xCE || byte == 0xE2 || byte == 0xC3;
  });
}

std::string ungarble(std::string_view line) {
  std::string out;
  while (!line.empty()) {
    const auto* found = std::find_if(std::begin(kGarbled), std::end(kGarbled),
                                     [&](const Garbled& each) { return line.starts_with(each.seen); });
    if (found != std::end(kGarbled)) {
      out += found->meant;
      line.remove_prefix(found->seen.size());
    } else {
      out += line.front();
      line.remove_prefix(1);
    }
  }
  return out;
}

// ESC [ ... letter, and ESC with one character.
std::string without_escapes(std::string_view line) {
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\x1b') {
      out += line[i];
      continue;
    }
    if (++i >= line.size() || line[i] != '[') continue;
    while (++i < line.size() && !(line[i] >= '@' && line[i] <= '~')) {
    }
  }
  return out;
}

// What a terminal would show in the end: a progress bar is drawn over and over.
std::string_view last_drawn(std::string_view line) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  const auto feed = line.rfind('\r');
  return feed == std::string_view::npos ? line : line.substr(feed + 1);
}

// "2024-01-01T10:00:00.1234567Z ", as GitHub Actions and kubectl put before each line.
std::size_t length_of_ci_stamp(std::string_view line) {
  if (line.size() < 21 || !is_digit(line[0]) || line[4] != '-' || line[7] != '-' || line[10] != 'T') return 0;
  const auto blank = line.find(' ');
  return blank != std::string_view::npos && blank <= 36 && line[blank - 1] == 'Z' ? blank + 1 : 0;
}

// "k6-1  | " of docker compose.
std::size_t length_of_compose_prefix(std::string_view line) {
  const auto name = std::find_if(line.begin(), line.end(), [](char c) {
    return !(c == '-' || c == '_' || c == '.' || is_digit(c) || (c >= 'a' && c <= 'z') ||
             (c >= 'A' && c <= 'Z'));
  });
  auto at = static_cast<std::size_t>(name - line.begin());
  if (at == 0) return 0;
  while (at < line.size() && line[at] == ' ') ++at;
  if (line.substr(at, 2) == "| ") return at + 2;
  return line.substr(at) == "|" ? at + 1 : 0;
}

// "docker : time=", "k6.exe : time=": PowerShell writes the program's name before the
// first line of an error stream.
std::size_t length_of_powershell_prefix(std::string_view line) {
  const auto colon = line.substr(0, 60).find(" : ");
  if (colon == std::string_view::npos ||
      line.substr(0, colon).find_first_of(" \t=\"") != std::string_view::npos)
    return 0;
  const auto rest = line.substr(colon + 3);
  return rest.starts_with("time=") || rest.starts_with("{\"") ? colon + 3 : 0;
}

std::string_view without_prefixes(std::string_view line) {
  line.remove_prefix(length_of_ci_stamp(line));
  line.remove_prefix(length_of_compose_prefix(line));
  line.remove_prefix(length_of_powershell_prefix(line));
  if (line.starts_with("> ")) line.remove_prefix(2);
  return line;
}

// What k6 indents or begins a line with and nobody else prints, so that it shows where a prefix ends.
constexpr std::string_view kAnchors[] = {"  execution: local", "  execution: cloud", " scenarios: (100.00%)",
                                         "running (",          "█ THRESHOLDS",       "█ TOTAL RESULTS",
                                         "  http_reqs.",       "  iterations."};

constexpr std::size_t kLongestPrefix = 100;

char form_of(char c) { return is_digit(c) ? '0' : c; }

// Behind the last sign before the anchor's own indentation; 0 where there is none.
std::size_t end_of_prefix(std::string_view line) {
  for (const auto anchor : kAnchors) {
    const auto at = line.substr(0, kLongestPrefix + anchor.size() + 20).find(anchor);
    if (at == std::string_view::npos) continue;
    const auto last = line.substr(0, at).find_last_not_of(" \t");
    return last == std::string_view::npos || last >= kLongestPrefix ? 0 : last + 1;
  }
  return 0;
}

}  // namespace

std::string_view ConsolePrefix::strip(std::string_view line) {
  if (form_.empty()) {
    const auto prefix = line.substr(0, end_of_prefix(line));
    std::transform(prefix.begin(), prefix.end(), std::back_inserter(form_), form_of);
  }
  const bool fits = !form_.empty() && line.size() >= form_.size() &&
                    std::equal(form_.begin(), form_.end(), line.begin(),
                               [](char form, char c) { return form == form_of(c); });
  if (!fits) return line;
  line.remove_prefix(form_.size());
  if (line.starts_with(' ')) line.remove_prefix(1);
  return line;
}

std::string_view clean_console_line(std::string_view line, std::string& buffer) {
  while (!line.empty() && (line.back() == '\r' || line.back() == '\n')) line.remove_suffix(1);
  if (line.find('\x1b') != std::string_view::npos) {
    buffer = without_escapes(line);
    line = buffer;
  }
  line = without_prefixes(last_drawn(line));
  if (may_be_garbled(line)) {
    buffer = ungarble(line);
    line = buffer;
  }
  return line;
}

}  // namespace loadtriage::formats
