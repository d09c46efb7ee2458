#include "formats/settings/context_values.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/quantity.h"
#include "base/text.h"
#include "formats/written_values.h"

namespace loadtriage::formats {
namespace {

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr double kMebibyte = 1024.0 * 1024.0;

// Durations without a unit: nobody waits 30,000 seconds, nor limits a wait to 30 ms.
double guess_ms(double number, std::string& doubt) {
  doubt = number >= 1000 ? "no unit; read as milliseconds" : "no unit; read as seconds";
  return number >= 1000 ? number : number * 1000;
}

Measured fault(std::string_view written, std::string_view expected) {
  return {.number = {},
          .fault = fmt::format("`{}` has no unit known here ({})", shorten(printable(written), 60), expected),
          .doubt = {}};
}

Measured measure_time(std::string_view text, std::string_view key_unit) {
  if (const auto plain = parse_number(text)) {
    if (const auto ms = read_duration_ms(fmt::format("{} {}", *plain, key_unit)); !key_unit.empty() && ms)
      return {ms, {}, {}};
    Measured guessed;
    guessed.number = guess_ms(*plain, guessed.doubt);
    return guessed;
  }
  if (const auto ms = read_duration_ms(text)) return {ms, {}, {}};
  return fault(text, "ms, s, min, h, d");
}

Measured measure_bytes(std::string_view text, std::string_view key_unit, Measure wanted) {
  if (const auto plain = parse_number(text)) {
    if (const auto bytes = read_bytes(fmt::format("{} {}", *plain, key_unit), Base::binary);
        !key_unit.empty() && bytes)
      return {bytes, {}, {}};
    // A bare number is bytes to most programs; memory is written in MB where it is small.
    if (wanted == Measure::bytes || *plain >= kMebibyte) return {plain, {}, {}};
    return {*plain * kMebibyte, {}, "no unit; read as MB"};
  }
  if (const auto bytes = read_bytes(text, Base::binary)) return {bytes, {}, {}};
  return fault(text, "kb, mb, gb, Ki, Mi, Gi");
}

Measured measure_cores(std::string_view text) {
  auto rest = text;
  const auto number = take_number(rest);
  rest = trim(rest);
  if (!number) return fault(text, "cores, or m for thousandths");
  if (rest == "m") return {*number / 1000, {}, {}};
  if (is_one_of<6>(to_lower_ascii(rest), {"", "core", "cores", "cpu", "cpus", "vcpu"}))
    return {number, {}, {}};
  return fault(text, "cores, or m for thousandths");
}

Measured measure_per_second(std::string_view text, std::string_view key_unit) {
  if (const auto plain = parse_number(text)) return {key_unit == "min" ? *plain / 60 : *plain, {}, {}};
  if (const auto rate = read_rate(text)) return {rate->limit / rate->window_s, {}, {}};
  return fault(text, "/s, /min, rps, rpm");
}

Measured measure_share(std::string_view text, std::string_view key_unit) {
  if (const auto percent = read_percent(text)) return {percent, {}, {}};
  const auto plain = parse_number(text);
  if (!plain) return fault(text, "a share of 1, or %");
  if (key_unit == "%") return {*plain / 100, {}, {}};
  if (*plain > 1) return {*plain / 100, {}, "above 1; read as per cent"};
  return {plain, {}, {}};
}

Measured measure_count(std::string_view text) {
  auto rest = text;
  const auto number = take_number(rest);
  const auto noun = to_lower_ascii(trim(rest));
  constexpr std::array<std::string_view, 18> kNouns = {
      "",        "connections", "connection", "conns",    "workers", "worker",
      "threads", "thread",      "processes",  "requests", "users",   "vus",
      "files",   "children",    "slots",      "clients",  "devices", "items",
  };
  if (number && is_one_of(noun, kNouns)) return {number, {}, {}};
  return fault(text, "a plain number");
}

}  // namespace

std::string normalise_key(std::string_view key) {
  std::string words;
  char before = '_';
  for (const char c : key) {
    if (is_upper(c) && (is_lower(before) || is_digit(before))) words += '_';
    if (is_upper(c))
      words += static_cast<char>(c - 'A' + 'a');
    else if (is_lower(c) || is_digit(c))
      words += c;
    else if (!words.empty() && words.back() != '_')
      words += '_';
    before = c;
  }
  while (!words.empty() && words.back() == '_') words.pop_back();
  return words;
}

std::string take_unit_of_key(std::string& key) {
  struct Ending {
    std::string_view ending, unit;
  };
  constexpr Ending kEndings[] = {
      {"_per_second", "s"}, {"_per_sec", "s"}, {"_per_s", "s"},   {"_per_minute", "min"},
      {"_per_min", "min"},  {"_ms", "ms"},     {"_millis", "ms"}, {"_seconds", "s"},
      {"_secs", "s"},       {"_sec", "s"},     {"_s", "s"},       {"_minutes", "min"},
      {"_mins", "min"},     {"_min", "min"},   {"_hours", "h"},   {"_mb", "mb"},
      {"_mib", "mb"},       {"_kb", "kb"},     {"_gb", "gb"},     {"_gib", "gb"},
      {"_bytes", "b"},      {"_pct", "%"},     {"_percent", "%"},
  };
  for (const auto& [ending, unit] : kEndings) {
    if (key.size() <= ending.size() || !key.ends_with(ending)) continue;
    key.resize(key.size() - ending.size());
    return std::string(unit);
  }
  return {};
}

Measured measure(const JsonValue& value, Measure wanted, std::string_view key_unit) {
  const auto written = value.is(JsonValue::Kind::number) ? fmt::format("{}", value.number) : value.text;
  const auto text = trim(written);
  if (text.empty() || !(value.is(JsonValue::Kind::number) || value.is(JsonValue::Kind::text)))
    return {.number = {}, .fault = "is neither a number nor a text", .doubt = {}};
  Measured measured;
  switch (wanted) {
    case Measure::text:
      return measured;
    case Measure::count:
      return measure_count(text);
    case Measure::ms:
      return measure_time(text, key_unit);
    case Measure::seconds:
      // Lifetimes of tokens are written in seconds where no unit is given.
      measured = measure_time(text, key_unit.empty() ? "s" : key_unit);
      if (measured.number) *measured.number /= 1000;
      return measured;
    case Measure::megabytes:
      measured = measure_bytes(text, key_unit, wanted);
      if (measured.number) *measured.number /= kMebibyte;
      return measured;
    case Measure::bytes:
      return measure_bytes(text, key_unit, wanted);
    case Measure::cores:
      return measure_cores(text);
    case Measure::per_second:
      return measure_per_second(text, key_unit);
    case Measure::share:
      return measure_share(text, key_unit);
  }
  return measured;
}

std::optional<Rate> read_rate(std::string_view text) {
  const auto lower = to_lower_ascii(trim(text));
  std::string_view rest = lower;
  const auto limit = take_number(rest);
  if (!limit || *limit < 0) return std::nullopt;
  rest = trim(rest);
  if (rest == "rps" || rest == "req/s" || rest == "r/s") return Rate{*limit, 1};
  if (rest == "rpm" || rest == "r/m") return Rate{*limit, 60};
  if (rest == "rph") return Rate{*limit, 3600};
  auto cut = rest.find('/');
  std::size_t length = 1;
  for (const std::string_view word : {"per ", "every ", "in "}) {
    const auto at = rest.find(word);
    if (at == std::string_view::npos || cut != std::string_view::npos) continue;
    cut = at;
    length = word.size();
  }
  if (cut == std::string_view::npos) return std::nullopt;
  auto noun = trim(rest.substr(0, cut));
  constexpr std::array<std::string_view, 11> kNouns = {
      "", "r", "req", "reqs", "request", "requests", "hits", "call", "calls", "times", "messages"};
  if (!is_one_of(noun, kNouns)) return std::nullopt;
  const auto window = trim(rest.substr(cut + length));
  const bool has_number = !window.empty() && (is_digit(window.front()) || window.front() == '.');
  const auto ms = read_duration_ms(has_number ? std::string(window) : "1 " + std::string(window));
  if (!ms || *ms <= 0) return std::nullopt;
  return Rate{*limit, *ms / 1000};
}

std::optional<Rate> read_rate(const JsonValue& object) {
  std::optional<double> limit, window_ms;
  for (std::size_t i = 0; i < object.keys.size(); ++i) {
    auto key = normalise_key(object.keys[i]);
    const auto unit = take_unit_of_key(key);
    constexpr std::array<std::string_view, 8> kLimits = {"limit", "max",    "points", "requests",
                                                         "rate",  "tokens", "count",  "max_requests"};
    constexpr std::array<std::string_view, 8> kWindows = {"window",   "per", "duration",    "period",
                                                          "interval", "ttl", "time_window", "every"};
    const auto& value = object.items[i];
    if (is_one_of(key, kLimits)) {
      limit = measure(value, Measure::count, {}).number;
      if (const auto whole = read_rate(std::string_view(value.text))) return whole;
      if (!unit.empty() && limit) window_ms = read_duration_ms("1 " + unit);
    } else if (is_one_of(key, kWindows)) {
      window_ms = measure(value, Measure::ms, unit).number;
      if (!window_ms) window_ms = read_duration_ms("1 " + value.text);  // "per": "minute"
    }
  }
  if (!limit || !window_ms || *window_ms <= 0) return std::nullopt;
  return Rate{*limit, *window_ms / 1000};
}

}  // namespace loadtriage::formats
