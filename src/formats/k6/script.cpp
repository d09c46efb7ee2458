#include "formats/k6/script.h"

#include <algorithm>
#include <map>

#include "base/quantity.h"
#include "base/text.h"
#include "formats/written_values.h"
#include "input/line_count.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kLargestScript = std::size_t{4} << 20;

bool imports_k6(std::string_view line) {
  line = trim(line);
  const bool from = line.starts_with("import") || line.starts_with("}");
  for (const std::string_view module : {"'k6'", "\"k6\"", "'k6/", "\"k6/"})
    if (contains(line, module)) return from || contains(line, "require(");
  return false;
}

Sureness recognises_script(std::string_view head, bool) {
  for (const auto line : split(head, '\n'))
    if (imports_k6(line)) return 0.9;
  return contains(head, "export default function") && contains(head, "http.") && contains(head, "__VU") ? 0.6
                                                                                                        : 0;
}

// The source with its comments made blank, so that places stay what they were.
std::string without_comments(std::string_view source) {
  std::string code(source);
  char quote = 0;
  for (std::size_t i = 0; i < code.size(); ++i) {
    const char c = code[i];
    if (quote) {
      if (c == '\\')
        ++i;
      else if (c == quote || (c == '\n' && quote != '`'))
        quote = 0;
    } else if (c == '"' || c == '\'' || c == '`') {
      quote = c;
    } else if (c == '/' && i + 1 < code.size() && (code[i + 1] == '/' || code[i + 1] == '*')) {
      const bool block = code[i + 1] == '*';
      auto end = block ? code.find("*/", i + 2) : code.find('\n', i);
      if (end == std::string::npos)
        end = code.size();
      else if (block)
        end += 2;
      for (; i < end; ++i)
        if (code[i] != '\n') code[i] = ' ';
      --i;
    }
  }
  return code;
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '$';
}

// What stands behind `name:` (or, for a call, `name(`) where it is a literal alone: a
// number, or a text without its quotes. Hands on each with its position.
template <typename Take>
void for_each_literal(std::string_view code, std::string_view name, char mark, Take take) {
  for (auto at = code.find(name); at != std::string_view::npos; at = code.find(name, at + 1)) {
    if (at > 0 && is_word(code[at - 1])) continue;
    auto next = code.find_first_not_of(" \t\r\n'\"", at + name.size());
    if (next == std::string_view::npos || code[next] != mark) continue;
    next = code.find_first_not_of(" \t\r\n", next + 1);
    if (next == std::string_view::npos) return;
    const bool quoted = code[next] == '\'' || code[next] == '"';
    const auto begin = quoted ? next + 1 : next;
    const auto end = quoted ? code.find(code[next], begin) : code.find_first_of(",})\r\n; ", begin);
    if (end == std::string_view::npos) return;
    // `5 * 60` and `'1' + unit` are computed, not written.
    const auto behind = code.find_first_not_of(" \t\r\n", quoted ? end + 1 : end);
    if (behind != std::string_view::npos &&
        std::string_view(",})];\n").find(code[behind]) == std::string_view::npos && !is_word(code[behind]))
      continue;
    take(code.substr(begin, end - begin), at);
  }
}

class ScriptReader {
 public:
  ScriptReader(std::string_view source, model::InputId input, std::string path, Sink& sink)
      : code_(without_comments(source)), input_(input), path_(std::move(path)), sink_(sink) {}

  void read() {
    target();
    const bool arrivals = contains(code_, "arrival-rate");
    greatest("vus", "script.vus", "VUs");
    if (!arrivals) greatest("target", "script.vus", "VUs");
    greatest("maxVUs", "script.max_vus", "VUs");
    greatest("preAllocatedVUs", "script.pre_allocated_vus", "VUs");
    arrival_rate();
    timeout();
    for_each_literal(code_, "sleep", '(', [&](std::string_view text, std::size_t at) {
      if (const auto seconds = parse_number(text)) keep_greatest("script.sleep_s", *seconds, text, "s", at);
    });
    flag("noConnectionReuse", "script.no_connection_reuse");
    flag("noVUConnectionReuse", "script.no_vu_connection_reuse");
    for (const auto& [name, fact] : facts_) sink_.on_fact(name, fact);
  }

