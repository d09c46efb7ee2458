#include "formats/settings/context.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/quantity.h"
#include "base/text.h"
#include "formats/deaf_sink.h"
#include "formats/json/document.h"
#include "formats/k6/summary_json.h"
#include "formats/settings/context_names.h"
#include "formats/settings/context_values.h"
#include "input/line_count.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kLargestContext = std::size_t{1} << 20;
constexpr int kDeepestSetting = 16;

// The text without what stands between `//` and `@` of an address.
std::string without_credentials(std::string text) {
  const auto scheme = text.find("://");
  const auto at = text.find('@', scheme == std::string::npos ? 0 : scheme);
  if (scheme == std::string::npos || at == std::string::npos) return text;
  return text.replace(scheme + 3, at - scheme - 3, "***");
}

std::string written_as(const JsonValue& value) {
  switch (value.kind) {
    case JsonValue::Kind::boolean:
      return value.truth ? "true" : "false";
    case JsonValue::Kind::number:
      return fmt::format("{}", value.number);
    case JsonValue::Kind::text:
      return without_credentials(value.text);
    default:
      return {};
  }
}

class ContextReader {
 public:
  ContextReader(model::InputId input, std::string source, Sink& sink)
      : input_(input), source_(std::move(source)), sink_(sink) {}

  void read(const JsonValue& value, std::vector<std::string> keys, int depth = 0);
  // Hands on what has been read. Settings that several keys name are told once, by the
  // first; the others keep their paths.
  void finish();

  const std::vector<std::string>& faults() const { return faults_; }
  // Things with a settled name, without those that any JSON may have.
  std::size_t known() const { return known_; }

 private:
  void leaf(const JsonValue& value, const std::vector<std::string>& keys);
  bool limiter(const JsonValue& value, const std::vector<std::string>& keys,
               const std::vector<std::string>& path);
  void limiter_of(const Rate& rate, const JsonValue& value, const std::vector<std::string>& keys);
  void other(const JsonValue& value, const std::vector<std::string>& keys);
  void connection_string(const JsonValue& value);
  model::Fact fact_of(const JsonValue& value) const;

  model::InputId input_;
  std::string source_;
  Sink& sink_;
  std::map<std::string, model::Fact> facts_;
  std::optional<double> overflow_;
  std::vector<std::string> faults_;
  std::size_t known_ = 0;
};

// The keys normalised, the last one without its unit.
std::vector<std::string> path_of(const std::vector<std::string>& keys, std::string& unit) {
  std::vector<std::string> path;
  for (const auto& key : keys) path.push_back(normalise_key(key));
  if (!path.empty()) unit = take_unit_of_key(path.back());
  return path;
}

model::Fact ContextReader::fact_of(const JsonValue& value) const {
  model::Fact fact;
  fact.text = written_as(value);
  fact.source = source_;
  fact.where = {input_, value.line, value.offset};
  return fact;
}

void ContextReader::read(const JsonValue& value, std::vector<std::string> keys, int depth) {
  if (depth > kDeepestSetting || value.is(JsonValue::Kind::null)) return;
  if (value.is(JsonValue::Kind::object) || value.is(JsonValue::Kind::list)) {
    std::string unit;
    const auto path = path_of(keys, unit);
    if (value.is(JsonValue::Kind::object) && limiter(value, keys, path)) return;
    for (std::size_t i = 0; i < value.items.size(); ++i) {
      auto inner = keys;
      inner.push_back(value.is(JsonValue::Kind::object) ? value.keys[i] : fmt::format("{}", i));
      read(value.items[i], std::move(inner), depth + 1);
    }
    return;
  }
  leaf(value, keys);
}

