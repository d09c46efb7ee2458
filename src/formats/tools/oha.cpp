// oha's JSON and CSV. Its successRate counts any answer, whatever the status, and leaves out what
// the end of the run cut off ("aborted due to deadline").
#include <memory>

#include "base/quantity.h"
#include "base/text.h"
#include "formats/tools/benchmarks.h"
#include "formats/tools/document.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/rows/row_reader.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr ToolName kOha = {"oha", "worker", "request", "oha --output-format csv (answered requests alone)"};
constexpr std::string_view kCutOff = "aborted due to deadline";

void set_latency(const JsonValue& root, model::Trend& trend) {
  if (const JsonValue* summary = root.find_object("summary")) {
    const auto ms = [&](std::string_view name) -> std::optional<double> {
      const auto seconds = summary->number_at(name);
      return seconds ? std::optional(*seconds * 1000) : std::nullopt;
    };
    trend.avg = ms("average");
    trend.min = ms("fastest");
    trend.max = ms("slowest");
  }
  const JsonValue* percentiles = root.find_object("latencyPercentiles");
  for (std::size_t i = 0; percentiles != nullptr && i < percentiles->items.size(); ++i) {
    const auto rank = number_of(std::string_view(percentiles->keys[i]).substr(1));
    if (!rank || !percentiles->items[i].is(JsonValue::Kind::number)) continue;
    const double value = percentiles->items[i].number * 1000;
    trend.percentiles[*rank] = {value, value};
  }
}

void take(const JsonValue& root, Counts& counts) {
  double requests = 0, failed = 0, answered = 0, cut = 0;
  if (const JsonValue* codes = root.find_object("statusCodeDistribution"))
    for (std::size_t i = 0; i < codes->items.size(); ++i) {
      const auto code = status_code(codes->keys[i]);
      answered += codes->items[i].number;
      failed += code >= 400 ? codes->items[i].number : 0;
      counts.status(code, codes->items[i].number, codes->items[i].line);
    }
  requests = answered;
  if (const JsonValue* errors = root.find_object("errorDistribution"))
    for (std::size_t i = 0; i < errors->items.size(); ++i) {
      if (errors->keys[i] == kCutOff) {
        cut += errors->items[i].number;
        continue;
      }
      model::FailureCount failure;
      failure.status = 0;
      failure.error = first_line(errors->keys[i]);
      failure.count = errors->items[i].number;
      failure.where = counts.at(errors->items[i].line);
      requests += failure.count;
      failed += failure.count;
      counts.failure(std::move(failure));
    }
  const JsonValue* summary = root.find_object("summary");
  if (summary != nullptr) counts.run().duration_s = summary->number_at("total");
  if (requests > 0) counts.requests(requests, failed);
  if (answered > 0) set_latency(root, counts.latency());
  if (cut > 0)
    counts.summary().notes.push_back(format_count(cut) +
                                     " requests were under way when the run ended; they are not counted");
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  return read_document(source, input, sink, kOha, take);
}

// Seconds since the run's start, which no stamp tells.
class Answered final : public Rows {
 public:
  Answered(model::InputId input, Sink& sink) : requests_(input, sink) {}

  Fate read(std::span<const std::string_view> fields, model::SourceRef where) override {
    if (fields.size() < 7) return {Fate::dropped, "row with too few fields"};
    const auto start = number_of(fields[0]), duration = number_of(fields[4]), code = number_of(fields[6]);
    if (!start || !duration || !code || *start < 0 || *start > kLongest_s || *duration < 0 ||
        *duration > kLongest_s)
      return {Fate::dropped, "row without a time and a status"};
    Request request;
    request.where = where;
    request.duration_ms = *duration * 1000;
    request.end_ns = static_cast<std::int64_t>((kBase_s + *start + *duration) * 1e9);
    request.status = status_code(fields[6]);
    request.failed = request.status >= 400;
    if (const auto dial = number_of(fields[2])) request.connecting_ms = *dial * 1000;
    if (const auto delay = number_of(fields[3])) request.waiting_ms = *delay * 1000;
    requests_.add(request);
    if (const auto bytes = number_of(fields[5])) requests_.bytes(*bytes, 0);
    return {};
  }
  void finish() override { requests_.finish(); }

 private:
  static constexpr double kBase_s = 86400, kLongest_s = 1e7;
  Requests requests_;
};

bool read_csv(input::Source& source, model::InputId input, Sink& sink) {
  sink.on_run(run_of(kOha));
  sink.on_note("oha leaves requests without an answer out of its CSV: give its JSON as well");
  read_rows(source, {}, input, sink, [&](Sink& part) { return std::make_unique<Answered>(input, part); });
  return true;
}

}  // namespace

const Adapter oha_json = {.name = "oha-json",
                          .summary = "report of oha --output-format json",
                          .recognises =
                              [](std::string_view head, bool) {
                                return is_object_with(head, {"\"summary\"", "\"successRate\""}) ? 0.97 : 0;
                              },
                          .read = read};

const Adapter oha_csv = {
    .name = "oha-csv",
    .summary = "answered requests of oha --output-format csv",
    .recognises = [](std::string_view head,
                     bool) { return head.rfind("request-start,DNS,DNS+dialup,", 0) == 0 ? 0.99 : 0; },
    .read = read_csv};

}  // namespace loadtriage::formats::tools
