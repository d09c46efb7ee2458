#include "formats/lines/json_shape.h"
#include "formats/lines/access_members.h"

#include <algorithm>
#include <array>

namespace loadtriage::formats {
namespace {

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
// Who wrote the record.
constexpr std::array<std::string_view, 24> kWriters = {"service",
                                                       "service.name",
                                                       "service_name",
                                                       "serviceName",
                                                       "Service",
                                                       "dd.service",
                                                       "resource.service.name",
                                                       "app",
                                                       "app_name",
                                                       "appname",
                                                       "application",
                                                       "Application",
                                                       "Properties.Application",
                                                       "kubernetes.labels.app",
                                                       "kubernetes.container_name",
                                                       "kubernetes.container.name",
                                                       "k8s.container.name",
                                                       "container.name",
                                                       "container_name",
                                                       "SYSLOG_IDENTIFIER",
                                                       "program",
                                                       "syslog.appname",
                                                       "resource.labels.container_name",
                                                       "resource.labels.service_name"};
// Members that repeat what the event says elsewhere, or say nothing about it.
constexpr std::array<std::string_view, 12> kQuiet = {
    "pid",      "hostname",       "v",          "host", "@version",   "level_value", "thread_name",
    "threadId", "threadPriority", "endOfBatch", "tid",  "ecs.version"};

bool is_null(const FlatMember& member) {
  return member.kind == FlatMember::Kind::word && member.value == "null";
}

template <std::size_t N>
std::size_t first_of(const FlatObject& object, const std::array<std::string_view, N>& names) {
  for (const std::string_view name : names)
    if (const FlatMember* member = object.find(name);
        member != nullptr && member->kind != FlatMember::Kind::list && !is_null(*member))
      return object.position(member);
  return kNoMember;
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

std::string_view mark_of(const FlatObject& object) {
  for (const Mark& mark : kMarks)
    if (object.find(mark.member) != nullptr && (mark.second.empty() || object.find(mark.second) != nullptr))
      return mark.kind;
  return {};
}

JsonShape shape_of(const FlatObject& object) {
  JsonShape shape;
  for (const FlatMember& member : object.members)
    shape.members.push_back({std::string(member.name), member.kind, is_null(member)});
  shape.message = first_of(object, kMessages);
  shape.level = first_of(object, kLevels);
  shape.logger = first_of(object, kLoggers);
  shape.writer = first_of(object, kWriters);
  // Bunyan and pino: a logger has the name of its program.
  if (shape.writer == kNoMember && object.find("hostname") != nullptr && object.find("pid") != nullptr)
    shape.writer = object.position(object.find("name"));
  for (const std::string_view name : kTimes)
    if (const FlatMember* member = object.find(name)) shape.times.push_back(object.position(member));
  for (std::size_t i = 0; i < object.members.size(); ++i) {
    const std::string_view name = object.members[i].name;
    if (i == shape.message) continue;
    if (is_stack(name))
      shape.stacks.push_back(i);
    else if (i != shape.level && !holds(kQuiet, name) && !holds(kTimes, name))
      shape.spoken.push_back(i);
  }
  shape.access = access_members_of(object);
  shape.plain_level = object.position(object.find("level"));
  shape.plain_logger = object.position(object.find("logger"));
  const auto has = [&](std::string_view name) { return object.find(name) != nullptr; };
  shape.has_msg = has("msg");
  shape.has_message = has("message");
  shape.has_time = has("time");
  shape.has_ts = has("ts");
  shape.has_event = has("event");
  shape.has_timestamp = has("timestamp");
  shape.has_pid = has("pid");
  shape.has_instant = has("instant.epochSecond");
  shape.mark = mark_of(object);
  return shape;
}

}  // namespace

bool JsonShape::fits(const FlatObject& object) const {
  return std::equal(members.begin(), members.end(), object.members.begin(), object.members.end(),
                    [](const Member& known, const FlatMember& member) {
                      return known.kind == member.kind && known.null == is_null(member) &&
                             known.name == member.name;
                    });
}

const JsonShape& JsonShapes::of(const FlatObject& object) {
  if (last_ < shapes_.size() && shapes_[last_].fits(object)) return shapes_[last_];
  for (last_ = 0; last_ < shapes_.size(); ++last_)
    if (shapes_[last_].fits(object)) return shapes_[last_];
  if (shapes_.size() < kMost) {
    shapes_.push_back(shape_of(object));
    return shapes_.back();
  }
  last_ = next_;
  next_ = (next_ + 1) % kMost;
  return shapes_[last_] = shape_of(object);
}

}  // namespace loadtriage::formats
