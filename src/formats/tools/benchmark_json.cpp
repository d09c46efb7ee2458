// Benchmark tools whose report is one JSON object: autocannon, bombardier, Fortio.
#include <algorithm>

#include "base/text.h"
#include "formats/time/rfc3339.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kAutocannon = {"autocannon", "connection", "request", ""},
                   kBombardier = {"bombardier", "connection", "request", ""},
                   kFortio = {"Fortio", "connection", "request", ""};

void fail(Counts& counts, std::string error, double count, std::uint64_t line) {
  model::FailureCount failure;
  failure.status = 0;
  failure.error = std::move(error);
  failure.count = count;
  failure.where = counts.at(line);
  counts.failure(std::move(failure));
}

// "p97_5" -> 97.5
std::optional<double> rank_of(std::string_view name) {
  if (name.substr(0, 1) != "p") return std::nullopt;
  std::string text(name.substr(1));
  std::replace(text.begin(), text.end(), '_', '.');
  return number_of(text);
}

// Latencies of 0 when nothing was answered are no latencies. Errors have no texts; timeouts are
// among them.
void take_autocannon(const JsonValue& root, Counts& counts) {
  const double errors = root.number_at("errors").value_or(0),
               timeouts = root.number_at("timeouts").value_or(0);
  double answered = 0, bad = 0;
  const JsonValue* codes = root.find_object("statusCodeStats");
  for (std::size_t i = 0; codes != nullptr && i < codes->items.size(); ++i) {
    const double count = codes->items[i].number_at("count").value_or(0);
    const auto code = status_code(codes->keys[i]);
    answered += count;
    bad += code >= 400 ? count : 0;
    counts.status(code, count, codes->items[i].line);
  }
  fail(counts, "timeout", std::min(timeouts, errors), root.line);
  fail(counts, "error without a text", std::max(0.0, errors - timeouts), root.line);
  if (answered + errors > 0) counts.requests(answered + errors, bad + errors);
  const JsonValue* latency = root.find_object("latency");
  if (latency != nullptr && answered > 0) {
    model::Trend& trend = counts.latency();
    trend.avg = latency->number_at("average");
    trend.min = latency->number_at("min");
    trend.max = latency->number_at("max");
    trend.count = latency->number_at("totalCount");
    for (std::size_t i = 0; i < latency->items.size(); ++i)
      if (const auto rank = rank_of(latency->keys[i]); rank && *rank > 0 && *rank < 100)
        trend.percentiles[*rank] = {latency->items[i].number, latency->items[i].number};
  }
  counts.run().duration_s = root.number_at("duration");
  counts.run().start_ns = parse_rfc3339_ns(root.text_at("start"));
  counts.run().vus_max = root.number_at("connections");
}

// Latencies are microseconds, and those of failed requests are among them.
void take_bombardier(const JsonValue& root, Counts& counts) {
  const JsonValue* result = root.find_object("result");
  if (result == nullptr) return;
  double requests = 0, bad = 0;
  for (const char digit : {'1', '2', '3', '4', '5'}) {
    const double count = result->number_at(std::string("req") + digit + "xx").value_or(0);
    requests += count;
    bad += digit >= '4' ? count : 0;
    if (digit < '4' || count == 0) continue;
    model::FailureCount failure;
    failure.error = std::string("responses of ") + digit + "xx";
    failure.count = count;
    failure.where = counts.at(result->line);
    counts.failure(std::move(failure));
  }
  double others = result->number_at("others").value_or(0), told = 0;
  if (const JsonValue* errors = result->find_list("errors"))
    for (const JsonValue& error : errors->items) {
      const double count = error.number_at("count").value_or(0);
      told += count;
      fail(counts, std::string(first_line(error.text_at("description"))), count, error.line);
    }
  others = std::max(others, told);
  fail(counts, "error without a text", others - told, result->line);
  if (requests + others > 0) counts.requests(requests + others, bad + others);
  if (const JsonValue* latency = result->find_object("latency"); latency != nullptr && requests > 0) {
    constexpr double kPerMs = 1000;
    model::Trend& trend = counts.latency();
    if (const auto mean = latency->number_at("mean")) trend.avg = *mean / kPerMs;
    if (const auto max = latency->number_at("max")) trend.max = *max / kPerMs;
    const JsonValue* ranks = latency->find_object("percentiles");
    for (std::size_t i = 0; ranks != nullptr && i < ranks->items.size(); ++i)
      if (const auto rank = number_of(ranks->keys[i]))
        trend.percentiles[*rank] = {ranks->items[i].number / kPerMs, ranks->items[i].number / kPerMs};
  }
  counts.run().duration_s = result->number_at("timeTakenSeconds");
  if (const JsonValue* spec = root.find_object("spec"))
    counts.run().vus_max = spec->number_at("numberOfConnections");
}

