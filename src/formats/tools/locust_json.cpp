// `locust --json`: for each name all response times with their counts, and requests by second.
#include <cmath>
#include <map>

#include "base/text.h"
#include "formats/json/document.h"
#include "formats/tools/locust.h"
#include "formats/tools/text.h"
#include "input/line_count.h"

namespace loadtriage::formats::tools {
namespace {

using Amounts = std::map<double, double>;

// {"12": 3, "100": 1}
void add_amounts(const JsonValue* object, Amounts& to) {
  if (object == nullptr || !object->is(JsonValue::Kind::object)) return;
  for (std::size_t i = 0; i < object->items.size(); ++i)
    if (const auto key = number_of(object->keys[i])) to[*key] += object->items[i].number;
}

double quantile(const Amounts& times, double total, double rank) {
  double seen = 0;
  for (const auto& [ms, count] : times) {
    seen += count;
    if (seen >= std::ceil(total * rank / 100)) return ms;
  }
  return times.rbegin()->first;
}

void set_percentiles(const Amounts& times, model::Trend& trend) {
  double total = 0, sum = 0;
  for (const auto& [ms, count] : times) {
    total += count;
    sum += ms * count;
  }
  if (total <= 0) return;
  trend.count = total;
  trend.min = times.begin()->first;
  trend.max = times.rbegin()->first;
  trend.avg = sum / total;
  for (const double rank : {50.0, 75.0, 90.0, 95.0, 99.0}) {
    const double value = quantile(times, total, rank);
    trend.percentiles[rank] = {value, value};
  }
}

struct All {
  double requests = 0, failed = 0;
  Amounts times, sent, failures;  // response times, and both by second
};

bool take(const JsonValue& entry, Counts& counts, All& all) {
  const auto requests = entry.number_at("num_requests"), failed = entry.number_at("num_failures");
  if (!requests || !failed) return false;
  const std::string name = std::string(entry.text_at("method")) + " " + std::string(entry.text_at("name"));
  all.requests += *requests;
  all.failed += *failed;
  Amounts times;
  add_amounts(entry.find("response_times"), times);
  for (const auto& [ms, count] : times) all.times[ms] += count;
  add_amounts(entry.find("num_reqs_per_sec"), all.sent);
  add_amounts(entry.find("num_fail_per_sec"), all.failures);
  if (*requests == 0) return true;
  counts.requests(*requests, *failed, name);
  set_percentiles(times, counts.latency(name));
  return true;
}

void give_slices(const All& all, Counts& counts) {
  constexpr std::size_t kMost = 200'000;
  if (all.sent.empty() || all.sent.size() > kMost || all.sent.begin()->first < 1e9 ||
      all.sent.rbegin()->first > 9e9)
    return;
  const double start = all.sent.begin()->first;
  for (const auto& [second, count] : all.sent) {
    model::SummarySlice slice;
    slice.start_s = second - start;
    slice.requests = count;
    const auto failed = all.failures.find(second);
    slice.failed = failed == all.failures.end() ? 0 : failed->second;
    counts.summary().slices.push_back(slice);
  }
  counts.run().start_ns = static_cast<std::int64_t>(start) * 1'000'000'000;
  counts.run().duration_s = all.sent.rbegin()->first - start + 1;
}

bool read(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestText);
  const std::size_t begin = whole.text.find('[');
  if (begin == std::string_view::npos) return false;
  const JsonDocument document = read_json(whole.text, begin);
  Counts counts(locust(), input);
  All all;
  std::size_t entries = 0;
  for (const JsonValue& entry : document.root.items) entries += take(entry, counts, all) ? 1U : 0U;
  model::LineFates fates;
  fates.lines = fates.samples =
      input::count_lines(whole.text) + (!whole.text.empty() && whole.text.back() != '\n' ? 1 : 0);
  sink.on_lines(fates);
  sink.on_run(counts.run());
  if (all.requests == 0) {
    sink.on_note("counts no request: the test sent none");
    return entries > 0 || document.root.items.empty();
  }
  counts.requests(all.requests, all.failed);
  set_percentiles(all.times, counts.latency());
  give_slices(all, counts);
  if (document.cut) sink.on_note("the JSON is cut short; what was complete is used");
  counts.give(sink);
  return true;
}

Sureness recognises(std::string_view head, bool) {
  const std::size_t first = head.find_first_not_of(" \t\r\n");
  const bool list = first != std::string_view::npos && head[first] == '[';
  return list && contains(head, "\"num_none_requests\"") ? 0.97 : 0;
}

}  // namespace

const Adapter locust_json = {.name = "locust-json",
                             .summary = "totals and seconds by name of Locust (--json)",
                             .recognises = recognises,
                             .read = read};

}  // namespace loadtriage::formats::tools
