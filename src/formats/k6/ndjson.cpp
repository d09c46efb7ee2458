#include "formats/k6/ndjson.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/same_bytes.h"
#include "base/text.h"
#include "formats/k6/json_tags.h"
#include "formats/k6/value.h"
#include "formats/seen_metrics.h"
#include "formats/time/rfc3339.h"

namespace loadtriage::formats {
namespace {

static_assert(input::kPadding >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t kSniffedPoints = 64;
constexpr std::size_t kLongestPoint = std::size_t{1} << 20;  // what parses longer lines takes memory

// What stands around the parts of a point: {"metric":"NAME","type":"Point","data":{"time":"..."
constexpr char kNewer[] = R"({"metric":")";
constexpr char kPoint[] = R"(","type":"Point","data":{)";
constexpr char kTime[] = R"("time":")";
constexpr char kValue[] = R"(","value":)";
// {"type":"Point","data":{"time":"...},"metric":"NAME"}
constexpr char kOlder[] = R"({"type":"Point","data":{"time":")";
constexpr char kOlderName[] = R"(},"metric":")";
constexpr char kOlderEnd[] = "\"}\n";

// Moves behind the literal if it stands at `at`. No literal is longer than the padding
// behind a block.
template <std::size_t N>
bool skip(const char*& at, const char (&literal)[N]) {
  static_assert(N <= input::kPadding);
  if (std::memcmp(at, literal, N - 1) != 0) return false;
  at += N - 1;
  return true;
}

class NdjsonReader final : public BlockReader {
 public:
  NdjsonReader(model::InputId input, Sink& sink) : sink_(sink) { sample_.where.input = input; }

  void read(std::string_view text, std::uint64_t first_line, std::uint64_t offset) override {
    const char* begin = text.data();
    const char* end = begin + text.size();
    sample_.where.line = first_line;
    for (const char* at = begin; at < end; ++sample_.where.line) {
      sample_.where.offset = offset + static_cast<std::uint64_t>(at - begin);
      ++fates_.lines;
      if (const char* next = read_usual(at, end)) {
        ++fates_.samples;
        sink_.on_sample(sample_);
        at = next;
        continue;
      }
      const auto* feed = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
      read_any({at, static_cast<std::size_t>((feed != nullptr ? feed : end) - at)}, feed == nullptr);
      at = feed != nullptr ? feed + 1 : end;
    }
  }

  void finish() override { sink_.on_lines(fates_); }

 private:
  const char* read_usual(const char* at, const char* end);
  const char* read_line(const char* at, const char* end);
  const char* read_newer(const char* at, const char* end);
  const char* read_older(const char* at, const char* end);
  const char* read_data(const char* at, const char* end);
  bool take_time(const char*& at, const char* end);
  bool take_tags(const char*& at, const char* end);
  void set_metric(std::string_view name);

  void read_any(std::string_view line, bool last);
  const char* read_document(std::string_view line, bool last);
  const char* read_point(const simdjson::dom::object& line);
  const char* read_metric(const simdjson::dom::object& line);

  Sink& sink_;
  model::Sample sample_;  // of the line at hand
  model::LineFates fates_;
  SeenMetrics metrics_;
  TagSets sets_;
  StampReader stamps_;
  std::string time_;  // the last stamp and what stands between it and the value
  simdjson::dom::parser parser_;
};

// With what k6 writes before the time of its points, and before 0.37 behind the tags.
void NdjsonReader::set_metric(std::string_view name) {
  SeenMetric& metric = metrics_.find(name);
  if (metric.before.empty()) {
    metric.before = std::string(kNewer).append(name).append(kPoint).append(kTime);
    metric.behind = std::string(kOlderName).append(name).append(kOlderEnd);
  }
  metrics_.follow(metric);
  sample_.metric = metric.name;
}

// Reads a stamp and what follows up to the value. The points of one request have the same.
bool NdjsonReader::take_time(const char*& at, const char* end) {
  if (!time_.empty() && begins_with(at, end, time_)) {
    at += time_.size();
    return true;
  }
  const char* begin = at;
  const char* latest = std::min(end, at + 40);
  while (at < latest && *at != '"') ++at;
  const auto ns = stamps_.read({begin, static_cast<std::size_t>(at - begin)});
  if (!ns || !skip(at, kValue)) return false;
  time_.assign(begin, at);
  sample_.time_ns = *ns;
  return true;
}

