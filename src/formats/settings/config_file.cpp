#include "formats/settings/config_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/text.h"
#include "formats/settings/context_names.h"
#include "formats/settings/context_values.h"
#include "formats/settings/setting_mentions.h"
#include "formats/time/durations.h"
#include "formats/time/timestamps.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kLargest = std::size_t{4} << 20;
constexpr std::size_t kSniffedSettings = 120;

struct Directive {
  std::string_view key;
  Setting setting;
  double bare_ms = 0;  // what a number without unit counts, where the setting is a time
};
constexpr double kSeconds = 1000;
constexpr std::array kDirectives = std::to_array<Directive>({
    {"worker_connections", {"worker_connections", Measure::count, "connections"}},
    {"worker_processes", {"proxy_workers", Measure::count, "workers"}},
    {"worker_rlimit_nofile", {"open_files_limit", Measure::count, "files"}},
    {"proxy_read_timeout", {"timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"proxy_connect_timeout", {"proxy_connect_timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"fastcgi_read_timeout", {"timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"uwsgi_read_timeout", {"timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"grpc_read_timeout", {"timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"keepalive_timeout", {"keepalive_timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"client_max_body_size", {"body_limit_bytes", Measure::bytes, "bytes"}},
    {"max_connections", {"max_connections", Measure::count, "connections"}},
    {"statement_timeout", {"statement_timeout_ms", Measure::ms, "ms"}, 1},
    {"lock_timeout", {"lock_timeout_ms", Measure::ms, "ms"}, 1},
    {"deadlock_timeout", {"deadlock_timeout_ms", Measure::ms, "ms"}, 1},
    {"idle_in_transaction_session_timeout", {"idle_in_transaction_timeout_ms", Measure::ms, "ms"}, 1},
    {"max_user_connections", {"max_user_connections", Measure::count, "connections"}},
    {"innodb_lock_wait_timeout", {"lock_timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"wait_timeout", {"idle_timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"maxclients", {"redis_max_clients", Measure::count, "connections"}},
    {"maxmemory", {"redis_memory_limit_mb", Measure::megabytes, "MB"}},
    {"tcp-backlog", {"backlog", Measure::count, "connections"}},
    {"maxconn", {"max_connections", Measure::count, "connections"}},
    {"timeout server", {"timeout_ms", Measure::ms, "ms"}, 1},
    {"timeout queue", {"queue_timeout_ms", Measure::ms, "ms"}, 1},
    {"timeout connect", {"proxy_connect_timeout_ms", Measure::ms, "ms"}, 1},
    {"timeout client", {"client_timeout_ms", Measure::ms, "ms"}, 1},
    {"pm.max_children", {"workers", Measure::count, "workers"}},
    {"request_terminate_timeout", {"timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"memory_limit", {"memory_limit_mb", Measure::megabytes, "MB"}},
    {"workers", {"workers", Measure::count, "workers"}},
    {"threads", {"worker_threads", Measure::count, "threads"}},
    {"backlog", {"backlog", Measure::count, "connections"}},
    {"web_concurrency", {"workers", Measure::count, "workers"}},
    {"uv_threadpool_size", {"worker_threads", Measure::count, "threads"}},
    {"maxrequestworkers", {"workers", Measure::count, "workers"}},
    {"listenbacklog", {"backlog", Measure::count, "connections"}},
    {"default_pool_size", {"pool_size", Measure::count, "connections"}},
    {"max_client_conn", {"max_connections", Measure::count, "connections"}},
    {"query_wait_timeout", {"acquire_timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"maximum-pool-size", {"pool_size", Measure::count, "connections"}},
    {"connection-timeout", {"acquire_timeout_ms", Measure::ms, "ms"}, 1},
    {"accept-count", {"backlog", Measure::count, "connections"}},
    {"connection_limit", {"pool_size", Measure::count, "connections"}},
    {"pool_timeout", {"acquire_timeout_ms", Measure::ms, "ms"}, kSeconds},
    {"max-old-space-size", {"memory_limit_mb", Measure::megabytes, "MB"}},
    {"open files", {"open_files_limit", Measure::count, "files"}},
    {"max open files", {"open_files_limit", Measure::count, "files"}},
    {"max user processes", {"process_limit", Measure::count, "processes"}},
});

const Directive* find_directive(std::string_view key) {
  const std::string folded = to_lower_ascii(key);
  const auto found = std::find_if(kDirectives.begin(), kDirectives.end(),
                                  [&](const Directive& known) { return known.key == folded; });
  return found == kDirectives.end() ? nullptr : &*found;
}

struct Entry {
  std::vector<std::string> path;  // sections and blocks above it
  std::string key;
  std::string value;
  bool loose = false;  // key and value stand apart by a space only
};

bool is_setting_char(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         c == '.';
}

std::string_view without_quotes(std::string_view text) {
  text = trim(text);
  while (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front())
    text = text.substr(1, text.size() - 2);
  return text;
}

// Reads line after line; knows in which section, block or indented map it is.
class Parser {
 public:
  enum class Line { none, setting, structure, comment };

  Line read(std::string_view line, Entry& entry) {
    const std::size_t indent = std::min(line.find_first_not_of(" \t"), line.size());
    std::string_view text = trim(line);
    if (text.empty() || text.front() == '#' || text.front() == ';' || text.starts_with("//"))
      return Line::comment;
    if (const std::size_t comment = text.find(" #"); comment != std::string_view::npos)
      text = trim(text.substr(0, comment));
    if (text == "global" || text == "defaults") return Line::structure;  // HAProxy's sections
    if (text == "}" || text == "};" || text == "---") {
      if (text != "---" && !blocks_.empty()) blocks_.pop_back();
      return Line::structure;
    }
    if (text.ends_with('{')) {
      blocks_.emplace_back(trim(text.substr(0, text.size() - 1)));
      return Line::structure;
    }
    if (text.front() == '[' && text.back() == ']') {
      section_ = text.substr(1, text.size() - 2);
      return Line::structure;
    }
    if (read_ulimit(text, entry)) return Line::setting;
    return split(text, indent, entry);
  }

 private:
  // "open files                      (-n) 1024"; "Max open files  1024  4096  files" of /proc
  static bool read_ulimit(std::string_view text, Entry& entry) {
    const std::size_t open = text.find("(");
    if (open == std::string_view::npos || open < 8 || text[open - 1] != ' ') return false;
    const std::size_t close = text.find(')', open);
    const std::size_t dash = text.find('-', open);
    if (close == std::string_view::npos || dash == std::string_view::npos || dash + 2 != close) return false;
    entry = {{}, std::string(trim(text.substr(0, open))), std::string(trim(text.substr(close + 1))), false};
    return !entry.value.empty() && entry.value.find(' ') == std::string::npos;
  }

  Line split(std::string_view text, std::size_t indent, Entry& entry) {
    if (text.starts_with("export ")) text.remove_prefix(7);
    const bool item = text.starts_with("- ");
    if (item) text = without_quotes(text.substr(2));
    if (text.ends_with(';')) text.remove_suffix(1);
    std::size_t end = 0;
    while (end < text.size() && is_setting_char(text[end])) ++end;
    if (end == 0) return Line::none;
    std::string key(text.substr(0, end));
    std::string_view rest = text.substr(end);
    while (!rest.empty() && rest.front() == ' ') rest.remove_prefix(1);
    const bool yaml = rest.starts_with(":");
    // An item of a list may stand as far out as the list's own name.
    while (!maps_.empty() && (item ? maps_.back().indent > indent : maps_.back().indent >= indent || !yaml))
      maps_.pop_back();
    entry = {path(), key, {}, false};
    if (yaml && trim(rest) == ":") {
      maps_.push_back({indent, key});
      return Line::structure;
    }
    if (rest.starts_with(":") || rest.starts_with("=")) {
      entry.value = without_quotes(rest.substr(1));
      return Line::setting;
    }
    if (rest.empty() || text[end] != ' ') return Line::none;
    entry.loose = true;
    if (key == "timeout") {  // HAProxy: `timeout server 30s`
      const std::size_t space = std::min(rest.find(' '), rest.size());
      entry.key += ' ';
      entry.key += rest.substr(0, space);
      rest = trim(rest.substr(space));
    }
    entry.value = without_quotes(rest);
    return Line::setting;
  }

  std::vector<std::string> path() const {
    std::vector<std::string> path = blocks_;
    if (!section_.empty()) path.push_back(section_);
    for (const auto& map : maps_) path.push_back(map.key);
    return path;
  }

  struct Map {
    std::size_t indent;
    std::string key;
  };
  std::vector<std::string> blocks_;
  std::string section_;
  std::vector<Map> maps_;
};

std::vector<std::string> normalised(const Entry& entry) {
  std::vector<std::string> path;
  for (const std::string& part : entry.path) path.push_back(normalise_key(part));
  for (const std::string_view part : split(entry.key, '.')) path.push_back(normalise_key(part));
  return path;
}

bool is_known(const Entry& entry) {
  if (find_directive(entry.key) != nullptr) return true;
  return !entry.loose && find_setting(normalised(entry)) != nullptr;
}

class Facts {
 public:
  Facts(std::string source, model::InputId input, Sink& sink)
      : source_(std::move(source)), input_(input), sink_(sink), mentions_(sink) {}

  void take(const Entry& entry, std::uint64_t line) {
    where_ = {input_, line, 0};
    if (entry.key == "limit_req_zone") return limiter(entry.value);
    const bool secret = names_a_secret(normalise_key(entry.key));
    // Of a DSN no more than host and port is kept, whatever its name.
    if (!secret || contains(entry.value, "://")) mentions_.take(entry.path, entry.key, entry.value, where_);
    if (secret) return;
    take_options(entry.value);
    if (const Directive* known = find_directive(entry.key))
      return state(known->setting, entry.value, known->bare_ms, {});
    if (entry.loose) return;
    std::vector<std::string> path = normalised(entry);
    const std::string unit = take_unit_of_key(path.back());
    const Setting* setting = find_setting(path);
    if (setting != nullptr && setting->measure != Measure::text) state(*setting, entry.value, 0, unit);
  }

  void finish() { mentions_.finish(); }

 private:
  // Limits inside of a value: `?connection_limit=5&pool_timeout=10`, `--max-old-space-size=256`.
  void take_options(std::string_view value) {
    for (const std::string_view name : {"connection_limit", "pool_timeout", "max-old-space-size"}) {
      const std::size_t at = value.find(name);
      if (at == std::string_view::npos || at + name.size() >= value.size() || value[at + name.size()] != '=')
        continue;
      const std::string_view rest = value.substr(at + name.size() + 1);
      const Directive* known = find_directive(name);
      state(known->setting, rest.substr(0, rest.find_first_not_of("0123456789")), known->bare_ms, {});
    }
  }

  void state(const Setting& setting, std::string_view value, double bare_ms, std::string_view unit) {
    value = value.substr(0, value.find_first_of(" ,"));
    if (value.empty() || (value.front() != '-' && !(value.front() >= '0' && value.front() <= '9'))) return;
    model::Fact fact;
    fact.text = value;
    fact.unit = setting.unit;
    fact.source = source_ + ":" + std::to_string(where_.line);
    fact.where = where_;
    const auto bare = decimal(value);
    if (bare && bare_ms > 0) {
      fact.number = *bare * bare_ms;
    } else {
      JsonValue json;
      json.kind = bare ? JsonValue::Kind::number : JsonValue::Kind::text;
      json.number = bare.value_or(0);
      json.text = value;
      const Measured measured = measure(json, setting.measure, unit);
      // A time whose unit is a guess is worse than none.
      if (!measured.number || (!measured.doubt.empty() && setting.measure == Measure::ms)) return;
      fact.number = measured.number;
    }
    if (*fact.number <= 0) return;  // 0 and -1 mean that there is no limit
    sink_.on_fact(std::string(setting.name), fact);
  }

  // nginx: `limit_req_zone $binary_remote_addr zone=api:10m rate=10r/s`
  void limiter(std::string_view value) {
    const auto option = [&](std::string_view name) {
      const std::size_t at = value.find(name);
      if (at == std::string_view::npos) return std::string_view();
      const std::string_view rest = value.substr(at + name.size());
      return rest.substr(0, rest.find(' '));
    };
    const std::string_view written = option("rate="), zone = option("zone=");
    const auto rate = read_rate(written);
    if (!rate) return;
    model::Limiter limiter;
    limiter.name = zone.substr(0, zone.find(':'));
    limiter.limit = rate->limit;
    limiter.window_s = rate->window_s;
    limiter.written = written;
    limiter.source = source_ + ":" + std::to_string(where_.line);
    sink_.on_limiter(limiter);
  }

  std::string source_;
  model::InputId input_;
  Sink& sink_;
  model::SourceRef where_;
  SettingMentions mentions_;
};

template <typename Take>
void each_numbered_line(std::string_view text, Take&& take) {
  std::uint64_t number = 1;
  for (; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!take(text.substr(0, end), number)) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// What `kubectl describe` prints looks like settings, but tells what happened.
bool is_description(std::string_view text) {
  return text.starts_with("Name: ") && contains(text.substr(0, 4096), "\nNamespace: ");
}

}  // namespace

Sureness recognises_config(std::string_view head) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos || head[first] == '{' || head[first] == '<') return 0;
  if (is_description(head.substr(first))) return 0;
  Parser parser;
  TimestampReader times;
  std::size_t lines = 0, settings = 0, structure = 0, known = 0, dated = 0, loose = 0;
  each_numbered_line(head, [&](std::string_view line, std::uint64_t number) {
    Entry entry;
    const std::string_view text = trim(line);
    const auto what = parser.read(line, entry);
    if (what == Parser::Line::comment) return number < kSniffedSettings;
    ++lines;
    dated += times.read(text) || (text.size() > 1 && times.read(text.substr(1))) ? 1 : 0;
    structure += what == Parser::Line::structure ? 1 : 0;
    if (what == Parser::Line::setting) {
      ++settings;
      loose += entry.loose ? 1 : 0;
      // A logger's `level=info msg=...` is a setting to look at only.
      known +=
          is_known(entry) && entry.value.find("=\"") == std::string::npos && !entry.value.starts_with("info")
              ? 1
              : 0;
    }
    return number < kSniffedSettings;
  });
  if (lines == 0 || dated > 0 || settings == 0) return 0;
  const double share = static_cast<double>(settings + structure) / static_cast<double>(lines);
  const double firm = static_cast<double>(settings - loose + structure) / static_cast<double>(lines);
  if (share < 0.85) return 0;
  if (known > 0) return firm > 0.3 || known * 4 >= settings ? 0.97 : 0;
  return firm > 0.9 && settings > 2 ? 0.5 : 0;
}

void read_config(input::Source& source, model::InputId input, Sink& sink) {
  const std::string_view text = source.read_all(kLargest).text;
  const std::size_t slash = source.path().find_last_of("/\\");
  Facts facts(source.path().substr(slash == std::string::npos ? 0 : slash + 1), input, sink);
  Parser parser;
  model::LineFates fates;
  each_numbered_line(text, [&](std::string_view line, std::uint64_t number) {
    Entry entry;
    ++fates.lines;
    const auto what = parser.read(line, entry);
    if (what == Parser::Line::setting) facts.take(entry, number);
    if (trim(line).empty())
      ++fates.blank;
    else
      ++(what == Parser::Line::setting ? fates.samples : fates.continuations);
    return true;
  });
  facts.finish();
  sink.on_lines(fates);
}

}  // namespace loadtriage::formats
