// Hits of Vegeta. Their stamp is the start; a status of 0 is no response; the words of an error are
// those of Go's client.
#include <algorithm>
#include <memory>

#include "base/text.h"
#include "formats/json/flat.h"
#include "formats/time/rfc3339.h"
#include "formats/tools/counts.h"
#include "formats/tools/rows/requests.h"
#include "formats/tools/rows/row_reader.h"
#include "formats/tools/rows/vegeta.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::size_t kOldFields = 9, kFields = 12;

// `Get "http://shop/items?id=40": dial tcp ...`: the address differs from hit to hit, the rest tells.
std::string_view without_url(std::string_view error) {
  const std::size_t open = error.find(" \"http"), close = error.find("\": ");
  if (open == std::string_view::npos || close == std::string_view::npos || open > 8 || close < open)
    return error;
  return error.substr(close + 3);
}

// Vegeta takes 200 to 399 for success, and gives others their status line for an error.
void set_outcome(std::int64_t code, std::string_view error, Request& request) {
  request.status = code >= 100 && code < 600 ? static_cast<int>(code) : 0;
  request.failed = request.status < 200 || request.status >= 400;
  if (request.status == 0) request.error = without_url(first_line(error));
}

bool set_times(std::int64_t start_ns, std::int64_t latency_ns, Request& request) {
  constexpr std::int64_t kFrom = 1'000'000'000'000'000'000, kTo = 4'000'000'000'000'000'000;
  constexpr std::int64_t kLongest = 1'000'000'000'000'000;
  if (start_ns < kFrom || start_ns > kTo || latency_ns < 0 || latency_ns > kLongest) return false;
  request.end_ns = start_ns + latency_ns;
  request.duration_ms = static_cast<double>(latency_ns) / 1e6;
  return true;
}

// Without the query: it differs from hit to hit.
std::string_view name_of(std::string_view url, std::string_view attack) {
  return url.empty() ? attack : url.substr(0, url.find('?'));
}

bool is_row(std::span<const std::string_view> fields) {
  if (fields.size() != kOldFields && fields.size() != kFields) return false;
  const auto time = whole_number(fields[0]), code = whole_number(fields[1]),
             latency = whole_number(fields[2]);
  Request request;
  return time && code && latency && whole_number(fields[3]) && whole_number(fields[4]) &&
         whole_number(fields[8]) && *code >= 0 && *code < 600 && set_times(*time, *latency, request);
}

class Hits final : public Rows {
 public:
  Hits(model::InputId input, Sink& sink) : requests_(input, sink) {}

  Fate read(std::span<const std::string_view> fields, model::SourceRef where) override {
    if (!is_row(fields)) return {Fate::dropped, "row that is no hit of Vegeta"};
    Request request;
    request.where = where;
    set_times(*whole_number(fields[0]), *whole_number(fields[2]), request);
    set_outcome(*whole_number(fields[1]), fields[5], request);
    if (fields.size() == kFields) request.method = fields[9];
    request.name = name_of(fields.size() == kFields ? fields[10] : std::string_view(), fields[7]);
    requests_.add(request);
    if (request.status > 0)
      requests_.bytes(static_cast<double>(*whole_number(fields[4])),
                      static_cast<double>(*whole_number(fields[3])));
    return {};
  }
  void finish() override { requests_.finish(); }

 private:
  Requests requests_;
};

Sureness recognises_csv(std::string_view head, bool) {
  const auto row = first_row(head, ',');
  const std::vector<std::string_view> fields(row.begin(), row.end());
  return is_row(fields) ? 0.9 : 0;
}

bool read_csv(input::Source& source, model::InputId input, Sink& sink) {
  sink.on_run(run_of(vegeta()));
  read_rows(source, {',', false, true}, input, sink,
            [&](Sink& part) { return std::make_unique<Hits>(input, part); });
  return true;
}

class Objects final : public BlockReader {
 public:
  Objects(model::InputId input, Sink& sink) : sink_(sink), requests_(input, sink) { where_.input = input; }

