#include "formats/k6/console_lines.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "formats/k6/metric_names.h"
#include "formats/written_values.h"

namespace loadtriage::formats {
namespace {

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find_first_of(" \t")); }

// The text behind `before`, up to one of `ends`; empty when it is not there.
std::string_view between(std::string_view text, std::string_view before, std::string_view ends) {
  const auto at = text.find(before);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + before.size());
  return text.substr(0, text.find_first_of(ends));
}

std::optional<double> seconds_of(std::string_view text) {
  const auto ms = read_duration_ms(text);
  if (!ms) return std::nullopt;
  return *ms / 1000;
}

std::optional<double> number_before(std::string_view text, std::string_view unit) {
  const auto at = text.find(unit);
  if (at == std::string_view::npos) return std::nullopt;
  text = trim(text.substr(0, at));
  const auto blank = text.find_last_of(" \t");
  return parse_number(blank == std::string_view::npos ? text : text.substr(blank + 1));
}

}  // namespace

std::optional<ProgressLine> parse_progress_line(std::string_view line) {
  line = trim(line);
  const auto begin = line.find("running (");
  if (begin == std::string_view::npos || begin > 40) return std::nullopt;
  line.remove_prefix(begin + std::string_view("running (").size());
  ProgressLine progress;
  const auto close = line.find(')');
  if (close == std::string_view::npos) return std::nullopt;
  const auto elapsed = seconds_of(line.substr(0, close));
  line.remove_prefix(close + 1);
  if (!elapsed || !take(line, ", ")) return std::nullopt;
  progress.elapsed_s = *elapsed;
  const auto vus = take_number(line);
  if (!vus || !take(line, "/")) return std::nullopt;
  const auto initialised = take_number(line);
  if (!initialised || !take(line, " VUs")) return std::nullopt;
  progress.vus = *vus;
  progress.vus_initialised = *initialised;
  // What a terminal cut off behind the VUs is missed, not a reason to miss the rest.
  if (take(line, ", ")) progress.complete = take_number(line).value_or(0);
  if (take(line, " complete and ")) progress.interrupted = take_number(line).value_or(0);
  return progress;
}

bool is_progress_bar(std::string_view line) {
  line = trim(line);
  const auto open = line.find(" [");
  if (open == std::string_view::npos || open == 0) return false;
  const auto close = line.find(']', open);
  if (close == std::string_view::npos || close - open > 80) return false;
  const auto inside = trim(line.substr(open + 2, close - open - 2));
  if (inside.empty()) return contains(line.substr(close), "VUs");
  return std::all_of(inside.begin(), inside.end(),
                     [](char c) {
                       return (c >= '0' && c <= '9') || c == '%' || c == '=' || c == '-' || c == '>' ||
                              c == ' ';
                     }) &&
         inside.find_first_of("%=-") != std::string_view::npos;
}

std::optional<double> planned_in_bar(std::string_view line) {
  const auto close = line.rfind(']');
  if (close == std::string_view::npos) return std::nullopt;
  line = line.substr(close + 1);
  // Behind the times an executor may count iterations: "30.0s/30.0s  12/40 shared iters".
  while (!(line = trim(line)).empty()) {
    const auto word = first_word(line);
    line.remove_prefix(word.size());
    const auto slash = word.find('/');
    if (slash == std::string_view::npos || !word.ends_with('s')) continue;
    if (!seconds_of(word.substr(0, slash))) continue;
    return seconds_of(word.substr(slash + 1));
  }
  return std::nullopt;
}

bool is_banner(std::string_view line) {
  line = trim(line);
  if (line.size() < 5 || !contains(line, "\\")) return false;
  std::string rest(line);
  for (const std::string_view word : {"Grafana", ".io", "\xE2\x80\xBE"})  // the last: ‾
    for (auto at = rest.find(word); at != std::string::npos; at = rest.find(word))
      rest.erase(at, word.size());
  return rest.find_first_not_of("/\\|_()?- \t") == std::string::npos;
}

std::optional<ScenarioLine> parse_scenario_line(std::string_view line) {
  line = trim(line);
  if (!take(line, "* ")) return std::nullopt;
  const auto colon = line.find(": ");
  if (colon == std::string_view::npos) return std::nullopt;
  const auto text = line.substr(colon + 2);
  const bool known = contains(text, " VUs") || contains(text, "iterations/s") ||
                     contains(text, "maxDuration") || contains(text, "gracefulStop");
  if (!known) return std::nullopt;
  ScenarioLine found;
  found.scenario.name = line.substr(0, colon);
  found.scenario.description = text;
  found.scenario.max_vus = number_before(text, " looping VUs");
  found.scenario.rate_per_s = number_before(text, " iterations/s");
  if (!found.scenario.max_vus) found.scenario.max_vus = number_before(text, " VUs");
  if (auto most = between(text, "maxVUs: ", ",)"); !most.empty())
    found.scenario.max_vus = parse_number(most.substr(most.find('-') + 1));
  found.scenario.duration_s = seconds_of(between(text, " for ", " (,"));
  if (!found.scenario.duration_s)
    found.scenario.duration_s = seconds_of(between(text, "maxDuration: ", ",)"));
  found.start_s = seconds_of(between(text, "startTime: ", ",)")).value_or(0);
  return found;
}

