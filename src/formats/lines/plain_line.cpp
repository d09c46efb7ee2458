#include "formats/lines/plain_line.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"
#include "base/text.h"
#include "formats/json/unescape.h"
#include "formats/lines/access_members.h"
#include "formats/lines/levels.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

using model::Level;

constexpr std::size_t kNearStart = 100;
constexpr int kMostTokens = 8;

bool is_filler(char c) {
  return c == ' ' || c == '\t' || c == '[' || c == ']' || c == '(' || c == ')' || c == '|' || c == '-' ||
         c == ':' || c == '*' || c == ',' || c == '<' || c == '>' || c == '#' || c == '"';
}

// klog and glog: "E1123 07:40:50.123456   17 file.go:12] message"
bool read_klog(std::string_view line, TimestampReader& times, LogLine& read) {
  if (line.size() < 20 || std::string_view("IWEF").find(line[0]) == std::string_view::npos || line[5] != ' ')
    return false;
  if (!std::all_of(line.begin() + 1, line.begin() + 5, is_digit)) return false;
  const auto clock = times.read(line.substr(6));
  if (!clock || clock->dated) return false;
  const std::string dated =
      "1970-" + std::string(line.substr(1, 2)) + "-" + std::string(line.substr(3, 2)) + " 00:00:00";
  const auto day = times.read(dated);
  if (!day) return false;
  read.time = Stamp{day->ns + clock->ns, 6 + clock->length, false, false};
  read.level = level_of_word(line.substr(0, 1));
  const std::size_t close = line.find("] ");
  read.message = close == std::string_view::npos ? line.substr(6 + clock->length) : line.substr(close + 2);
  return true;
}

struct Uptime {
  double seconds = 0;
  std::size_t length = 0;
};
// dmesg's "[   12.345678] ", the JVM's "[12.345s]", V8's "[123:0x5f]    456 ms: "
std::optional<Uptime> read_uptime(std::string_view line) {
  if (line.empty() || line.front() != '[') return std::nullopt;
  const std::size_t close = line.substr(0, 40).find(']');
  if (close == std::string_view::npos) return std::nullopt;
  std::string_view inside = trim(line.substr(1, close - 1));
  if (inside.find(":0x") != std::string_view::npos) {
    const std::string_view rest = trim(line.substr(close + 1));
    const std::size_t end = rest.find(" ms:");
    if (end == std::string_view::npos || end > 14) return std::nullopt;
    const auto ms = decimal(rest.substr(0, end));
    if (!ms) return std::nullopt;
    return Uptime{*ms / 1000, static_cast<std::size_t>(rest.data() - line.data()) + end + 4};
  }
  const bool unit = inside.ends_with('s');
  if (unit) inside.remove_suffix(1);
  const std::size_t dot = inside.find('.');
  if (dot == std::string_view::npos || (!unit && inside.size() - dot != 7)) return std::nullopt;
  const auto seconds = decimal(inside);
  if (!seconds) return std::nullopt;
  return Uptime{*seconds, close + 1};
}

// Takes "key=" off the rest; empty when none stands there.
std::string_view take_key(std::string_view& rest) {
  std::size_t end = 0;
  while (end < rest.size() && end < 64 &&
         (is_letter(rest[end]) || is_digit(rest[end]) || rest[end] == '_' || rest[end] == '.' ||
          rest[end] == '-' || rest[end] == '@'))
    ++end;
  if (end == 0 || end >= rest.size() || rest[end] != '=') return {};
  const std::string_view key = rest.substr(0, end);
  rest.remove_prefix(end + 1);
  return key;
}

// A value: in either kind of quotes, or up to the next ` key=` or space.
std::string_view take_value(std::string_view& rest, TextArena& arena) {
  if (rest.empty()) return {};
  const char quote = rest.front();
  if (quote == '"' || quote == '\'') {
    std::size_t end = 1;
    bool escaped = false;
    while (end < rest.size() && rest[end] != quote) {
      if (rest[end] == '\\') {
        escaped = true;
        ++end;
      }
      ++end;
    }
    end = std::min(end, rest.size());
    std::string_view value = rest.substr(1, end - 1);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (!escaped) return value;
    std::string plain;
    append_unescaped(value, plain);
    return arena.store(plain);
  }
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view value = rest.substr(0, end);
  rest.remove_prefix(end);
  return value;
}

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), key) != names.end();
}

}  // namespace

