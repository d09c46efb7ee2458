#include "collect/operations.h"

#include <algorithm>
#include <map>

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::Operation;

// Durations of zero mean that no connection stood: nothing was measured.
bool latency_is_real(const Evidence& evidence) {
  const model::Metric* received = evidence.find_metric("data_received");
  const model::Metric* duration = evidence.find_metric("http_req_duration");
  const bool nothing_came = received != nullptr && received->count == 0.0;
  const bool all_zero = duration != nullptr && duration->trend.max && *duration->trend.max == 0.0;
  return !(nothing_came || all_zero);
}

void from_endpoints(Evidence& evidence) {
  for (const model::Endpoint& endpoint : evidence.endpoints) {
    Operation operation;
    operation.name = endpoint.method.empty() || endpoint.name.rfind('/', 0) != 0
                         ? endpoint.name
                         : endpoint.method + " " + endpoint.name;
    operation.requests = endpoint.requests;
    operation.failed = endpoint.failed;
    operation.p95_ms = endpoint.p95_ms;
    operation.derived_from = "raw points";
    evidence.operations.push_back(std::move(operation));
  }
}

// "http_reqs{name:send}" counts; "http_req_failed{name:send}" tells the failed ones.
void from_submetrics(Evidence& evidence) {
  std::map<std::string, Operation> found;
  for (const auto& [key, metric] : evidence.metrics) {
    if (metric.selector.empty() || metric.selector.rfind("expected_response", 0) == 0) continue;
    const bool counts = metric.name == "http_reqs" && metric.count;
    const bool fails = metric.name == "http_req_failed" && metric.nonzero && metric.zero;
    if (!counts && !fails) continue;
    Operation& operation = found[metric.selector];
    operation.name = metric.selector;
    operation.derived_from = "submetric " + metric.selector;
    if (counts) operation.requests = metric.count;
    if (!fails) continue;
    operation.failed = metric.nonzero;
    operation.requests = *metric.nonzero + *metric.zero;
  }
  for (auto& [selector, operation] : found) evidence.operations.push_back(std::move(operation));
}

// A check runs once a request of its kind, so it counts them; within a group the one
// that ran most often does.
void from_checks(Evidence& evidence) {
  std::map<std::string, Operation> found;
  for (const model::Check& check : evidence.checks) {
    const std::string name =
        check.group.empty()
            ? check.name
            : check.group.substr(check.group.rfind(':') == std::string::npos ? 0
                                                                             : check.group.rfind(':') + 1);
    Operation& operation = found[name];
    const double ran = check.passes + check.fails;
    if (ran <= operation.requests.value_or(0) && check.fails <= operation.failed.value_or(-1)) continue;
    operation.name = name;
    operation.requests = std::max(ran, operation.requests.value_or(0));
    operation.failed = std::max(check.fails, operation.failed.value_or(0));
    operation.derived_from = check.group.empty() ? "check" : "checks of the group";
  }
  for (auto& [name, operation] : found) evidence.operations.push_back(std::move(operation));
}

}  // namespace

void fill_operations(Evidence& evidence) {
  if (!evidence.endpoints.empty())
    from_endpoints(evidence);
  else
    from_submetrics(evidence);
  if (evidence.operations.empty()) from_checks(evidence);
  const bool real = latency_is_real(evidence);
  for (Operation& operation : evidence.operations) operation.latency_real = real;
  std::stable_sort(
      evidence.operations.begin(), evidence.operations.end(),
      [](const Operation& a, const Operation& b) { return a.requests.value_or(0) > b.requests.value_or(0); });
}

}  // namespace loadtriage::collect