 private:
  model::Fact& fact(const std::string& name, std::string_view text, std::string_view unit, std::size_t at) {
    auto& kept = facts_[name];
    kept.text = text;
    kept.unit = unit;
    const auto line = 1 + input::count_lines(std::string_view(code_).substr(0, at));
    kept.where = {input_, line, at};
    kept.source = path_ + ":" + std::to_string(line);
    return kept;
  }

  void keep_greatest(const std::string& name, double value, std::string_view text, std::string_view unit,
                     std::size_t at) {
    const auto found = facts_.find(name);
    if (found != facts_.end() && found->second.number.value_or(0) >= value) return;
    fact(name, text, unit, at).number = value;
  }

  void greatest(std::string_view key, const std::string& name, std::string_view unit) {
    for_each_literal(code_, key, ':', [&](std::string_view text, std::size_t at) {
      if (const auto number = parse_number(text)) keep_greatest(name, *number, text, unit, at);
    });
  }

  // One rate and one time unit belong together; of several, which to which is unclear.
  void arrival_rate() {
    std::vector<double> rates, units_s;
    std::size_t place = 0;
    for_each_literal(code_, "rate", ':', [&](std::string_view text, std::size_t at) {
      if (const auto rate = parse_number(text)) rates.push_back(*rate), place = at;
    });
    for_each_literal(code_, "timeUnit", ':', [&](std::string_view text, std::size_t) {
      units_s.push_back(read_duration_ms(text).value_or(0) / 1000);
    });
    const bool same_units =
        std::all_of(units_s.begin(), units_s.end(), [&](double unit) { return unit == units_s[0]; });
    if (rates.size() != 1 || !same_units) return;
    const double unit_s = units_s.empty() ? 1 : units_s[0];
    if (unit_s > 0)
      fact("script.rate_per_s", format_rate(rates[0] / unit_s), "iterations/s", place).number =
          rates[0] / unit_s;
  }

  void timeout() {
    for_each_literal(code_, "timeout", ':', [&](std::string_view text, std::size_t at) {
      auto ms = read_duration_ms(text);
      if (!ms) ms = parse_number(text);  // k6 takes a number for milliseconds
      const auto found = facts_.find("script.request_timeout_ms");
      if (!ms || (found != facts_.end() && *found->second.number <= *ms)) return;
      fact("script.request_timeout_ms", text, "ms", at).number = ms;
    });
  }

  void flag(std::string_view key, const std::string& name) {
    for_each_literal(code_, key, ':', [&](std::string_view text, std::size_t at) {
      if (text == "true" || text == "false") fact(name, text, "", at);
    });
  }

  // The first address in the code that is not of a library.
  void target() {
    const std::string_view code = code_;
    for (auto at = code.find("http"); at != std::string_view::npos; at = code.find("http", at + 1)) {
      auto rest = code.substr(at);
      if (!rest.starts_with("http://") && !rest.starts_with("https://")) continue;
      const auto host = rest.find("://") + 3;
      rest = rest.substr(0, std::min(rest.find_first_of("/'\"` \n?", host), rest.size()));
      const bool library = contains(rest, "jslib.k6.io") || contains(rest, "raw.githubusercontent") ||
                           contains(rest, "cdn.") || contains(rest, "unpkg.com");
      if (rest.size() <= host || contains(rest, "$") || contains(rest, "@") || library) continue;
      fact("script.target", rest, "", at);
      return;
    }
  }

  std::string code_;
  model::InputId input_;
  std::string path_;
  Sink& sink_;
  std::map<std::string, model::Fact> facts_;
};

bool read_script(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestScript);
  const auto slash = source.path().find_last_of("/\\");
  ScriptReader(whole.text, input, source.path().substr(slash == std::string::npos ? 0 : slash + 1), sink)
      .read();
  model::LineFates fates;
  fates.lines = input::count_lines(whole.text) + (whole.text.empty() || whole.text.ends_with('\n') ? 0 : 1);
  fates.continuations = fates.lines;
  sink.on_lines(fates);
  return true;
}

}  // namespace

const Adapter k6_script = {.name = "k6-script",
                           .summary = "a k6 test script: what is plainly written in it",
                           .recognises = recognises_script,
                           .read = read_script};

}  // namespace loadtriage::formats
