#include "formats/lines/json_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/text.h"
#include "formats/lines/access_members.h"
#include "formats/lines/levels.h"
#include "formats/time/durations.h"

namespace loadtriage::formats {
namespace {

using model::Level;

std::optional<Stamp> stamp_of(const FlatMember& member, TimestampReader& times) {
  std::string_view text = trim(member.value);
  if (member.kind == FlatMember::Kind::number ||
      (!text.empty() && text.size() >= 10 &&
       text.find_first_not_of("0123456789.") == std::string_view::npos)) {
    if (auto epoch = read_epoch(text); epoch && epoch->length == text.size()) return epoch;
    const auto number = decimal(text);
    const auto ns = number ? epoch_ns(*number) : std::nullopt;
    if (!ns) return std::nullopt;
    return Stamp{*ns, text.size(), true, true};
  }
  if (text.starts_with('[')) text.remove_prefix(1);
  return times.read(text);
}

std::optional<Stamp> time_of(const JsonShape& shape, const FlatObject& object, TimestampReader& times) {
  for (const std::size_t position : shape.times)
    if (const auto stamp = stamp_of(object.members[position], times)) return stamp;
  if (!shape.has_instant) return std::nullopt;
  // log4j2's JsonLayout
  auto stamp = stamp_of(*object.find("instant.epochSecond"), times);
  if (stamp)
    if (const auto nanos = decimal(object.text("instant.nanoOfSecond")); nanos && *nanos >= 0 && *nanos < 1e9)
      stamp->ns += static_cast<std::int64_t>(*nanos);
  return stamp;
}

Level level_of(const JsonShape& shape, const FlatObject& object) {
  if (shape.level == kNoMember) return Level::unknown;
  std::string_view value = object.members[shape.level].value;
  if (const auto number = decimal(value)) {
    if (*number >= 0 && *number < 8) return level_of_severity(static_cast<int>(*number));
    return level_of_number(*number);
  }
  if (value.starts_with("\x1b[")) {  // winston's colorize
    const std::size_t begin = value.find('m');
    value = value.substr(std::min(begin + 1, value.size()));
    value = value.substr(0, value.find('\x1b'));
  }
  return level_of_word(value);
}

std::string_view kind_of(const JsonShape& shape, const FlatObject& object, const LogLine& read) {
  if (!shape.mark.empty()) return shape.mark;
  if (shape.plain_level == kNoMember) {
    if (shape.has_event) return "structlog";
    return read.access ? "json-access" : "json-log";
  }
  const FlatMember& level = object.members[shape.plain_level];
  if (level.kind == FlatMember::Kind::number && (shape.has_msg || shape.has_time)) return "pino";
  if (shape.has_event && !shape.has_msg && !shape.has_message) return "structlog";
  if (shape.has_timestamp && shape.has_pid && !shape.has_msg) return "nest-json";
  if (shape.has_ts && shape.has_msg) {
    const bool caddy =
        shape.plain_logger != kNoMember && object.members[shape.plain_logger].value.starts_with("http.log.");
    return caddy ? "caddy" : "zap";
  }
  if (shape.has_time && shape.has_msg)
    return !level.value.empty() && level.value.front() <= 'Z' ? "slog" : "logrus";
  if (shape.has_time && shape.has_message) return "zerolog";
  return shape.has_message ? "winston" : "json-log";
}

// Message, then what else there is, then stacks, each beginning a line.
std::string_view make_text(const JsonShape& shape, const FlatObject& object, TextArena& arena) {
  std::size_t room = 0;
  for (const FlatMember& member : object.members) room += member.name.size() + member.value.size() + 2;
  char* const begin = arena.room(room);
  char* end = begin;
  const auto put = [&](std::string_view text) { end = std::copy(text.begin(), text.end(), end); };
  if (shape.message != kNoMember) put(object.members[shape.message].value);
  for (const std::size_t position : shape.spoken) {
    const FlatMember& member = object.members[position];
    if (end != begin) *end++ = ' ';
    put(member.name);
    *end++ = '=';
    put(member.value);
  }
  for (const std::size_t position : shape.stacks) {
    const FlatMember& member = object.members[position];
    if (member.value == "null") continue;
    if (end != begin) *end++ = '\n';
    put(member.value);
  }
  return {begin, static_cast<std::size_t>(end - begin)};
}

}  // namespace

bool JsonLogParser::parse(std::string_view line, TextArena& arena, TimestampReader& times, LogLine& read) {
  if (!read_flat(line, arena, object_)) return false;
  const JsonShape& shape = shapes_.of(object_);
  const bool has_message = shape.message != kNoMember;
  read.level = level_of(shape, object_);
  read.time = time_of(shape, object_, times);
  if (has_message) read.message = object_.members[shape.message].value;
  read_access_members(object_, shape.access, read);
  // PostgreSQL, structlog and others may leave the message out, never all three.
  if (!has_message && !read.access && !(read.time && object_.members.size() > 1)) return false;
  read.kind = kind_of(shape, object_, read);
  if (read.kind == "mongodb") read.level = level_of_word(object_.text("s"));
  if (read.kind == "journald-json") {
    if (const auto priority = decimal(object_.text("PRIORITY")))
      read.level = level_of_severity(static_cast<int>(*priority));
  }
  if (shape.writer != kNoMember) read.writer = object_.members[shape.writer].value;
  read.text = make_text(shape, object_, arena);
  // The error's own words say more than "request errored".
  if (!has_message) {
    for (const std::string_view name : {"err.message", "error.message", "error", "err"})
      if (read.message.empty()) read.message = object_.text(name);
    if (read.message.empty()) read.message = read.text;
  }
  for (std::size_t i = 0; i < object_.members.size(); ++i)
    if (i != shape.message) read.fields.emplace_back(object_.members[i].name, object_.members[i].value);
  if (shape.logger != kNoMember && shape.logger != shape.plain_logger)
    read.fields.emplace_back("logger", object_.members[shape.logger].value);
  read.whole = true;
  return true;
}

}  // namespace loadtriage::formats