  void read(std::string_view text, std::uint64_t first_line, std::uint64_t offset) override {
    where_.line = first_line;
    for (std::size_t at = 0; at < text.size(); ++where_.line) {
      where_.offset = offset + at;
      const std::size_t end = std::min(text.find('\n', at), text.size());
      take(trim(text.substr(at, end - at)));
      at = end + 1;
    }
  }
  void finish() override {
    requests_.finish();
    sink_.on_lines(fates_);
  }

 private:
  void take(std::string_view line) {
    ++fates_.lines;
    if (line.empty()) {
      ++fates_.blank;
    } else if (add(line)) {
      ++fates_.samples;
    } else {
      ++fates_.dropped;
      sink_.on_drop(where_, "object that is no hit of Vegeta");
    }
  }

  bool add(std::string_view line) {
    arena_.clear();
    if (line.front() != '{' || !read_flat(line, arena_, object_) || object_.cut) return false;
    const auto time = parse_rfc3339_ns(object_.text("timestamp"));
    const auto latency = whole_number(object_.text("latency")), code = whole_number(object_.text("code"));
    Request request;
    request.where = where_;
    if (!time || !latency || !code || !set_times(*time, *latency, request)) return false;
    set_outcome(*code, object_.text("error"), request);
    request.method = object_.text("method");
    request.name = name_of(object_.text("url"), object_.text("attack"));
    requests_.add(request);
    if (request.status > 0)
      requests_.bytes(static_cast<double>(whole_number(object_.text("bytes_in")).value_or(0)),
                      static_cast<double>(whole_number(object_.text("bytes_out")).value_or(0)));
    return true;
  }

  Sink& sink_;
  model::SourceRef where_;
  model::LineFates fates_;
  Requests requests_;
  TextArena arena_;
  FlatObject object_;
};

Sureness recognises_json(std::string_view head, bool) {
  const std::string_view line = trim(head.substr(0, head.find('\n')));
  if (line.substr(0, 1) != "{") return 0;
  TextArena arena;
  FlatObject object;
  if (!read_flat(line, arena, object)) return 0;
  for (const char* name : {"seq", "code", "timestamp", "latency", "bytes_out", "bytes_in"})
    if (object.find(name) == nullptr) return 0;
  return 0.97;
}

bool read_json_hits(input::Source& source, model::InputId input, Sink& sink) {
  sink.on_run(run_of(vegeta()));
  read_blocks([&](input::OwnedBlock& block) { return source.next(block); }, sink,
              [&](Sink& part) { return std::make_unique<Objects>(input, part); }, 0);
  return true;
}

// A stream of Go's gob describes its types first, by their names.
Sureness recognises_gob(std::string_view head, bool) {
  constexpr std::size_t kNear = 32;
  return contains(head.substr(0, kNear), "\x06Result\x01") ||
                 contains(head.substr(0, kNear), "\x06Result\x0C")
             ? 0.95
             : 0;
}

}  // namespace

ToolName vegeta() { return {"Vegeta", "worker", "hit", "vegeta encode --to json"}; }

const Adapter vegeta_csv = {.name = "vegeta-csv",
                            .summary = "hits of Vegeta (vegeta encode --to csv)",
                            .recognises = recognises_csv,
                            .read = read_csv};

const Adapter vegeta_json = {.name = "vegeta-json",
                             .summary = "hits of Vegeta (vegeta encode --to json)",
                             .recognises = recognises_json,
                             .read = read_json_hits};

const Adapter vegeta_gob = {
    .name = "vegeta-gob",
    .summary = "what vegeta attack writes: it has to be encoded first",
    .recognises = recognises_gob,
    .read = [](input::Source&, model::InputId, Sink& sink) {
      sink.on_run(run_of(vegeta()));
      sink.on_note(
          "Vegeta's own binary form is not read: run `vegeta encode --to json FILE`, and give its output");
      return true;
    }};

}  // namespace loadtriage::formats::tools
