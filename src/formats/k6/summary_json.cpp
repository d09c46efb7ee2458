#include "formats/k6/summary_json.h"

#include <fmt/format.h>

#include <algorithm>

#include "formats/k6/metric_names.h"
#include "formats/k6/summary_json_metrics.h"
#include "input/line_count.h"

namespace loadtriage::formats {
namespace {

using model::SummaryShape;

constexpr std::size_t kLargestSummary = std::size_t{64} << 20;  // setup_data may be large
constexpr int kDeepestWrapping = 4;

bool holds_known_metric(const JsonValue& metrics) {
  for (std::size_t i = 0; i < metrics.keys.size(); ++i) {
    model::Metric named;
    set_name(named, metrics.keys[i]);
    if (metrics.items[i].is(JsonValue::Kind::object) && find_known_metric(named.name)) return true;
  }
  return false;
}

bool holds_values(const JsonValue& metrics) {
  return std::any_of(metrics.items.begin(), metrics.items.end(),
                     [](const auto& metric) { return metric.find_object("values") != nullptr; });
}

bool is_root_group(const JsonValue* group) {
  return group && (group->find("checks") || group->find("groups") || group->find("path"));
}

// Reads on from each `{` or `[` that begins a line (or follows nothing but blanks in
// it); what stands between the documents is none of our business.
template <typename Take>
void for_each_document(std::string_view text, Take take) {
  std::uint64_t line = 1;
  for (std::size_t at = 0; at < text.size();) {
    const auto first = text.find_first_not_of(" \t\r", at);
    if (first == std::string_view::npos) return;
    if (text[first] == '{' || text[first] == '[') {
      auto document = read_json(text, first, line);
      if (!document.root.items.empty()) {
        if (!take(document, first)) return;
        line = document.end_line;
        at = std::max(document.end, first + 1);
        // On one line there may be several documents; otherwise go on with the next line.
        const auto next = text.find_first_not_of(" \t\r,", at);
        if (next != std::string_view::npos && (text[next] == '{' || text[next] == '[') && !document.damaged) {
          at = next;
          continue;
        }
      }
    }
    const auto feed = text.find('\n', at);
    if (feed == std::string_view::npos) return;
    at = feed + 1;
    ++line;
  }
}

struct Found {
  const JsonValue* object;
  std::optional<SummaryShape> shape;  // nothing: reduced by its script
};

void find_summaries(const JsonValue& value, int depth, std::vector<Found>& found) {
  if (value.is(JsonValue::Kind::object)) {
    if (const auto shape = shape_of(value)) return found.push_back({&value, shape});
    if (is_reduced_summary(value)) return found.push_back({&value, std::nullopt});
  }
  if (depth >= kDeepestWrapping) return;
  for (const JsonValue& inner : value.items) find_summaries(inner, depth + 1, found);
}

struct Sighting {
  std::optional<SummaryShape> shape;
  bool at_start = false;
  bool wrapped = false;
  bool reduced = false;
};

std::optional<Sighting> sight(std::string_view head) {
  std::optional<Sighting> sighting;
  const auto start = head.find_first_not_of(" \t\r\n");
  for_each_document(head, [&](const JsonDocument& document, std::size_t begin) {
    std::vector<Found> found;
    find_summaries(document.root, 0, found);
    if (found.empty()) return true;
    sighting = Sighting{found[0].shape, begin == start, found[0].object != &document.root, !found[0].shape};
    return false;
  });
  return sighting;
}

Sureness sureness(std::string_view head, bool whole, SummaryShape wanted) {
  const auto sighting = sight(head);
  if (!sighting) {
    // A setup_data that fills the head says nothing about the shape behind it.
    const bool may_follow = !whole && head.substr(0, 256).find("\"setup_data\"") != std::string_view::npos;
    return may_follow && wanted != SummaryShape::machine_readable ? 0.2 : 0;
  }
  if (sighting->reduced) return wanted == SummaryShape::handle_summary ? 0.6 : 0;
  if (sighting->shape != wanted) return 0;
  // Behind other text the console adapter, which reads that text too, goes first.
  if (!sighting->at_start) return 0.85;
  return sighting->wrapped ? 0.9 : 0.99;
}

std::uint64_t lines_of(std::string_view text) {
  return input::count_lines(text) + (!text.empty() && text.back() != '\n' ? 1 : 0);
}

// Lines before, between and after the documents.
struct Outside {
  std::uint64_t blank = 0, dropped = 0, first_dropped = 0;
};

Outside count_outside(std::string_view text,
                      const std::vector<std::pair<std::uint64_t, std::uint64_t>>& inside) {
  Outside outside;
  std::uint64_t line = 0;
  auto span = inside.begin();
  for (std::size_t at = 0; at < text.size();) {
    auto feed = text.find('\n', at);
    if (feed == std::string_view::npos) feed = text.size();
    ++line;
    while (span != inside.end() && span->second < line) ++span;
    if (span == inside.end() || line < span->first) {
      const bool blank = text.substr(at, feed - at).find_first_not_of(" \t\r") == std::string_view::npos;
      ++(blank ? outside.blank : outside.dropped);
      if (!blank && outside.first_dropped == 0) outside.first_dropped = line;
    }
    at = feed + 1;
  }
  return outside;
}

void report_lines(std::string_view text, const std::vector<std::pair<std::uint64_t, std::uint64_t>>& inside,
                  model::InputId input, Sink& sink) {
  const auto outside = count_outside(text, inside);
  model::LineFates fates;
  fates.lines = lines_of(text);
  fates.blank = outside.blank;
  fates.dropped = outside.dropped;
  fates.samples = inside.size();
  fates.continuations = fates.lines - std::min(fates.lines, outside.blank + outside.dropped + inside.size());
  if (outside.dropped > 0) {
    sink.on_drop({input, outside.first_dropped, 0}, "text outside the JSON document");
    sink.on_note(
        fmt::format("{} {} outside the JSON document", outside.dropped,
                    outside.dropped == 1 ? "line of other text stands" : "lines of other text stand"));
  }
  sink.on_lines(fates);
}

bool read_summary(input::Source& source, model::InputId input, Sink& sink) {
  const auto whole = source.read_all(kLargestSummary);
  std::vector<std::pair<std::uint64_t, std::uint64_t>> inside;
  std::size_t summaries = 0;
  for_each_document(whole.text, [&](const JsonDocument& document, std::size_t) {
    if (const auto found = read_summaries(document, input, sink)) {
      summaries += found;
      inside.emplace_back(document.root.line, document.end_line);
    }
    return true;
  });
  if (summaries == 0) {
    sink.on_note("no k6 metrics in this JSON");
    return false;
  }
  if (whole.cut) sink.on_note("larger than 64 MiB: only the beginning was read");
  if (summaries > 1) sink.on_note(fmt::format("holds {} summaries", summaries));
  // Several documents may share a line; each line is counted once.
  inside.erase(std::unique(inside.begin(), inside.end()), inside.end());
  report_lines(whole.text, inside, input, sink);
  return true;
}

}  // namespace

std::optional<SummaryShape> shape_of(const JsonValue& object) {
  if (const auto* results = object.find_object("results"))
    if (results->find_list("metrics") && (object.find_object("config") || object.find_object("metadata")))
      return SummaryShape::machine_readable;
  if (const auto* config = object.find_object("config"))
    if (object.find("version") && config->find("execution")) return SummaryShape::machine_readable;
  const auto* metrics = object.find_object("metrics");
  const auto* group = object.find_object("root_group");
  const bool has_metrics = metrics && holds_known_metric(*metrics);
  if (!has_metrics && !is_root_group(group)) return std::nullopt;
  if (has_metrics && holds_values(*metrics)) return SummaryShape::handle_summary;
  if (has_metrics) return SummaryShape::summary_export;
  // Cut short before the metrics, or a run without any: the groups tell the shape.
  const bool lists = group->find_list("checks") || group->find_list("groups") || object.find_object("state");
  return lists ? SummaryShape::handle_summary : SummaryShape::summary_export;
}

std::size_t read_summaries(const JsonDocument& document, model::InputId input, Sink& sink) {
  std::vector<Found> found;
  find_summaries(document.root, 0, found);
  for (const Found& each : found) {
    auto summary = each.shape ? build_summary(*each.object, *each.shape, input)
                              : build_reduced_summary(*each.object, input);
    summary.truncated = document.cut || document.damaged || document.pruned;
    if (document.cut) summary.notes.push_back("the JSON is cut short; what was complete is used");
    if (document.damaged)
      summary.notes.push_back(
          fmt::format("the JSON is damaged at line {}; what stands before is used", document.end_line));
    if (document.pruned)
      summary.notes.push_back(
          fmt::format("the JSON holds more than {} values; those behind them are left out", kMostJsonValues));
    if (document.had_nan) summary.notes.push_back("NaN or Infinity is no number; read as absent");
    if (each.shape && each.object != &document.root)
      summary.notes.push_back("the summary is wrapped in another object");
    for (const auto& note : summary.notes) sink.on_note(note);
    sink.on_summary(summary);
  }
  return found.size();
}

const Adapter k6_summary_export = {
    .name = "k6-summary-export",
    .summary = "end-of-test summary of k6 run --summary-export",
    .recognises = [](std::string_view head,
                     bool whole) { return sureness(head, whole, SummaryShape::summary_export); },
    .read = read_summary};

const Adapter k6_handle_summary = {
    .name = "k6-handle-summary",
    .summary = "the data of k6's handleSummary(data), also wrapped or reduced",
    .recognises = [](std::string_view head,
                     bool whole) { return sureness(head, whole, SummaryShape::handle_summary); },
    .read = read_summary};

const Adapter k6_machine_readable = {
    .name = "k6-machine-readable",
    .summary = "k6's machine-readable summary, schema 1",
    .recognises = [](std::string_view head,
                     bool whole) { return sureness(head, whole, SummaryShape::machine_readable); },
    .read = read_summary};

}  // namespace loadtriage::formats
