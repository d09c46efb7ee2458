#include "formats/logs/export_record.h"

#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "formats/json/document.h"
#include "formats/json/unescape.h"
#include "formats/lines/levels.h"

namespace loadtriage::formats {
namespace {

using model::Level;

std::string_view skip_spaces(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of(" \t\r\n"), text.size()));
}

// A member of the object as it is written; empty where there is none.
std::string_view raw_member(std::string_view object, std::string_view name) {
  std::string_view rest = skip_spaces(object.substr(std::min<std::size_t>(1, object.size())));
  while (rest.starts_with('"')) {
    rest.remove_prefix(1);
    const std::size_t end = std::min(end_of_quoted(rest), rest.size());
    const std::string_view key = rest.substr(0, end);
    rest = skip_spaces(rest.substr(std::min(end + 1, rest.size())));
    if (!rest.starts_with(':')) return {};
    rest = skip_spaces(rest.substr(1));
    const std::size_t size = std::min(end_of_member(rest), rest.size());
    if (key == name) return trim(rest.substr(0, size));
    rest = skip_spaces(rest.substr(std::min(size + 1, rest.size())));
  }
  return {};
}

}  // namespace

std::string_view ExportRecordReader::any_of(std::initializer_list<std::string_view> names) const {
  for (const std::string_view name : names)
    if (const std::string_view text = object_.text(name); !text.empty()) return text;
  return {};
}

ExportRecord ExportRecordReader::make(std::string_view store, std::string_view text, std::string_view time,
                                      std::string_view stream) {
  ExportRecord record;
  record.store = store;
  record.text = text.substr(0, text.find_last_not_of("\r\n") + 1);
  record.stream = stream;
  record.time = read_epoch(time);
  if (!record.time) record.time = times_.read(time);
  return record;
}

std::optional<ExportRecord> ExportRecordReader::read(const JsonRecord& record) {
  arena_.clear();
  if (record.text.starts_with('{')) return read_object(record);
  return record.place.ends_with(".values[]") ? read_pair(record) : read_row(record);
}

// Loki's ["1772366405120000000", "line"], structured metadata perhaps behind it.
std::optional<ExportRecord> ExportRecordReader::read_pair(const JsonRecord& record) {
  const JsonDocument document = read_json(record.text);
  const auto& items = document.root.items;
  using Kind = JsonValue::Kind;
  if (items.size() < 2 || !items[0].is(Kind::text) || !items[1].is(Kind::text)) return std::nullopt;
  return make("loki", arena_.store(items[1].text), items[0].text, record.label);
}

// Insights' [{"field": "@timestamp", "value": "2026-03-01 12:00:05.120"}, ...], in UTC.
std::optional<ExportRecord> ExportRecordReader::read_row(const JsonRecord& record) {
  const JsonDocument document = read_json(record.text);
  std::string_view time, message, stream;
  std::string others;
  for (const JsonValue& item : document.root.items) {
    const std::string_view field = item.text_at("field"), value = item.text_at("value");
    if (field.empty()) return std::nullopt;
    if (field == "@timestamp")
      time = value;
    else if (field == "@message")
      message = value;
    else if (field == "@logStream")
      stream = value;
    else if (!field.starts_with('@'))
      others.append(others.empty() ? "" : " ").append(field).append("=").append(value);
  }
  if (time.empty() || (message.empty() && others.empty())) return std::nullopt;
  ExportRecord made =
      make("cloudwatch", arena_.store(message.empty() ? others : message), time, arena_.store(stream));
  if (made.time) made.time->zone_stated = true;
  return made;
}

std::optional<ExportRecord> ExportRecordReader::read_object(const JsonRecord& record) {
  if (!read_flat(record.text, arena_, object_)) return std::nullopt;
  const auto has = [&](std::string_view name) { return object_.find(name) != nullptr; };
  if (has("__REALTIME_TIMESTAMP") && has("MESSAGE")) {
    ExportRecord made = make("journald-json", object_.text("MESSAGE"), object_.text("__REALTIME_TIMESTAMP"),
                             any_of({"SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "_COMM"}));
    const std::string_view priority = object_.text("PRIORITY");
    if (priority.size() == 1) made.level = level_of_severity(priority.front() - '0');
    return made;
  }
  if (record.place.ends_with(".hits[]") ||
      (has("_index") && record.text.find("\"_source\"") != std::string_view::npos))
    return read_hit(record.text);
  if (has("insertId") || has("textPayload") || (has("logName") && has("timestamp")))
    return read_gcp(record.text);
  if (has("line") && has("timestamp") && record.text.find("\"labels\"") != std::string_view::npos)
    return make("loki", object_.text("line"), object_.text("timestamp"), raw_member(record.text, "labels"));
  if (object_.text("type") == "log" && has("attributes.message")) {
    ExportRecord made =
        make("datadog", object_.text("attributes.message"), object_.text("attributes.timestamp"),
             any_of({"attributes.service", "attributes.host"}));
    made.level = level_of_word(object_.text("attributes.status"));
    return made;
  }
  const bool stored =
      has("ingestionTime") || has("eventId") || has("logStreamName") || record.place == ".logEvents[]";
  if (stored && has("message") && has("timestamp"))
    return make("cloudwatch", object_.text("message"), object_.text("timestamp"),
                object_.text("logStreamName"));
  return std::nullopt;
}

ExportRecord ExportRecordReader::read_gcp(std::string_view text) {
  std::string_view inner = object_.text("textPayload");
  const bool access = object_.find("httpRequest.status") != nullptr;
  if (inner.empty() && !access) inner = raw_member(text, "jsonPayload");
  if (inner.empty()) inner = text;  // a request of the load balancer, an audit record
  ExportRecord made = make("gcp-json", inner, any_of({"timestamp", "receiveTimestamp"}),
                           any_of({"resource.labels.pod_name", "resource.labels.revision_name",
                                   "resource.labels.instance_id", "logName"}));
  made.level = level_of_word(object_.text("severity"));
  return made;
}

// A document of Elasticsearch or OpenSearch: a line that a shipper read, or a record that
// the program, or the shipper, took apart.
ExportRecord ExportRecordReader::read_hit(std::string_view text) {
  const std::string_view source = raw_member(text, "_source");
  std::string_view inner =
      any_of({"_source.message", "_source.log", "_source.MESSAGE", "_source.event.original"});
  const bool taken_apart = !any_of({"_source.log.level", "_source.level", "_source.severity"}).empty();
  if ((taken_apart && !inner.starts_with('{')) || inner.empty()) inner = source.empty() ? text : source;
  return make("elasticsearch-hits", inner,
              any_of({"_source.@timestamp", "_source.timestamp", "_source.time"}),
              any_of({"_source.kubernetes.pod.name", "_source.kubernetes.pod_name", "_source.container.name",
                      "_source.container.id", "_source.service.name", "_source.host.name"}));
}

}  // namespace loadtriage::formats
