#include "formats/k6/log.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "formats/json/unescape.h"
#include "formats/time/rfc3339.h"

namespace loadtriage::formats {
namespace {

using model::Level;
using model::LogEvent;

// logrus pads messages to this many characters before it writes the fields.
constexpr std::size_t kPaddedMessage = 44;

struct LevelName {
  std::string_view name;
  Level level;
};
constexpr std::array<LevelName, 15> kLevelNames = {{{"info", Level::info},
                                                    {"warning", Level::warning},
                                                    {"error", Level::error},
                                                    {"debug", Level::debug},
                                                    {"fatal", Level::fatal},
                                                    {"trace", Level::trace},
                                                    {"panic", Level::fatal},
                                                    {"warn", Level::warning},
                                                    {"INFO", Level::info},
                                                    {"WARN", Level::warning},
                                                    {"ERRO", Level::error},
                                                    {"DEBU", Level::debug},
                                                    {"FATA", Level::fatal},
                                                    {"PANI", Level::fatal},
                                                    {"TRAC", Level::trace}}};

Level level_of(std::string_view name) {
  for (const LevelName& known : kLevelNames)
    if (known.name == name) return known.level;
  return Level::unknown;
}

bool is_key_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.' ||
         c == '-';
}

// The value with its escapes undone, in `buffer` if there are any. The buffer was made
// large enough for all of the line, so what it holds does not move.
std::string_view plain(std::string_view quoted, std::string& buffer) {
  if (quoted.find('\\') == std::string_view::npos) return quoted;
  const std::size_t begin = buffer.size();
  append_unescaped(quoted, buffer);
  return std::string_view(buffer).substr(begin);
}

// Takes a value off the rest of the line: quoted, or up to the next space.
std::string_view take_value(std::string_view& rest, std::string& buffer) {
  if (rest.empty() || rest.front() != '"') {
    const std::size_t end = std::min(rest.find(' '), rest.size());
    const std::string_view value = rest.substr(0, end);
    rest.remove_prefix(end);
    return value;
  }
  rest.remove_prefix(1);
  const std::size_t end = end_of_quoted(rest);
  const std::string_view value = plain(rest.substr(0, std::min(end, rest.size())), buffer);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return value;
}

// Reads `key=value key="value"` to the line's end; false when something else stands there.
bool read_pairs(std::string_view rest, LogEvent& event, std::string& buffer) {
  for (rest = trim(rest); !rest.empty(); rest = trim(rest)) {
    std::size_t end = 0;
    while (end < rest.size() && is_key_char(rest[end])) ++end;
    if (end == 0 || end == rest.size() || rest[end] != '=') return false;
    const std::string_view key = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    event.fields.emplace_back(key, take_value(rest, buffer));
    if (!rest.empty() && rest.front() != ' ') return false;
  }
  return !event.fields.empty();
}

// Takes a member's value off the rest of a JSON object; false when it is none.
bool take_json_value(std::string_view& rest, std::string_view& value, std::string& buffer) {
  if (rest.empty()) return false;
  if (rest.front() == '"') {
    value = take_value(rest, buffer);
    return true;
  }
  std::size_t i = end_of_member(rest);
  i = std::min(i, rest.size());
  value = trim(rest.substr(0, i));
  rest.remove_prefix(i);
  return !value.empty();
}

// Reads `{"key":"value",...}`; an object cut short gives what was complete.
bool read_json_pairs(std::string_view rest, LogEvent& event, std::string& buffer) {
  rest.remove_prefix(1);
  for (rest = trim(rest); !rest.empty() && rest.front() == '"'; rest = trim(rest)) {
    const std::string_view key = take_value(rest, buffer);
    rest = trim(rest);
    if (rest.empty() || rest.front() != ':') return false;
    rest = trim(rest.substr(1));
    std::string_view value;
    if (!take_json_value(rest, value, buffer)) return false;
    event.fields.emplace_back(key, value);
    rest = trim(rest);
    if (rest.empty() || rest.front() != ',') return rest.empty() || rest == "}";
    rest = trim(rest.substr(1));
  }
  return rest.empty() && !event.fields.empty();
}

std::optional<std::string_view> take_field(LogEvent& event, std::string_view key) {
  for (auto it = event.fields.begin(); it != event.fields.end(); ++it) {
    if (it->first != key) continue;
    const std::string_view value = it->second;
    event.fields.erase(it);
    return value;
  }
  return std::nullopt;
}

// Level, message and time leave the fields; both a level and another of them must be there.
bool settle_named(LogEvent& event) {
  const auto level = take_field(event, "level");
  if (!level || level_of(*level) == Level::unknown) return false;
  const auto time = take_field(event, "time");
  const auto message = take_field(event, "msg");
  if (!time && !message) return false;
  event.level = level_of(*level);
  event.message = message.value_or(std::string_view());
  if (time) event.time_ns = parse_rfc3339_ns(*time);
  event.zone_stated = event.time_ns.has_value();
  return true;
}

// `[0005]`, or a stamp in brackets. Taken off the line with the space behind it.
bool take_stamp(std::string_view& line, LogEvent& event) {
  const std::size_t close = line.find(']');
  if (line.empty() || line.front() != '[' || close == std::string_view::npos) return false;
  const std::string_view inside = line.substr(1, close - 1);
  std::uint32_t seconds = 0;
  const char* end = inside.data() + inside.size();
  if (const auto read = std::from_chars(inside.data(), end, seconds);
      read.ec == std::errc{} && read.ptr == end)
    event.since_start_s = seconds;
  else if (const auto ns = parse_rfc3339_ns(inside))
    event.time_ns = ns;
  else
    return false;
  event.zone_stated = event.time_ns.has_value();
  line.remove_prefix(close + 1);
  if (!line.empty() && line.front() == ' ') line.remove_prefix(1);
  return true;
}

bool is_k6_key(std::string_view key) {
  constexpr std::array<std::string_view, 5> kKeys = {"error", "source", "hint", "executor", "scenario"};
  return std::find(kKeys.begin(), kKeys.end(), key) != kKeys.end();
}

// Fields begin behind the padded message, where nothing but pairs follows to the end.
// Before that column only keys that k6 uses are believed: a message may hold `a=b`.
void split_terminal(std::string_view line, LogEvent& event, std::string& buffer) {
  event.message = trim(line);
  std::size_t column = 0;
  int tries = 0;
  for (std::size_t i = 0; i < line.size() && tries < 64; ++i) {
    if ((static_cast<unsigned char>(line[i]) & 0xC0U) != 0x80U) ++column;
    if (line[i] != ' ' || i + 1 == line.size() || !is_key_char(line[i + 1])) continue;
    std::size_t end = i + 1;
    while (end < line.size() && is_key_char(line[end])) ++end;
    if (end == line.size() || line[end] != '=') continue;
    if (column <= kPaddedMessage && !is_k6_key(line.substr(i + 1, end - i - 1))) continue;
    ++tries;
    const std::size_t kept = buffer.size();
    event.fields.clear();
    if (read_pairs(line.substr(i + 1), event, buffer)) {
      event.message = trim(line.substr(0, i));
      return;
    }
    buffer.resize(kept);
  }
  event.fields.clear();
}

bool read_terminal(std::string_view line, LogEvent& event, std::string& buffer) {
  if (line.size() < 7) return false;
  event.level = level_of(line.substr(0, 4));
  if (event.level == Level::unknown || line[0] > 'Z') return false;
  line.remove_prefix(4);
  if (!take_stamp(line, event)) return false;
  split_terminal(line, event, buffer);
  return true;
}

void make_text(LogEvent& event, std::string& buffer) {
  event.text = event.message;
  const std::string_view error = model::field(event, "error");
  if (error.empty()) return;
  const std::size_t begin = buffer.size();
  buffer += event.message;
  buffer += " error=\"";
  buffer += error;
  buffer += '"';
  event.text = std::string_view(buffer).substr(begin);
}

// Without the escape sequences of a terminal.
std::string_view without_colours(std::string_view line, std::string& buffer) {
  if (line.find('\x1b') == std::string_view::npos) return line;
  const std::size_t begin = buffer.size();
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] != '\x1b') {
      buffer += line[i];
      continue;
    }
    if (i + 1 >= line.size() || line[i + 1] != '[') continue;
    ++i;
    while (i + 1 < line.size() && (line[i + 1] < '@' || line[i + 1] > '~')) ++i;
    ++i;
  }
  return std::string_view(buffer).substr(begin);
}

}  // namespace

