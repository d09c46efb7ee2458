#include "collect/failures.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "collect/client_errors.h"
#include "collect/error_code.h"
#include "collect/point_look.h"

namespace loadtriage::collect {
namespace {

using model::AccessCell;
using model::Endpoint;
using model::Evidence;
using model::FailureCell;

void set_durations(FailureCell& cell, const model::Histogram& duration_ms) {
  cell.p50_ms = duration_ms.quantile(0.5);
  cell.p95_ms = duration_ms.quantile(0.95);
  if (duration_ms.empty()) return;
  cell.min_ms = duration_ms.min();
  cell.max_ms = duration_ms.max();
}

FailureCell cell_of(const model::Look& look, const model::LookStats& stats, const Window& window) {
  FailureCell cell;
  cell.status = look.status;
  cell.error_code = look.error_code;
  cell.error = look.error;
  cell.endpoint = look.endpoint;
  cell.method = look.method;
  cell.count = static_cast<double>(stats.count);
  cell.first_s = std::max(0.0, window.seconds(model::failure_start_ns(look, stats)));
  cell.last_s = window.seconds(stats.last_end_ns);
  set_durations(cell, stats.duration_ms);
  cell.new_connections = static_cast<double>(stats.connected) / static_cast<double>(stats.count);
  cell.at = to_series(stats.ended, 0, window);
  cell.from = "raw points";
  return cell;
}

struct EndpointSum {
  Endpoint endpoint;
  model::Histogram good_ms;
};

// Errors of other tools than k6 in its words.
void name_errors(Evidence& evidence, const Watch& client_error) {
  if (evidence.run.tool.empty()) return;
  ClientErrors errors(client_error);
  for (FailureCell& cell : evidence.failures)
    if (cell.status == 0 && !cell.error.empty()) cell.known_as = errors.words_for(cell.error);
}

void from_points(Evidence& evidence, const Watch& client_error, const Window& window) {
  std::map<std::pair<std::string, std::string>, EndpointSum> endpoints;
  for (const auto& [look, stats] : evidence.points.looks) {
    if (stats.count == 0) continue;
    EndpointSum& sum = endpoints[{look.endpoint, look.method}];
    sum.endpoint.name = look.endpoint;
    sum.endpoint.method = look.method;
    sum.endpoint.requests += static_cast<double>(stats.count);
    if (look.failed) {
      evidence.failures.push_back(cell_of(look, stats, window));
      sum.endpoint.failed += static_cast<double>(stats.count);
    } else {
      add_series(sum.endpoint.good_at, to_series(stats.ended, 0, window));
      sum.good_ms.merge(stats.duration_ms);
    }
  }
  name_errors(evidence, client_error);
  for (auto& [key, sum] : endpoints) {
    sum.endpoint.p50_ms = sum.good_ms.quantile(0.5);
    sum.endpoint.p95_ms = sum.good_ms.quantile(0.95);
    evidence.endpoints.push_back(std::move(sum.endpoint));
  }
}

std::optional<double> seconds_of(std::optional<double> seconds, std::optional<std::int64_t> stamp_ns,
                                 const Window& window) {
  if (seconds || !stamp_ns || !window.start_ns) return seconds;
  return std::max(0.0, window.seconds(*stamp_ns));
}

FailureCell cell_of(const model::FailureCount& counted, ClientErrors& errors, const Window& window) {
  FailureCell cell;
  cell.status = counted.status;
  cell.error = normal_error(counted.error);
  if (counted.status >= 400)
    cell.error_code = 1000 + *counted.status;
  else if (counted.status == 0 && !counted.error.empty())
    cell.error_code = errors.code_of(counted.error);
  if (counted.status == 0) cell.known_as = errors.words_for(counted.error);
  cell.endpoint = counted.endpoint;
  cell.method = counted.method;
  cell.count = counted.count;
  cell.at = counted.at;
  cell.first_s = seconds_of(counted.first_s, counted.first_ns, window);
  cell.last_s = seconds_of(counted.last_s, counted.last_ns, window);
  cell.from = kCountedByTool;
  cell.where = counted.where;
  return cell;
}

double from_counts(Evidence& evidence, const Watch& client_error, const Window& window) {
  if (evidence.failure_counts.empty()) return 0;
  ClientErrors errors(client_error);
  double sum = 0;
  for (const model::FailureCount& counted : evidence.failure_counts) {
    sum += counted.count;
    evidence.failures.push_back(cell_of(counted, errors, window));
  }
  return sum;
}

// Requests without a response, from k6's own "Request Failed" lines.
double from_k6_logs(Evidence& evidence, const std::vector<AlignedLog>& logs) {
  std::map<std::string, FailureCell> cells;
  for (const AlignedLog& aligned : logs) {
    for (const auto& [error, seen] : aligned.log->request_errors) {
      FailureCell& cell = cells[error];
      cell.status = 0;
      cell.error_code = error_code_of(error);
      cell.error = error;
      cell.count += static_cast<double>(seen.count);
      cell.from = "k6 log";
      if (cell.where.line == 0) cell.where = seen.first.where;
      const model::Series at = to_series(seen.at, aligned.shift_ns, *aligned.window);
      if (at.amounts.empty()) continue;
      add_series(cell.at, at);
      const double first = std::max(0.0, at.first_s);
      cell.first_s = std::min(cell.first_s.value_or(first), first);
      const double last = at.first_s + at.width_s * static_cast<double>(at.amounts.size() - 1);
      cell.last_s = std::max(cell.last_s.value_or(last), last);
    }
  }
  double sum = 0;
  for (auto& [error, cell] : cells) {
    sum += cell.count;
    evidence.failures.push_back(std::move(cell));
  }
  return sum;
}

// The access log nearest to k6 has the most lines; the others saw the same requests again.
const AlignedLog* widest_access_log(const std::vector<AlignedLog>& logs) {
  const AlignedLog* widest = nullptr;
  std::uint64_t most = 0;
  for (const AlignedLog& aligned : logs) {
    std::uint64_t lines = 0;
    for (const auto& [look, stats] : aligned.log->access) lines += stats.count;
    if (lines > most) {
      most = lines;
      widest = &aligned;
    }
  }
  return widest;
}

// A log with far fewer requests than were sent is about others: health checks, or the few that came so far.
bool saw_the_test(const AlignedLog& aligned, std::optional<double> requests) {
  constexpr double kLeast = 0.3;
  double lines = 0;
  for (const auto& [look, stats] : aligned.log->access) lines += static_cast<double>(stats.count);
  return !requests || lines >= kLeast * *requests;
}

double from_access_log(Evidence& evidence, const AlignedLog& aligned, double at_most) {
  double sum = 0;
  for (const auto& [look, stats] : aligned.log->access) {
    if (look.status < 400 || sum >= at_most) continue;
    FailureCell cell;
    cell.status = look.status;
    cell.error_code = 1000 + look.status;
    cell.endpoint = look.endpoint;
    cell.method = look.method;
    cell.count = std::min(static_cast<double>(stats.count), at_most - sum);
    cell.at = to_series(stats.at, aligned.shift_ns, *aligned.window);
    cell.first_s = aligned.seconds(stats.first_ns);
    cell.last_s = aligned.seconds(stats.last_ns);
    set_durations(cell, stats.duration_ms);
    cell.from = "access log";
    cell.where = stats.first.where;
    sum += cell.count;
    evidence.failures.push_back(std::move(cell));
  }
  return sum;
}

void fill_access(Evidence& evidence, const std::vector<AlignedLog>& logs) {
  for (const AlignedLog& aligned : logs) {
    for (const auto& [look, stats] : aligned.log->access) {
      AccessCell cell;
      cell.status = look.status;
      cell.method = look.method;
      cell.endpoint = look.endpoint;
      cell.upstream = look.upstream;
      cell.flags = look.flags;
      cell.upstream_status = look.upstream_status;
      cell.count = static_cast<double>(stats.count);
      cell.first_s = aligned.seconds(stats.first_ns);
      cell.last_s = aligned.seconds(stats.last_ns);
      cell.p50_ms = stats.duration_ms.quantile(0.5);
      cell.first = {stats.first.where, stats.first.text, aligned.seconds(stats.first.time_ns)};
      evidence.access.push_back(std::move(cell));
    }
  }
}

// At least so many requests have no duration at all: as many as the highest percentile that is 0
// says. Nobody answered those, whatever became of the others.
double unsent_of(const Evidence& evidence) {
  const model::Metric* duration = evidence.find_metric("http_req_duration");
  const auto requests = evidence.requests();
  if (duration == nullptr || !requests) return 0;
  if (duration->trend.max == 0.0) return *requests;
  double rank = 0;
  for (const auto& [each, value] : duration->trend.percentiles)
    if (value.high == 0) rank = std::max(rank, each);
  return std::floor(*requests * rank / 100);
}

// What only a summary tells of: those without an answer, and the rest.
void from_summary(Evidence& evidence, double unknown, double unsent) {
  FailureCell cell;
  cell.from = "summary";
  cell.count = std::min(unknown, unsent);
  if (cell.count > 0) {
    FailureCell none = cell;
    none.status = 0;
    none.p50_ms = none.p95_ms = none.min_ms = none.max_ms = 0;
    evidence.failures.push_back(std::move(none));
  }
  cell.count = unknown - cell.count;
  if (cell.count > 0) evidence.failures.push_back(std::move(cell));
}

void without_points(Evidence& evidence, const std::vector<AlignedLog>& k6_logs,
                    const std::vector<AlignedLog>& backend_logs, const Watch& client_error,
                    const Window& window) {
  const std::optional<double> failed = evidence.failed_requests();
  double known = from_counts(evidence, client_error, window);
  if (known == 0) known = from_k6_logs(evidence, k6_logs);
  const AlignedLog* access = widest_access_log(backend_logs);
  const double unlimited = 1e18;
  const double left = failed ? std::max(0.0, *failed - known) : unlimited;
  if (access != nullptr && saw_the_test(*access, evidence.requests()))
    known += from_access_log(evidence, *access, left);
  if (!failed || *failed <= known) return;
  from_summary(evidence, *failed - known, known == 0 ? unsent_of(evidence) : 0);
}

}  // namespace

void fill_failures(Evidence& evidence, const std::vector<AlignedLog>& k6_logs,
                   const std::vector<AlignedLog>& backend_logs, const Watch& client_error,
                   const Window& window) {
  if (!evidence.points.looks.empty())
    from_points(evidence, client_error, window);
  else
    without_points(evidence, k6_logs, backend_logs, client_error, window);
  fill_access(evidence, backend_logs);
}

}  // namespace loadtriage::collect