// A code of -1 is an error of the socket; seconds in the histogram, nanoseconds of the run.
void take_fortio(const JsonValue& root, Counts& counts) {
  double requests = 0, failed = 0, answered = 0;
  const JsonValue* codes = root.find_object("RetCodes");
  for (std::size_t i = 0; codes != nullptr && i < codes->items.size(); ++i) {
    const auto code = status_code(codes->keys[i]);
    const double count = codes->items[i].number;
    requests += count;
    answered += code > 0 ? count : 0;
    failed += code < 200 || code >= 400 ? count : 0;
    if (code <= 0)
      fail(counts, "socket error without a text", count, codes->items[i].line);
    else
      counts.status(code, count, codes->items[i].line);
  }
  if (requests > 0) counts.requests(requests, failed);
  if (const JsonValue* times = root.find_object("DurationHistogram"); times != nullptr && answered > 0) {
    model::Trend& trend = counts.latency();
    const auto ms = [&](std::string_view name) -> std::optional<double> {
      const auto seconds = times->number_at(name);
      return seconds ? std::optional(*seconds * 1000) : std::nullopt;
    };
    trend.avg = ms("Avg");
    trend.min = ms("Min");
    trend.max = ms("Max");
    trend.count = times->number_at("Count");
    if (const JsonValue* ranks = times->find_list("Percentiles"))
      for (const JsonValue& rank : ranks->items) {
        const double value = rank.number_at("Value").value_or(0) * 1000;
        if (const auto percentile = rank.number_at("Percentile");
            percentile && *percentile > 0 && *percentile < 100)
          trend.percentiles[*percentile] = {value, value};
      }
  }
  if (const auto ns = root.number_at("ActualDuration")) counts.run().duration_s = *ns / 1e9;
  counts.run().start_ns = parse_rfc3339_ns(root.text_at("StartTime"));
  counts.run().vus_max = root.number_at("NumThreads");
}

}  // namespace

const Adapter autocannon = {
    .name = "autocannon",
    .summary = "report of autocannon --json",
    .recognises =
        [](std::string_view head, bool) {
          return is_object_with(head, {"\"non2xx\"", "\"2xx\"", "\"latency\"", "\"timeouts\""}) ? 0.97 : 0;
        },
    .read = [](input::Source& source, model::InputId input,
               Sink& sink) { return read_document(source, input, sink, kAutocannon, take_autocannon); }};

const Adapter bombardier = {
    .name = "bombardier",
    .summary = "report of bombardier --format json",
    .recognises =
        [](std::string_view head, bool) {
          return is_object_with(head, {"\"spec\"", "\"numberOfConnections\"", "\"bytesRead\""}) ? 0.97 : 0;
        },
    .read = [](input::Source& source, model::InputId input,
               Sink& sink) { return read_document(source, input, sink, kBombardier, take_bombardier); }};

const Adapter fortio = {
    .name = "fortio",
    .summary = "report of fortio load -json",
    .recognises =
        [](std::string_view head, bool) {
          return is_object_with(head, {"\"RunType\"", "\"DurationHistogram\"", "\"ActualQPS\""}) ? 0.97 : 0;
        },
    .read = [](input::Source& source, model::InputId input,
               Sink& sink) { return read_document(source, input, sink, kFortio, take_fortio); }};

}  // namespace loadtriage::formats::tools