bool K6LogParser::parse(std::string_view line, LogEvent& event) {
  buffer_.clear();
  // Once for the line without colours, once for values without escapes, once for the text.
  buffer_.reserve(line.size() * 3 + 64);
  line = trim(without_colours(line, buffer_));
  if (line.size() < 7) return false;
  LogEvent read;
  bool good = false;
  if (line.front() == '{')
    good = read_json_pairs(line, read, buffer_) && settle_named(read);
  else if (line.substr(0, 5) == "time=" || line.substr(0, 6) == "level=")
    good = read_pairs(line, read, buffer_) && settle_named(read);
  else
    good = read_terminal(line, read, buffer_);
  if (!good) return false;
  make_text(read, buffer_);
  read.where = event.where;
  read.speaker = model::Speaker::k6;
  event = std::move(read);
  return true;
}

bool parse_k6_log_line(std::string_view line, LogEvent& event) {
  thread_local K6LogParser parser;
  return parser.parse(line, event);
}

std::vector<std::string> crossed_thresholds(std::string_view message) {
  constexpr std::string_view kBefore = "thresholds on metrics '", kBehind = "' have been crossed";
  const auto begin = message.find(kBefore);
  if (begin == std::string_view::npos) return {};
  const auto names = message.substr(begin + kBefore.size());
  const auto end = names.find(kBehind);
  if (end == std::string_view::npos) return {};
  std::vector<std::string> metrics;
  int depth = 0;  // a selector holds commas as well: http_reqs{status:502,name:x}
  std::string name;
  for (const char c : names.substr(0, end)) {
    depth += c == '{' ? 1 : c == '}' ? -1 : 0;
    if (c != ',' || depth > 0) {
      name += c;
      continue;
    }
    metrics.emplace_back(trim(name));
    name.clear();
  }
  metrics.emplace_back(trim(name));
  return metrics;
}

}  // namespace loadtriage::formats
