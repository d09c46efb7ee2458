#include "formats/json_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string>

#include "base/text.h"
#include "formats/access_line.h"
#include "formats/durations.h"
#include "formats/levels.h"

namespace loadtriage::formats {
namespace {

using model::Level;

constexpr std::array<std::string_view, 24> kTimes = {"time",
                                                     "timestamp",
                                                     "@timestamp",
                                                     "ts",
                                                     "@t",
                                                     "asctime",
                                                     "datetime",
                                                     "date",
                                                     "Timestamp",
                                                     "Time",
                                                     "t.$date",
                                                     "timeMillis",
                                                     "t",
                                                     "start_time",
                                                     "StartUTC",
                                                     "time_local",
                                                     "time_iso8601",
                                                     "__REALTIME_TIMESTAMP",
                                                     "msec",
                                                     "eventTime",
                                                     "created",
                                                     "receiveTimestamp",
                                                     "@time",
                                                     "dt"};
constexpr std::array<std::string_view, 18> kLevels = {
    "level",      "severity", "levelname",      "log.level", "lvl",          "@l",
    "Level",      "loglevel", "LogLevel",       "s",         "PRIORITY",     "log_level",
    "level_name", "priority", "error_severity", "levelName", "severityText", "level.name"};
constexpr std::array<std::string_view, 22> kMessages = {"msg",
                                                        "message",
                                                        "event",
                                                        "@m",
                                                        "@mt",
                                                        "RenderedMessage",
                                                        "Message",
                                                        "MessageTemplate",
                                                        "MESSAGE",
                                                        "textPayload",
                                                        "jsonPayload.message",
                                                        "short_message",
                                                        "body",
                                                        "text",
                                                        "log",
                                                        "line",
                                                        "attributes.message",
                                                        "jsonPayload.msg",
                                                        "fields.message",
                                                        "data.message",
                                                        "@message",
                                                        "description"};
constexpr std::array<std::string_view, 10> kLoggers = {
    "logger",    "logger_name", "loggerName",    "context",    "name",
    "component", "module",      "SourceContext", "log.logger", "c"};
// Members that repeat what the event says elsewhere, or say nothing about it.
constexpr std::array<std::string_view, 12> kQuiet = {
    "pid",      "hostname",       "v",          "host", "@version",   "level_value", "thread_name",
    "threadId", "threadPriority", "endOfBatch", "tid",  "ecs.version"};

template <std::size_t N>
const FlatMember* first_of(const FlatObject& object, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names)
    if (const FlatMember* member = object.find(name);
        member != nullptr && member->kind != FlatMember::Kind::list) {
      if (member->kind == FlatMember::Kind::word && member->value == "null") continue;
      return member;
    }
  return nullptr;
}

template <std::size_t N>
bool holds(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_stack(std::string_view name) {
  return name.ends_with("stack") || name.ends_with("stack_trace") || name.ends_with("stackTrace") ||
         name.ends_with("stacktrace") || name.ends_with("StackTrace") || name == "exc_info" ||
         name == "exception" || name == "Exception" || name == "@x" || name.ends_with("traceback") ||
         name.ends_with("errorVerbose") || name == "trace";
}

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

std::optional<Stamp> time_of(const FlatObject& object, TimestampReader& times) {
  for (const std::string_view name : kTimes)
    if (const FlatMember* member = object.find(name))
      if (const auto stamp = stamp_of(*member, times)) return stamp;
  // log4j2's JsonLayout
  if (const FlatMember* seconds = object.find("instant.epochSecond")) {
    auto stamp = stamp_of(*seconds, times);
    if (stamp)
      if (const auto nanos = decimal(object.text("instant.nanoOfSecond")))
        stamp->ns += static_cast<std::int64_t>(*nanos);
    return stamp;
  }
  return std::nullopt;
}

Level level_of(const FlatObject& object) {
  const FlatMember* member = first_of(object, kLevels);
  if (member == nullptr) return Level::unknown;
  std::string_view value = member->value;
  if (const auto number = decimal(value)) {
    if (*number < 8) return level_of_severity(static_cast<int>(*number));
    return level_of_number(*number);
  }
  if (value.starts_with("\x1b[")) {  // winston's colorize
    const std::size_t begin = value.find('m');
    value = value.substr(std::min(begin + 1, value.size()));
    value = value.substr(0, value.find('\x1b'));
  }
  return level_of_word(value);
}

struct Mark {
  std::string_view member, second, kind;
};
// The first that has both members names the format.
constexpr std::array<Mark, 27> kMarks = {{{"t.$date", "msg", "mongodb"},
                                          {"error_severity", "", "postgresql-json"},
                                          {"__REALTIME_TIMESTAMP", "", "journald-json"},
                                          {"DownstreamStatus", "", "traefik-json"},
                                          {"RouterName", "", "traefik-json"},
                                          {"response_flags", "", "envoy-json"},
                                          {"upstream_cluster", "", "envoy-json"},
                                          {"request.remote_ip", "", "caddy"},
                                          {"config_adapter", "", "caddy"},
                                          {"insertId", "", "gcp-json"},
                                          {"textPayload", "", "gcp-json"},
                                          {"httpRequest.status", "", "gcp-json"},
                                          {"@t", "", "serilog"},
                                          {"MessageTemplate", "", "serilog"},
                                          {"LogLevel", "Category", "dotnet-json"},
                                          {"ecs.version", "", "ecs"},
                                          {"log.level", "", "ecs"},
                                          {"instant.epochSecond", "", "log4j2-json"},
                                          {"timeMillis", "", "log4j2-json"},
                                          {"logger_name", "", "logback-json"},
                                          {"@version", "", "logback-json"},
                                          {"levelname", "", "python-json"},
                                          {"asctime", "", "python-json"},
                                          {"v", "hostname", "bunyan"},
                                          {"fields.message", "target", "rust-tracing-json"},
                                          {"short_message", "", "gelf"},
                                          {"@mt", "", "serilog"}}};

std::string_view kind_of(const FlatObject& object, const LogLine& read) {
  for (const Mark& mark : kMarks)
    if (object.find(mark.member) != nullptr && (mark.second.empty() || object.find(mark.second) != nullptr))
      return mark.kind;
  const FlatMember* level = object.find("level");
  const FlatMember* msg = object.find("msg");
  if (level == nullptr) {
    if (object.find("event") != nullptr) return "structlog";
    return read.access ? "json-access" : "json-log";
  }
  if (level->kind == FlatMember::Kind::number && (msg != nullptr || object.find("time") != nullptr))
    return "pino";
  if (object.find("event") != nullptr && msg == nullptr && object.find("message") == nullptr)
    return "structlog";
  if (object.find("timestamp") != nullptr && object.find("pid") != nullptr && msg == nullptr)
    return "nest-json";
  const FlatMember* ts = object.find("ts");
  if (ts != nullptr && msg != nullptr)
    return object.text("logger").starts_with("http.log.") ? "caddy" : "zap";
  if (object.find("time") != nullptr && msg != nullptr)
    return !level->value.empty() && level->value.front() <= 'Z' ? "slog" : "logrus";
  if (object.find("time") != nullptr && object.find("message") != nullptr) return "zerolog";
  return object.find("message") != nullptr ? "winston" : "json-log";
}

// Message, then what else there is, then stacks, each beginning a line.
std::string_view make_text(const FlatObject& object, const FlatMember* message, TextArena& arena) {
  std::size_t room = 16;
  for (const FlatMember& member : object.members) room += member.name.size() + member.value.size() + 4;
  std::string text;
  text.reserve(room);
  if (message != nullptr) text += message->value;
  const FlatMember* level = first_of(object, kLevels);
  for (const FlatMember& member : object.members) {
    if (&member == message || &member == level || is_stack(member.name) || holds(kQuiet, member.name) ||
        holds(kTimes, member.name))
      continue;
    if (!text.empty()) text += ' ';
    ((text += member.name) += '=') += member.value;
  }
  for (const FlatMember& member : object.members) {
    if (!is_stack(member.name) || &member == message || member.value == "null") continue;
    if (!text.empty()) text += '\n';
    text += member.value;
  }
  return arena.store(text);
}

}  // namespace

bool JsonLogParser::parse(std::string_view line, TextArena& arena, TimestampReader& times, LogLine& read) {
  if (!read_flat(line, arena, object_)) return false;
  const FlatMember* message = first_of(object_, kMessages);
  read.level = level_of(object_);
  read.time = time_of(object_, times);
  if (message != nullptr) read.message = message->value;
  read_access_members(object_, read);
  // PostgreSQL, structlog and others may leave the message out, never all three.
  if (message == nullptr && !read.access && !(read.time && object_.members.size() > 1)) return false;
  read.kind = kind_of(object_, read);
  if (read.kind == "mongodb") read.level = level_of_word(object_.text("s"));
  if (read.kind == "journald-json") {
    if (const auto priority = decimal(object_.text("PRIORITY")))
      read.level = level_of_severity(static_cast<int>(*priority));
  }
  read.text = make_text(object_, message, arena);
  // The error's own words say more than "request errored".
  if (message == nullptr) {
    for (const std::string_view name : {"err.message", "error.message", "error", "err"})
      if (read.message.empty()) read.message = object_.text(name);
    if (read.message.empty()) read.message = read.text;
  }
  for (const FlatMember& member : object_.members)
    if (&member != message) read.fields.emplace_back(member.name, member.value);
  if (const FlatMember* logger = first_of(object_, kLoggers); logger != nullptr && logger->name != "logger")
    read.fields.emplace_back("logger", logger->value);
  read.whole = true;
  return true;
}

}  // namespace loadtriage::formats
