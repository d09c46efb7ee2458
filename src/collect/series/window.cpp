#include "collect/series/window.h"

#include <algorithm>

#include "base/saturate.h"

namespace loadtriage::collect {
namespace {

std::int64_t to_ns(double seconds) { return saturated_cast(seconds * 1e9); }

std::optional<double> duration_from_metrics(const model::Evidence& evidence) {
  if (evidence.run.duration_s) return evidence.run.duration_s;
  if (!evidence.progress.empty()) return evidence.progress.back().elapsed_s;
  // `--summary-export` has no duration, but a count and a rate.
  for (const char* name : {"iterations", "http_reqs", "data_sent"}) {
    const model::Metric* metric = evidence.find_metric(name);
    if (metric != nullptr && metric->count && metric->per_second && *metric->per_second > 0)
      return *metric->count / *metric->per_second;
  }
  return std::nullopt;
}

// k6 says at the end that thresholds were crossed; then the last line dates the end.
std::optional<std::int64_t> start_from_k6_logs(const std::vector<model::InputLog>& logs,
                                               std::optional<double> duration_s) {
  std::optional<std::int64_t> first, last;
  for (const model::InputLog& log : logs) {
    if (log.relative || !log.first_ns) continue;
    first = first ? std::min(*first, *log.first_ns) : *log.first_ns;
    last = last ? std::max(*last, *log.last_ns) : *log.last_ns;
  }
  if (!first) return std::nullopt;
  if (!duration_s) return first;
  return std::min(*first, saturated_difference(*last, to_ns(*duration_s)));
}

std::optional<std::int64_t> start_from_access_logs(const std::vector<model::InputLog>& logs) {
  std::optional<std::int64_t> first;
  for (const model::InputLog& log : logs)
    for (const auto& [look, stats] : log.access)
      if (stats.first_ns) first = first ? std::min(*first, *stats.first_ns) : *stats.first_ns;
  return first;
}

}  // namespace

std::optional<std::int64_t> Window::end_ns() const {
  if (!start_ns || !duration_s) return std::nullopt;
  return saturated_sum(*start_ns, to_ns(*duration_s));
}

Window find_window(const model::Evidence& evidence, const std::vector<model::InputLog>& k6_logs,
                   const std::vector<model::InputLog>& backend_logs) {
  Window window;
  window.duration_s = duration_from_metrics(evidence);
  const model::Points& points = evidence.points;
  if (!points.empty()) {
    window.start_ns = std::min(points.earliest_start_ns, points.first_ns);
    const double spanned = window.seconds(points.last_ns);
    window.duration_s = std::max(window.duration_s.value_or(0), spanned);
    return window;
  }
  // What a tool dates by itself is better than what its log allows.
  if (evidence.run.start_ns) {
    window.start_ns = evidence.run.start_ns;
    return window;
  }
  window.start_ns = start_from_k6_logs(k6_logs, window.duration_s);
  if (!window.start_ns) window.start_ns = start_from_access_logs(backend_logs);
  return window;
}

}  // namespace loadtriage::collect