void ContextReader::leaf(const JsonValue& value, const std::vector<std::string>& keys) {
  std::string unit;
  auto path = path_of(keys, unit);
  if (path.empty()) return;
  if (names_a_secret(path.back())) return;
  if (path.back() == "max_overflow") {
    overflow_ = measure(value, Measure::count, {}).number;
    return;
  }
  if (limiter(value, keys, path)) return;
  if (value.is(JsonValue::Kind::text)) connection_string(value);
  const auto* setting = value.is(JsonValue::Kind::boolean) ? nullptr : find_setting(path);
  if (!setting) return other(value, keys);
  if (facts_.contains(std::string(setting->name))) return other(value, keys);
  model::Fact fact = fact_of(value);
  fact.unit = setting->unit;
  if (setting->measure != Measure::text) {
    const auto measured = measure(value, setting->measure, unit);
    if (!measured.number) {
      faults_.push_back(fmt::format("`{}`: {}", join(keys, "."), measured.fault));
      return other(value, keys);
    }
    if (!measured.doubt.empty()) sink_.on_note(fmt::format("`{}` has {}", join(keys, "."), measured.doubt));
    fact.number = measured.number;
    // "pool_timeout_s": 1 is shown as it is meant.
    if (!unit.empty() && parse_number(trim(fact.text))) fact.text += " " + unit;
    ++known_;
  } else if (setting->name != "target") {
    ++known_;
  }
  facts_.emplace(setting->name, std::move(fact));
}

bool ContextReader::limiter(const JsonValue& value, const std::vector<std::string>& keys,
                            const std::vector<std::string>& path) {
  if (!names_a_rate_limit(path)) return false;
  if (value.is(JsonValue::Kind::object)) {
    const auto rate = read_rate(value);
    if (rate) limiter_of(*rate, value, keys);
    return rate.has_value();
  }
  if (value.is(JsonValue::Kind::text)) {
    if (const auto rate = read_rate(std::string_view(value.text)))
      return limiter_of(*rate, value, keys), true;
    if (const auto text = trim(value.text);
        !text.empty() && text[0] >= '0' && text[0] <= '9' && !parse_number(text))
      faults_.push_back(fmt::format("`{}`: `{}` is no rate limit that can be read (200 per 15 min, 100/s)",
                                    join(keys, "."), shorten(printable(text), 60)));
    return false;
  }
  if (!value.is(JsonValue::Kind::number)) return false;
  auto last = normalise_key(keys.back());
  const bool per_second = last.ends_with("rps");
  const auto unit = per_second ? "s" : last.ends_with("rpm") ? "min" : take_unit_of_key(last);
  const bool timed = unit == "s" || unit == "min" || unit == "h";
  if (!timed) {
    sink_.on_note(fmt::format("`{}` is a limit without its window (200 per 15 min, 100/s)", join(keys, ".")));
    return false;
  }
  limiter_of({value.number, unit == "s" ? 1.0 : unit == "min" ? 60.0 : 3600.0}, value, keys);
  return true;
}

// The name is what tells this limit from others: the last key, unless that says only
// that it is a limit.
void ContextReader::limiter_of(const Rate& rate, const JsonValue& value,
                               const std::vector<std::string>& keys) {
  model::Limiter limiter;
  for (const auto& key : keys) {
    const std::vector<std::string> one{normalise_key(key)};
    if (!names_a_rate_limit(one) && one.front() != "env") limiter.name = key;
  }
  limiter.limit = rate.limit;
  limiter.window_s = rate.window_s;
  limiter.written = written_as(value);
  if (limiter.written.empty() || value.is(JsonValue::Kind::number))
    limiter.written = fmt::format("{} per {}", format_count(rate.limit), format_seconds(rate.window_s));
  limiter.source = source_;
  sink_.on_limiter(limiter);
  ++known_;
}

// Prisma keeps the pool's settings in the address of the database.
void ContextReader::connection_string(const JsonValue& value) {
  const auto query = value.text.find('?');
  if (query == std::string::npos || !contains(value.text, "://")) return;
  for (const auto pair : split(std::string_view(value.text).substr(query + 1), '&')) {
    const auto equals = pair.find('=');
    const auto key = normalise_key(pair.substr(0, equals));
    if (equals == std::string_view::npos || (key != "connection_limit" && key != "pool_timeout")) continue;
    JsonValue setting = value;
    setting.text = pair.substr(equals + 1);
    leaf(setting, {key});
  }
}

void ContextReader::other(const JsonValue& value, const std::vector<std::string>& keys) {
  model::Fact fact = fact_of(value);
  if (value.is(JsonValue::Kind::number)) fact.number = value.number;
  if (value.is(JsonValue::Kind::text)) fact.number = parse_number(trim(value.text));
  facts_.emplace("context." + join(keys, "."), std::move(fact));
}