// Reads the object at `at`.
bool NdjsonReader::take_tags(const char*& at, const char* end) {
  if (const TagSets::Set* set = sets_.expected(at, end)) {
    at += set->written.size();
    sample_.tags = &set->tags;
    return true;
  }
  // Mostly the tags end two braces before the line does. When they don't, what is taken for
  // them here is no text that any tags were written as.
  const auto* feed = static_cast<const char*>(std::memchr(at, '\n', static_cast<std::size_t>(end - at)));
  if (feed == nullptr || feed - at < 4) return false;
  const char* behind = feed - 2;
  const TagSets::Set* set = sets_.known({at, static_cast<std::size_t>(behind - at)});
  if (set == nullptr) {
    behind = end_of_flat_object(at, feed);
    if (behind == nullptr) return false;
    set = sets_.find({at, static_cast<std::size_t>(behind - at)}, parse_json_tags);
    if (set == nullptr) return false;
  }
  at = behind;
  sample_.tags = &set->tags;
  return true;
}

// Reads what follows {"time":" up to the end of the object, with or without metadata; null
// when it is anything else, or the position behind it.
const char* NdjsonReader::read_data(const char* at, const char* end) {
  if (!take_time(at, end) || !take_value_before(',', at, end, sample_.value) || !skip(at, ",\"tags\":"))
    return nullptr;
  if (*at != '{' || !take_tags(at, end)) return nullptr;
  if (skip(at, ",\"metadata\":{")) {
    at = end_of_flat_object(at - 1, end);
    if (at == nullptr) return nullptr;
  }
  return skip(at, "}") ? at : nullptr;
}

// The layouts that k6 itself writes, since 0.37 and before. Null for any other line; the
// start of the next line otherwise.
const char* NdjsonReader::read_usual(const char* at, const char* end) {
  if (const SeenMetric* metric = metrics_.expected(at, end, &SeenMetric::before)) {
    sample_.metric = metric->name;
    return read_line(at + metric->before.size(), end);
  }
  if (skip(at, kNewer)) return read_newer(at, end);
  return skip(at, kOlder) ? read_older(at, end) : nullptr;
}

// The rest of a line that begins with the metric.
const char* NdjsonReader::read_line(const char* at, const char* end) {
  at = read_data(at, end);
  return at != nullptr && skip(at, "}\n") ? at : nullptr;
}

// The text up to the quote at its end; nothing for one with escapes.
std::string_view name_at(const char* at, const char* end) {
  const char* begin = at;
  while (at < end && *at != '"' && *at != '\\' && *at != '\n') ++at;
  return at < end && *at == '"' ? std::string_view(begin, static_cast<std::size_t>(at - begin))
                                : std::string_view();
}

const char* NdjsonReader::read_newer(const char* at, const char* end) {
  const std::string_view name = name_at(at, end);
  at += name.size();
  if (name.empty() || !skip(at, kPoint) || !skip(at, kTime)) return nullptr;
  set_metric(name);
  return read_line(at, end);
}

const char* NdjsonReader::read_older(const char* at, const char* end) {
  at = read_data(at, end);
  if (at == nullptr) return nullptr;
  --at;
  if (const SeenMetric* metric = metrics_.expected(at, end, &SeenMetric::behind)) {
    sample_.metric = metric->name;
    return at + metric->behind.size();
  }
  if (!skip(at, kOlderName)) return nullptr;
  const std::string_view name = name_at(at, end);
  at += name.size();
  if (name.empty() || !skip(at, kOlderEnd)) return nullptr;
  set_metric(name);
  return at;
}

void NdjsonReader::read_any(std::string_view line, bool last) {
  if (trim(line).empty()) {
    ++fates_.blank;
    return;
  }
  if (const char* why = read_document(line, last)) {
    ++fates_.dropped;
    sink_.on_drop(sample_.where, why);
    return;
  }
  ++fates_.samples;
}

