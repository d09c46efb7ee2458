#include "formats/tools/artillery.h"

#include <algorithm>

#include "base/text.h"
#include "formats/tools/text.h"

namespace loadtriage::formats::tools {
namespace {

constexpr std::size_t kMostKinds = 500;

// Errors of answers, of what a plugin wanted, and of the script itself: no connection failed.
bool is_of_response(std::string_view error) {
  for (const std::string_view part : {"Failed capture", "Failed expectations", "expect", "Undefined function",
                                      "match", "is not a function", "Cannot read prop"})
    if (contains(error, part)) return true;
  return false;
}

int status_of(std::string_view code) {
  const auto number = number_of(code);
  return number && *number >= 100 && *number < 600 ? static_cast<int>(*number) : 0;
}

}  // namespace

ToolName artillery() { return {"Artillery", "virtual user", "request", ""}; }

bool ArtilleryCounts::add(std::string_view name, double count) {
  struct Known {
    std::string_view name;
    double ArtilleryCounts::*to;
  };
  constexpr Known kKnown[] = {
      {"vusers.created", &ArtilleryCounts::created},     {"vusers.completed", &ArtilleryCounts::completed},
      {"vusers.failed", &ArtilleryCounts::failed_users}, {"vusers.skipped", &ArtilleryCounts::skipped},
      {"http.requests", &ArtilleryCounts::requests},     {"http.responses", &ArtilleryCounts::responses},
      {"http.downloaded_bytes", &ArtilleryCounts::bytes}};
  for (const Known& known : kKnown)
    if (known.name == name) {
      this->*known.to += count;
      return true;
    }
  if (const auto code = behind(name, "http.codes.")) {
    codes[status_of(*code)] += count;
    return true;
  }
  if (const auto error = behind(name, "errors."); error && errors.size() < kMostKinds) {
    errors[std::string(*error)] += count;
    return true;
  }
  if (const auto endpoint = behind(name, "plugins.metrics-by-endpoint."); endpoint) {
    const std::size_t codes_at = endpoint->rfind(".codes.");
    if (codes_at == std::string_view::npos || endpoint_codes.size() >= kMostKinds) return true;
    endpoint_codes[std::string(endpoint->substr(0, codes_at))][status_of(endpoint->substr(codes_at + 7))] +=
        count;
    return true;
  }
  if (other.size() >= kMostKinds) return false;
  other[std::string(name)] += count;
  return true;
}

double ArtilleryCounts::failed_checks() const {
  double checks = 0, bad = 0;
  for (const auto& [error, count] : errors) checks += is_of_response(error) ? count : 0;
  for (const auto& [status, count] : codes) bad += status >= 400 ? count : 0;
  return std::max(0.0, checks - bad);
}

// Requests that got no answer, and answers from 400 on. A user that hangs at the end of the run
// has a request without an answer, too, so errors are counted and not the difference.
double ArtilleryCounts::failed() const {
  double failed = 0;
  for (const auto& [status, count] : codes) failed += status >= 400 ? count : 0;
  for (const auto& [error, count] : errors) failed += is_of_response(error) ? 0 : count;
  failed += failed_checks();
  return requests > 0 ? std::min(failed, requests) : failed;
}

void give_counts(const ArtilleryCounts& all, Counts& counts, std::uint64_t line) {
  if (all.requests > 0) counts.requests(all.requests, all.failed());
  if (all.completed > 0) counts.counter("iterations", all.completed);
  if (all.skipped > 0) counts.counter("dropped_iterations", all.skipped);
  if (all.requests > 0) counts.counter("data_received", all.bytes);
  if (all.latency.count || all.latency.max) counts.latency() = all.latency;
  for (const auto& [status, count] : all.codes) counts.status(status, count, line);
  double checks = 0;
  for (const auto& [error, count] : all.errors) checks += is_of_response(error) ? count : 0;
  for (const auto& [error, count] : all.errors) {
    model::FailureCount failure;
    failure.error = error;
    failure.count = count;
    if (is_of_response(error))
      failure.count *= all.failed_checks() / checks;
    else
      failure.status = 0;
    failure.where = counts.at(line);
    counts.failure(std::move(failure));
  }
  for (const auto& [endpoint, codes] : all.endpoint_codes) {
    double sent = 0, failed = 0;
    for (const auto& [status, count] : codes) {
      sent += count;
      failed += status >= 400 ? count : 0;
    }
    counts.requests(sent, failed, endpoint);
  }
}

}  // namespace loadtriage::formats::tools