void ContextReader::finish() {
  if (const auto pool = facts_.find("pool_size"); pool != facts_.end() && overflow_.value_or(0) > 0) {
    pool->second.text += fmt::format(" + {} overflow", *overflow_);
    *pool->second.number += *overflow_;
  }
  for (const auto& [name, fact] : facts_) sink_.on_fact(name, fact);
  if (const auto code = facts_.find("exit_code"); code != facts_.end()) {
    model::RunInfo run;
    if (*code->second.number >= 0 && *code->second.number <= 255)
      run.exit_code = static_cast<int>(*code->second.number);
    sink_.on_run(run);
  }
}

// A log line of a service is an object with a `service`, too.
bool is_log_line(const JsonValue& object) {
  return std::any_of(object.keys.begin(), object.keys.end(), [](const std::string& key) {
    for (const std::string_view name :
         {"level", "msg", "message", "time", "timestamp", "@timestamp", "severity"})
      if (key == name) return true;
    return false;
  });
}

Sureness recognises_context(std::string_view head, bool whole) {
  const auto begin = head.find_first_not_of(" \t\r\n");
  if (!whole || begin == std::string_view::npos || head[begin] != '{') return 0;
  const auto document = read_json(head, begin);
  if (document.damaged || trim(head.substr(document.end)).size() > 0) return 0;
  if (shape_of(document.root) || is_log_line(document.root)) return 0;
  DeafSink deaf;
  ContextReader reader(0, {}, deaf);
  reader.read(document.root, {});
  return reader.known() > 0 || !reader.faults().empty() ? 0.7 : 0;
}

bool read_context(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestContext);
  const auto begin = std::min(whole.text.find_first_not_of(" \t\r\n"), whole.text.size());
  const auto line = 1 + input::count_lines(whole.text.substr(0, begin));
  const auto document = read_json(whole.text, begin, line);
  if (!document.root.is(JsonValue::Kind::object)) {
    sink.on_note("context is not a JSON object");
    return false;
  }
  const auto slash = source.path().find_last_of("/\\");
  ContextReader reader(input, source.path().substr(slash == std::string::npos ? 0 : slash + 1), sink);
  reader.read(document.root, {});
  reader.finish();
  for (const auto& fault : reader.faults()) sink.on_note(fault);
  if (document.cut || document.damaged)
    sink.on_note(fmt::format("the JSON is {} at line {}; what stands before is used",
                             document.cut ? "cut short" : "damaged", document.end_line));
  model::LineFates fates;
  fates.lines = input::count_lines(whole.text) + (whole.text.ends_with('\n') ? 0 : 1);
  fates.samples = fates.lines;
  sink.on_lines(fates);
  return true;
}

}  // namespace

std::optional<Notice> read_context_pair(std::string_view key_value, const std::string& source, Sink& sink) {
  const auto equals = key_value.find('=');
  const auto key = trim(key_value.substr(0, equals));
  if (equals == std::string_view::npos || key.empty())
    return make_error(source, fmt::format("`{}` is not `key=value`", shorten(printable(key_value), 60)),
                      "write it like `--context pool_size=10`, or give a file with JSON");
  std::vector<std::string> keys;
  for (const auto part : split(key, '.'))
    if (!part.empty()) keys.emplace_back(part);
  JsonValue value;
  value.kind = JsonValue::Kind::text;
  value.text = trim(key_value.substr(equals + 1));
  // A number may stand for a flag or a limit as it would in JSON.
  if (const auto number = parse_number(value.text)) {
    value.kind = JsonValue::Kind::number;
    value.number = *number;
  }
  ContextReader reader(0, source, sink);
  reader.read(value, std::move(keys));
  if (!reader.faults().empty())
    return make_error(source, reader.faults().front(),
                      "write a unit beside the number, like `pool_timeout=30s`");
  reader.finish();
  return std::nullopt;
}

const Adapter context = {.name = "context",
                         .summary = "JSON with what the operator knows: pool sizes, limits, targets",
                         .recognises = recognises_context,
                         .read = read_context};

}  // namespace loadtriage::formats