std::string_view header_value(std::string_view line, std::string_view key) {
  line = trim(line);
  if (!take(line, key) || !take(line, ": ")) return {};
  return trim(line);
}

std::optional<int> parse_exit_code(std::string_view line) {
  if (line.size() > 400) return std::nullopt;
  // What a shell says of a program that a signal ended, and the status it gives.
  if (trim(line) == "Killed") return 137;
  if (trim(line) == "Terminated") return 143;
  const auto lower = to_lower_ascii(line);
  constexpr std::array<std::string_view, 10> kPhrases = {
      "exit status ", "exit status: ", "exit code ", "exit code: ", "exited with code ",
      "exited with ", "exit_code=",    "exitcode=",  "exit code=",  "exit=",
  };
  for (const auto phrase : kPhrases) {
    const auto at = lower.find(phrase);
    if (at == std::string::npos) continue;
    std::string_view rest = std::string_view(lower).substr(at + phrase.size());
    const auto digits = rest.substr(0, rest.find_first_not_of("0123456789"));
    const auto code = parse_number(digits);
    const bool plausible =
        code && (*code == 0 || *code == 1 || (*code >= 97 && *code <= 110) || *code == 255 || *code == 130 ||
                 *code == 137 || *code == 139 || *code == 143);
    if (plausible) return static_cast<int>(*code);
  }
  return std::nullopt;
}

bool looks_like_log_line(std::string_view line) {
  if (line.starts_with("time=\"") || line.starts_with("time=2") || line.starts_with("level=")) return true;
  if (line.starts_with("{\"")) return contains(line, "\"level\"") && contains(line, "\"msg\"");
  if (line.size() < 7 || line[4] != '[') return false;
  constexpr std::array<std::string_view, 7> kLevels = {"INFO", "WARN", "ERRO", "DEBU",
                                                       "FATA", "PANI", "TRAC"};
  return std::find(kLevels.begin(), kLevels.end(), line.substr(0, 4)) != kLevels.end() && line[5] >= '0' &&
         line[5] <= '9';
}

std::optional<model::ThresholdResult> take_mark(std::string_view& line) {
  if (take(line, "\xE2\x9C\x93 ")) return model::ThresholdResult::passed;  // ✓
  if (take(line, "\xE2\x9C\x97 ")) return model::ThresholdResult::failed;  // ✗
  if (take(line, "? ")) return model::ThresholdResult::unknown;
  return std::nullopt;
}

std::optional<MetricLine> parse_metric_line(std::string_view line) {
  line = trim(line);
  MetricLine found;
  if (const auto mark = take_mark(line)) found.mark = *mark;
  const auto dots = line.find("...:");
  if (dots == std::string_view::npos || dots == 0) return std::nullopt;
  found.data = trim(line.substr(dots + 4));
  auto name = line.substr(0, dots);
  while (name.ends_with('.')) name.remove_suffix(1);
  name = trim(name);
  if (name.starts_with('{') && name.ends_with('}') && name.size() > 2) {
    found.selector = trim(name.substr(1, name.size() - 2));
  } else {
    if (name.empty() || name.find_first_of(" \t\"'") != std::string_view::npos) return std::nullopt;
    found.name = name;
  }
  return found;
}

namespace {

// A number with or without a unit; says what kind of unit it was.
std::optional<double> read_value(std::string_view text, model::Contains& contains) {
  text = trim(text);
  if (const auto plain = parse_number(text)) return plain;
  if (const auto bytes = read_bytes(text, Base::decimal); bytes && text.back() == 'B')
    return contains = model::Contains::data, bytes;
  if (const auto ms = read_duration_ms(text)) return contains = model::Contains::time, ms;
  return std::nullopt;
}

// "avg=1.2s min=0s p(95)=1 kB": hands each key and value to `take`.
template <typename Take>
bool for_each_pair(std::string_view text, Take take) {
  while (!(text = trim(text)).empty()) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) return false;
    const auto key = trim(text.substr(0, equals));
    text.remove_prefix(equals + 1);
    auto end = text.find('=');  // of the next pair: the value ends before its key
    if (end != std::string_view::npos) end = text.find_last_of(" \t", end);
    if (!take(key, trim(text.substr(0, end)))) return false;
    text.remove_prefix(std::min(end, text.size()));
  }
  return true;
}

