#include "formats/lines/log_wrapper.h"

#include <algorithm>

#include "base/ascii.h"
#include "base/text.h"
#include "formats/lines/levels.h"

namespace loadtriage::formats {
namespace {

constexpr int kMostWrappers = 4;

bool is_source_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '-' || c == '_' ||
         c == '.' || c == '@';
}

// A stamp of the collector is the better one: it has zone and fraction. The outermost wins.
void keep_time(Wrapped& wrapped, const Stamp& stamp) {
  if (!wrapped.time || (!wrapped.time->dated && stamp.dated)) wrapped.time = stamp;
}

std::string_view take_word(std::string_view& rest) {
  while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
  const std::size_t end = std::min(rest.find(' '), rest.size());
  const std::string_view word = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return word;
}

void keep_service(Wrapped& wrapped, std::string_view service) {
  if (wrapped.service.empty()) wrapped.service = service;
}

// "host name[123]: rest"; true when the tag is there.
bool take_host_and_tag(std::string_view rest, std::string_view& tag, std::string_view& inner) {
  const std::string_view host = take_word(rest);
  if (host.empty() ||
      !std::all_of(host.begin(), host.end(), [](char c) { return is_source_char(c) || c == ':'; }))
    return false;
  // "2026-03-01T12:00:05Z  INFO shop::db: ..." is a program's own line.
  const bool capitals = std::none_of(host.begin(), host.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (capitals && level_in_text(host) != model::Level::unknown) return false;
  std::size_t end = 0;
  while (end < rest.size() && end < 64 &&
         (is_source_char(rest[end]) || rest[end] == '/' || rest[end] == '(' || rest[end] == ')'))
    ++end;
  if (end == 0 || end >= rest.size()) return false;
  tag = rest.substr(0, end);
  if (rest[end] == '[') {
    const std::size_t close = rest.find(']', end);
    if (close == std::string_view::npos || close > end + 12) return false;
    end = close + 1;
  }
  if (end >= rest.size() || rest[end] != ':') return false;
  ++end;
  if (end < rest.size() && rest[end] == ' ') ++end;
  inner = rest.substr(end);
  return true;
}

// "<134>" of syslog; -1 when there is none.
int take_priority(std::string_view& text) {
  if (text.size() < 3 || text.front() != '<') return -1;
  int value = 0;
  std::size_t at = 1;
  for (; at < text.size() && at < 4 && is_digit(text[at]); ++at) value = value * 10 + (text[at] - '0');
  if (at == 1 || at >= text.size() || text[at] != '>' || value > 191) return -1;
  text.remove_prefix(at + 1);
  return value;
}

// RFC 5424: "1 time host app pid msgid [data] message"
bool take_syslog_5424(std::string_view rest, Wrapped& wrapped, TimestampReader& times) {
  rest.remove_prefix(2);
  const std::string_view time = take_word(rest);
  std::string_view words[4];  // host, app, pid, message id
  for (std::string_view& word : words)
    if ((word = take_word(rest)).empty()) return false;
  if (rest.starts_with("[")) {
    bool quoted = false;
    std::size_t at = 0;
    for (; at < rest.size(); ++at) {
      if (rest[at] == '\\')
        ++at;
      else if (rest[at] == '"')
        quoted = !quoted;
      else if (rest[at] == ']' && !quoted && (at + 1 >= rest.size() || rest[at + 1] != '['))
        break;
    }
    rest.remove_prefix(std::min(at + 1, rest.size()));
  } else if (rest.starts_with("-")) {
    rest.remove_prefix(1);
  } else {
    return false;
  }
  if (rest.starts_with(" ")) rest.remove_prefix(1);
  if (rest.starts_with("\xef\xbb\xbf")) rest.remove_prefix(3);
  if (const auto stamp = times.read(time)) keep_time(wrapped, *stamp);
  wrapped.inner = rest;
  if (words[1] != "-") keep_service(wrapped, words[1]);
  wrapped.name = "syslog-5424";
  return true;
}

bool take_priority_line(Wrapped& wrapped, TimestampReader& times) {
  std::string_view rest = wrapped.inner;
  const int priority = take_priority(rest);
  if (priority < 0) return false;
  const auto settle = [&] { wrapped.level = level_of_severity(priority % 8); };
  if (rest.starts_with("1 ") && take_syslog_5424(rest, wrapped, times)) return settle(), true;
  const auto stamp = times.read(rest);
  if (!stamp) return false;
  rest.remove_prefix(std::min(stamp->length + 1, rest.size()));
  std::string_view tag, inner;
  if (take_host_and_tag(rest, tag, inner)) {
    keep_service(wrapped, tag);
  } else {
    // Some daemons leave the host out.
    const std::size_t colon = rest.find(": ");
    if (colon == std::string_view::npos || colon > 64) return false;
    inner = rest.substr(colon + 2);
  }
  keep_time(wrapped, *stamp);
  wrapped.inner = inner;
  wrapped.name = "syslog-3164";
  return settle(), true;
}

struct Service {
  std::string_view name, inner;
  bool numbered = false;
};

// "name-1  | line", "0|name  | line"; "pod-abc container line" is not: it has no mark.
std::optional<Service> read_service(std::string_view line) {
  Service service;
  std::size_t at = 0;
  while (at < line.size() && at < 64 && is_digit(line[at])) ++at;
  if (at > 0 && at < line.size() && line[at] == '|') {
    service.numbered = true;
    ++at;
  } else {
    at = 0;
  }
  const std::size_t name = at;
  while (at < line.size() && at < 80 && is_source_char(line[at])) ++at;
  const std::size_t end = at;
  if (end == name) return std::nullopt;
  while (at < line.size() && line[at] == ' ') ++at;
  if (at >= line.size() || line[at] != '|' || at == end) return std::nullopt;
  // A table or Gin's `200 |` is no prefix: the name begins with a letter.
  if (!service.numbered && is_digit(line[name])) return std::nullopt;
  ++at;
  if (at < line.size() && line[at] != ' ') return std::nullopt;
  service.name = line.substr(0, end);
  service.inner = line.substr(std::min(at + 1, line.size()));
  return service;
}

bool take_compose(Wrapped& wrapped) {
  const auto service = read_service(wrapped.inner);
  if (!service) return false;
  wrapped.inner = service->inner;
  const std::string_view name = service->name;
  keep_service(wrapped, service->numbered ? name.substr(name.find('|') + 1) : name);
  wrapped.name = service->numbered ? "pm2" : "docker-compose";
  return true;
}

// kubectl --prefix: "[pod/name/container] line"
bool take_kubectl_prefix(Wrapped& wrapped) {
  const std::string_view line = wrapped.inner;
  if (!line.starts_with("[pod/")) return false;
  const std::size_t close = line.find("] ");
  if (close == std::string_view::npos || close > 160) return false;
  wrapped.inner = line.substr(close + 2);
  keep_service(wrapped, line.substr(1, close - 1));
  wrapped.name = "kubectl";
  return true;
}

// What begins with the collector's stamp.
bool take_stamped(Wrapped& wrapped, TimestampReader& times) {
  const std::string_view line = wrapped.inner;
  const auto stamp = times.read(line);
  if (!stamp || stamp->length >= line.size()) return false;
  std::string_view rest = line.substr(stamp->length);
  const auto settle = [&](std::string_view name, std::string_view inner) {
    keep_time(wrapped, *stamp);
    wrapped.name = name;
    wrapped.inner = inner;
    return true;
  };
  // PM2: "2026-01-01T10:00:00: line"
  if (rest.starts_with(": ") && line.size() > 10 && (line[10] == 'T' || line[10] == ' ') && stamp->dated)
    return settle("pm2", rest.substr(2));
  if (rest.front() != ' ') return false;
  rest.remove_prefix(1);
  for (const std::string_view stream : {"stdout ", "stderr "}) {
    if (!rest.starts_with(stream)) continue;
    const std::string_view tail = rest.substr(stream.size());
    if (tail.starts_with("F ") || tail.starts_with("P ")) {
      wrapped.partial = tail.front() == 'P';
      return settle("kubernetes-cri", tail.substr(2));
    }
    if (tail == "F" || tail == "P") return settle("kubernetes-cri", {});
  }
  const bool iso = stamp->dated && line.size() > 10 && line[10] == 'T' && stamp->zone_stated;
  if (rest.starts_with("{\"")) return settle("stamped", rest);
  std::string_view tag, inner;
  const bool unix_s = line.size() > 10 && line[10] == '.' && stamp->zone_stated;  // journalctl -o short-unix
  if ((iso || unix_s || (!stamp->dated && line[0] > '9')) && take_host_and_tag(rest, tag, inner)) {
    keep_service(wrapped, tag);
    return settle(iso || unix_s ? "journald" : "syslog-3164", inner);
  }
  // docker logs --timestamps, kubectl logs --timestamps: nine digits and a Z.
  if (iso && stamp->length >= 28 && line[stamp->length - 1] == 'Z') return settle("stamped", rest);
  return false;
}

}  // namespace

bool Unwrapper::unwrap_once(Wrapped& wrapped, TextArena& arena, TimestampReader& times) {
  const std::string_view line = wrapped.inner;
  if (line.empty()) return false;
  const char first = line.front();
  if (first == '{') {
    // docker json-file; the order of its members is fixed, the spaces are not.
    if (line.substr(0, 8).find("\"log\"") == std::string_view::npos) return false;
    if (!read_flat(line, arena, object_) || object_.find("stream") == nullptr) return false;
    const FlatMember* log = object_.find("log");
    if (log == nullptr || log->kind != FlatMember::Kind::text) return false;
    if (const auto stamp = times.read(object_.text("time"))) keep_time(wrapped, *stamp);
    wrapped.partial = !log->value.ends_with('\n');
    wrapped.inner = log->value.substr(0, log->value.find_last_not_of("\r\n") + 1);
    wrapped.name = "docker-json";
    return true;
  }
  if (first == '<') return take_priority_line(wrapped, times);
  if (first == '[') return take_kubectl_prefix(wrapped);
  if (!is_source_char(first)) return false;
  if (take_stamped(wrapped, times)) return true;
  return line.substr(0, 84).find('|') != std::string_view::npos && take_compose(wrapped);
}

std::string_view service_of(std::string_view line) {
  if (line.starts_with("[pod/")) return line.substr(0, line.find("] "));
  const auto service = read_service(line);
  return service ? service->name : std::string_view();
}

Wrapped Unwrapper::unwrap(std::string_view line, TextArena& arena, TimestampReader& times) {
  Wrapped wrapped;
  wrapped.inner = line;
  for (int depth = 0; depth < kMostWrappers; ++depth) {
    const std::string_view name = wrapped.name;
    if (!unwrap_once(wrapped, arena, times)) break;
    // A second stamp of the same kind is the program's own.
    if (name == wrapped.name && name == "stamped") break;
  }
  return wrapped;
}

}  // namespace loadtriage::formats