// Null when the line was read, or why it was not.
const char* NdjsonReader::read_document(std::string_view line, bool last) {
  if (line.size() > kLongestPoint) return "line too long for a point of k6";
  simdjson::dom::object object;
  if (parser_.parse(line.data(), line.size(), false).get(object) != simdjson::SUCCESS) {
    if (trim(line).front() != '{') return "no JSON object";
    return last ? "JSON object cut short at the end of the input" : "broken JSON object";
  }
  std::string_view type;
  if (object["type"].get(type) != simdjson::SUCCESS) return "neither a Point nor a Metric of k6";
  if (type == "Point") return read_point(object);
  if (type == "Metric") return read_metric(object);
  return "neither a Point nor a Metric of k6";
}

const char* NdjsonReader::read_point(const simdjson::dom::object& line) {
  simdjson::dom::object data;
  std::string_view name;
  if (line["metric"].get(name) != simdjson::SUCCESS) return "point without a metric";
  if (line["data"].get(data) != simdjson::SUCCESS) return "point without data";
  std::string_view time;
  if (data["time"].get(time) != simdjson::SUCCESS) return "point without a time";
  const auto ns = parse_rfc3339_ns(time);
  if (!ns) return "point whose time is no RFC 3339 stamp";
  if (data["value"].get(sample_.value) != simdjson::SUCCESS) return "point without a number";
  sample_.time_ns = *ns;
  time_.clear();
  simdjson::dom::object tags;
  const bool tagged = data["tags"].get(tags) == simdjson::SUCCESS;
  const TagSets::Set* set = sets_.find(tagged ? simdjson::minify(tags) : "{}", parse_json_tags);
  if (set == nullptr) return "point with odd tags";
  sample_.tags = &set->tags;
  set_metric(name);
  sink_.on_sample(sample_);
  return nullptr;
}

const char* NdjsonReader::read_metric(const simdjson::dom::object& line) {
  simdjson::dom::object data;
  std::string_view name, type;
  if (line["data"].get(data) != simdjson::SUCCESS) return "metric without data";
  if (data["name"].get(name) != simdjson::SUCCESS && line["metric"].get(name) != simdjson::SUCCESS)
    return "metric without a name";
  if (data["type"].get(type) != simdjson::SUCCESS) return "metric without a type";
  std::vector<std::string> thresholds;
  simdjson::dom::array written;
  if (data["thresholds"].get(written) == simdjson::SUCCESS) {
    for (const simdjson::dom::element threshold : written) {
      std::string_view expression;
      // With abortOnFail it is an object.
      if (threshold.get(expression) == simdjson::SUCCESS ||
          threshold["threshold"].get(expression) == simdjson::SUCCESS)
        thresholds.emplace_back(expression);
    }
  }
  sink_.on_metric(name, type, thresholds);
  return nullptr;
}

bool is_point_or_metric(std::string_view line) {
  if (line.empty() || line.front() != '{' || !contains(line.substr(0, 4096), "\"metric\"")) {
    // In the old layout the metric's name stands at the end of a long line.
    if (line.substr(0, 24) != "{\"type\":\"Point\",\"data\":{") return false;
  }
  const std::string_view start = line.substr(0, 400);
  return contains(start, "\"Point\"") || contains(start, "\"Metric\"");
}

Sureness recognises_ndjson(std::string_view head, bool) {
  std::size_t lines = 0, good = 0;
  while (!head.empty() && lines < kSniffedPoints) {
    const std::size_t end = std::min(head.find('\n'), head.size());
    const std::string_view line = trim(head.substr(0, end));
    head.remove_prefix(std::min(end + 1, head.size()));
    if (line.empty()) continue;
    ++lines;
    good += is_point_or_metric(line) ? 1 : 0;
  }
  if (good == 0) return 0;
  const double share = static_cast<double>(good) / static_cast<double>(lines);
  return share > 0.2 ? 0.55 + 0.4 * share : 0.3;
}

bool read_ndjson(input::Source& source, model::InputId input, Sink& sink) {
  read_k6_ndjson([&](input::OwnedBlock& block) { return source.next(block); }, input, sink, 0);
  return true;
}

}  // namespace

void read_k6_ndjson(const NextBlock& next, model::InputId input, Sink& sink, unsigned threads) {
  const MakeReader make = [input](Sink& part) { return std::make_unique<NdjsonReader>(input, part); };
  read_blocks(next, sink, make, threads);
}

const Adapter k6_ndjson = {.name = "k6-ndjson",
                           .summary = "raw points of k6 run --out json",
                           .recognises = recognises_ndjson,
                           .read = read_ndjson};

}  // namespace loadtriage::formats
