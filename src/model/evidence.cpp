#include "model/evidence.h"

namespace loadtriage::model {
namespace {

const std::pair<double, double>* failed_points(const Points& points) {
  const auto found = points.rates.find("http_req_failed");
  return found == points.rates.end() ? nullptr : &found->second;
}

// Requests that failed by their looks: for raw points without http_req_failed, which
// k6 before 0.31 did not have.
double failed_by_look(const Points& points) {
  double failed = 0;
  for (const auto& [look, stats] : points.looks)
    if (look.failed) failed += static_cast<double>(stats.count);
  return failed;
}

// k6 before 0.31 has no http_req_failed. Requests were sent and not one byte came back:
// then all of them failed.
bool nothing_came_back(const Evidence& evidence) {
  const auto* received = evidence.find_metric("data_received");
  const auto* sent = evidence.find_metric("http_reqs");
  return received && received->count == 0.0 && sent && sent->count.value_or(0) > 0;
}

}  // namespace

double LineFates::understood() const {
  if (lines == 0) return 1;
  return 1 - static_cast<double>(dropped) / static_cast<double>(lines);
}

const Metric* Evidence::find_metric(const std::string& key) const {
  const auto found = metrics.find(key);
  return found == metrics.end() ? nullptr : &found->second;
}

std::optional<double> Evidence::requests() const {
  if (const auto* metric = find_metric("http_reqs"); metric && metric->count) return metric->count;
  if (const auto found = points.counters.find("http_reqs"); found != points.counters.end())
    return found->second;
  if (const auto* failed = find_metric("http_req_failed"); failed && failed->nonzero && failed->zero)
    return *failed->nonzero + *failed->zero;
  return std::nullopt;
}

std::optional<double> Evidence::failed_requests() const {
  const auto* metric = find_metric("http_req_failed");
  if (metric && metric->nonzero) return metric->nonzero;
  if (const auto* failed = failed_points(points)) return failed->first;
  if (!points.looks.empty()) return failed_by_look(points);
  const auto sent = requests();
  if (metric && metric->share && sent) return *metric->share * *sent;
  if (!metric && nothing_came_back(*this)) return sent;
  return std::nullopt;
}

std::optional<double> Evidence::failed_share() const {
  const auto* metric = find_metric("http_req_failed");
  if (metric && metric->nonzero && metric->zero && *metric->nonzero + *metric->zero > 0)
    return *metric->nonzero / (*metric->nonzero + *metric->zero);
  if (metric && metric->share) return metric->share;
  const auto sent = requests();
  const auto failed = failed_requests();
  if (!sent || !failed || *sent <= 0) return std::nullopt;
  return *failed / *sent;
}

bool about_as_many(double messages, double failures) {
  return messages >= 0.5 * failures && messages <= 2 * failures;
}

}  // namespace loadtriage::model