bool read_trend_data(std::string_view data, model::Metric& metric) {
  metric.type = model::MetricType::trend;
  return for_each_pair(data, [&](std::string_view key, std::string_view text) {
    const auto value = read_value(text, metric.contains);
    return value && set_statistic(metric.trend, key, *value);
  });
}

// "66.66% ✓ 346 ✗ 173" and "66.66% 346 out of 519": the first number counts the
// samples that are not zero. The percentage is cut to two decimals, so the counts win.
bool read_rate_data(std::string_view data, model::Metric& metric) {
  metric.type = model::MetricType::rate;
  const auto percent = data.find('%');
  const auto share = read_percent(data.substr(0, percent + 1));
  if (!share) return false;
  metric.share = share;
  auto rest = trim(data.substr(percent + 1));
  if (rest.empty()) return true;
  const bool marked = take_mark(rest).has_value();
  rest = trim(rest);
  const auto first = take_number(rest);
  rest = trim(rest);
  if (!first || (marked ? !take_mark(rest) : !take(rest, "out of"))) return false;
  const auto second = parse_number(trim(rest));
  if (!second) return false;
  metric.nonzero = first;
  metric.zero = marked ? *second : std::max(0.0, *second - *first);
  if (*metric.nonzero + *metric.zero > 0) metric.share = *metric.nonzero / (*metric.nonzero + *metric.zero);
  return true;
}

bool read_gauge_data(std::string_view data, model::Metric& metric) {
  metric.type = model::MetricType::gauge;
  const auto pairs = data.find("min=");
  metric.value = read_value(data.substr(0, pairs), metric.contains);
  if (!metric.value) return false;
  return for_each_pair(data.substr(pairs), [&](std::string_view key, std::string_view text) {
    const auto value = read_value(text, metric.contains);
    if (key == "min") metric.min = value;
    if (key == "max") metric.max = value;
    return value.has_value();
  });
}

// "1454 60.2/s", "38 MB 158 kB/s", "0 B 0 B/s"
bool read_counter_data(std::string_view data, model::Metric& metric) {
  metric.type = model::MetricType::counter;
  if (!data.ends_with("/s")) return false;
  data.remove_suffix(2);
  auto cut = data.find_last_of(" \t");
  if (cut == std::string_view::npos) return false;
  if (const auto last = data[cut + 1]; cut + 1 < data.size() && !(last >= '0' && last <= '9') && last != '-')
    cut = data.find_last_of(" \t", data.find_last_not_of(" \t", cut));
  if (cut == std::string_view::npos) return false;
  metric.count = read_value(data.substr(0, cut), metric.contains);
  metric.per_second = read_value(data.substr(cut), metric.contains);
  return metric.count && metric.per_second;
}

}  // namespace

bool read_metric_data(std::string_view data, model::Metric& metric) {
  data = trim(data);
  const auto word = first_word(data);
  if (word.empty()) return false;
  if (contains(word, "=")) return read_trend_data(data, metric);
  if (word.ends_with('%')) return read_rate_data(data, metric);
  if (contains(data, "min=")) return read_gauge_data(data, metric);
  return read_counter_data(data, metric);
}

std::optional<CheckCounts> parse_check_counts(std::string_view line) {
  line = trim(line);
  const auto percent = line.find('%');
  const auto slash = line.rfind(" / ");
  if (percent == std::string_view::npos || slash == std::string_view::npos || slash < percent)
    return std::nullopt;
  const auto last_number = [](std::string_view text) {
    text = trim(text);
    const auto blank = text.find_last_of(" \t");
    return parse_number(blank == std::string_view::npos ? text : text.substr(blank + 1));
  };
  const auto passes = last_number(line.substr(percent + 1, slash - percent - 1));
  const auto fails = last_number(line.substr(slash + 3));
  if (!passes || !fails) return std::nullopt;
  return CheckCounts{*passes, *fails};
}

std::optional<model::Threshold> parse_threshold_line(std::string_view line) {
  line = trim(line);
  const auto mark = take_mark(line);
  if (!mark || !line.starts_with('\'')) return std::nullopt;
  const auto close = line.find('\'', 1);
  if (close == std::string_view::npos) return std::nullopt;
  model::Threshold threshold;
  threshold.result = *mark;
  threshold.expression = line.substr(1, close - 1);
  threshold.observed = trim(line.substr(close + 1));
  return threshold;
}

}  // namespace loadtriage::formats