bool read_logfmt(std::string_view line, TextArena& arena, TimestampReader& times, LogLine& read) {
  std::string_view rest = line;
  if (const auto stamp = times.read(rest)) {
    rest.remove_prefix(stamp->length);
    read.time = stamp;
  }
  rest = trim(rest);
  if (read.time && !rest.starts_with("level=") && !rest.starts_with("lvl=")) return false;
  FlatObject object;
  bool named = false;
  for (; !rest.empty(); rest = trim(rest)) {
    const std::string_view key = take_key(rest);
    if (key.empty()) {
      if (!named) return false;
      const std::size_t space = rest.find(' ');  // a value with spaces and no quotes
      if (space == std::string_view::npos) break;
      rest.remove_prefix(space);
      continue;
    }
    const std::string_view value = take_value(rest, arena);
    if (is_one_of(key, {"time", "ts", "timestamp", "t", "asctime", "datetime"}) && !read.time) {
      if (auto stamp = times.read(value)) read.time = stamp;
    } else if (is_one_of(key, {"level", "lvl", "severity"}) && read.level == Level::unknown) {
      read.level = level_of_word(value);
    } else if (is_one_of(key, {"msg", "message", "event"}) && read.message.empty()) {
      read.message = value;
    } else if (!named && object.members.size() > 3) {
      return false;
    }
    named = read.level != Level::unknown || !read.message.empty();
    const bool number = !value.empty() && (is_digit(value.front()) || value.front() == '-');
    object.members.push_back({key, value, number ? FlatMember::Kind::number : FlatMember::Kind::text});
    read.fields.emplace_back(key, value);
  }
  if (!named || object.members.size() < 2) return false;
  read_access_members(object, access_members_of(object), read);
  if (read.message.empty()) read.message = line;
  read.text = line;
  if (line.find('\\') != std::string_view::npos) {
    std::string plain;
    append_unescaped(line, plain);
    read.text = arena.store(plain);
  }
  read.kind = "logfmt";
  return true;
}

bool read_plain(std::string_view line, TimestampReader& times, LogLine& read) {
  read.kind = "plain-log";
  read.text = read.message = line;
  if (line.empty()) return false;
  if (read_klog(line, times, read)) return true;
  std::size_t at = 0, behind = 0;
  if (const auto uptime = read_uptime(line)) {
    read.uptime_s = uptime->seconds;
    at = behind = uptime->length;
  }
  bool led = read.uptime_s.has_value();
  int tokens = 0;
  while (at < line.size() && at < kNearStart && tokens < kMostTokens) {
    if (is_filler(line[at])) {
      ++at;
      continue;
    }
    const bool first = tokens == 0;
    ++tokens;
    if (!read.time && (is_digit(line[at]) || is_letter(line[at]))) {
      const auto stamp = times.read(line.substr(at));
      const bool epoch =
          stamp && line.substr(at, 10).find_first_not_of("0123456789") == std::string_view::npos;
      if (stamp && (first || !epoch)) {
        read.time = stamp;
        at += stamp->length;
        behind = at;
        led = true;
        continue;
      }
    }
    std::size_t end = at;
    while (end < line.size() && !is_filler(line[end])) ++end;
    const std::string_view word = line.substr(at, end - at);
    const bool shouted = std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    const char before = at == 0 ? ' ' : line[at - 1], after = end < line.size() ? line[end] : ' ';
    const bool marked = before == '[' || before == '<' || after == ']' || after == ':' || after == '|';
    const bool plain_word =
        word == "info" || word == "debug" || word == "warn" || word == "error" || word == "warning";
    if (read.level == Level::unknown && (shouted || marked || (plain_word && read.time && tokens < 4))) {
      // A single letter means a level only between marks.
      const Level level = marked && before != ' ' ? level_of_word(word) : level_in_text(word);
      if (level != Level::unknown) {
        read.level = level;
        behind = end;
        if (first || read.time) led = true;
      }
    }
    // Prose begins: what follows is no prefix.
    if (!shouted && !marked && read.level != Level::unknown && word.size() > 2 && tokens > 2 &&
        word.find('.') == std::string_view::npos)
      break;
    at = end;
  }
  if (behind > 0) {
    while (behind < line.size() && is_filler(line[behind]) && line[behind] != '[' && line[behind] != '"' &&
           line[behind] != '(')
      ++behind;
    if (behind < line.size() && (read.time || read.uptime_s)) read.message = line.substr(behind);
  }
  if (read.level == Level::unknown || !read.time)
    if (const Level level = level_of_words(read.message); level != Level::unknown) read.level = level;
  return led;
}

bool continues_event(std::string_view line) {
  if (line.empty()) return true;
  const char c = line.front();
  if (c == ' ' || c == '\t' || c == '}' || c == ')' || c == ']') return true;
  if (c == '#' && line.size() > 2 && is_digit(line[1])) return true;
  constexpr std::array<std::string_view, 24> kBeginnings = {"Caused by: ",
                                                            "Suppressed: ",
                                                            "Stack trace:",
                                                            "goroutine ",
                                                            "created by ",
                                                            "\tat ",
                                                            "at ",
                                                            "... ",
                                                            "During handling of the above",
                                                            "The above exception was",
                                                            "exit status ",
                                                            "  thrown in",
                                                            "[stacktrace]",
                                                            "stack backtrace:",
                                                            "note: run with",
                                                            "--- End of ",
                                                            "---> ",
                                                            "Node.js v",
                                                            "note: ",
                                                            "[signal ",
                                                            "rax  ",
                                                            "File \"",
                                                            "^",
                                                            "from /"};
  return std::any_of(kBeginnings.begin(), kBeginnings.end(),
                     [&](std::string_view beginning) { return line.starts_with(beginning); });
}

}  // namespace loadtriage::formats
