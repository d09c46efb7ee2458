#include <algorithm>
#include <cctype>

#include "rules/run_facts.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

using Record = Value::Record;

const Type kFailure = Type::record({{"status", Type::number()},
                                    {"error_code", Type::number()},
                                    {"error", Type::text()},
                                    {"endpoint", Type::text()},
                                    {"method", Type::text()},
                                    {"count", Type::number(Unit::count)},
                                    {"share", Type::number(Unit::share)},
                                    {"first_s", Type::number(Unit::seconds)},
                                    {"last_s", Type::number(Unit::seconds)},
                                    {"p50_ms", Type::number(Unit::ms)},
                                    {"p95_ms", Type::number(Unit::ms)},
                                    {"min_ms", Type::number(Unit::ms)},
                                    {"max_ms", Type::number(Unit::ms)},
                                    {"new_connections", Type::number(Unit::share)},
                                    {"endpoint_share", Type::number(Unit::share)}});

std::optional<double> number(std::optional<int> value) {
  return value ? std::optional<double>(*value) : std::nullopt;
}

const model::Endpoint* endpoint_of(const model::Evidence& evidence, const model::FailureCell& cell) {
  for (const model::Endpoint& endpoint : evidence.endpoints)
    if (endpoint.name == cell.endpoint && endpoint.method == cell.method) return &endpoint;
  return nullptr;
}

Value failures(const RunFacts& facts) {
  double all = 0;
  for (const model::FailureCell& cell : facts.evidence.failures) all += cell.count;
  Value::List list;
  for (const model::FailureCell& cell : facts.evidence.failures) {
    Record record;
    record["status"] = number_of(number(cell.status));
    record["error_code"] = number_of(number(cell.error_code));
    record["error"] =
        cell.from == "summary" ? Value() : Value::of(cell.known_as.empty() ? cell.error : cell.known_as);
    record["endpoint"] = text_of(cell.endpoint);
    record["method"] = text_of(cell.method);
    record["count"] = Value::of(cell.count, Unit::count);
    record["share"] = all > 0 ? Value::of(cell.count / all, Unit::share) : Value();
    record["first_s"] = number_of(cell.first_s, Unit::seconds);
    record["last_s"] = number_of(cell.last_s, Unit::seconds);
    record["p50_ms"] = number_of(cell.p50_ms, Unit::ms);
    record["p95_ms"] = number_of(cell.p95_ms, Unit::ms);
    record["min_ms"] = number_of(cell.min_ms, Unit::ms);
    record["max_ms"] = number_of(cell.max_ms, Unit::ms);
    record["new_connections"] = number_of(cell.new_connections, Unit::share);
    const model::Endpoint* endpoint = endpoint_of(facts.evidence, cell);
    record["endpoint_share"] = endpoint != nullptr && endpoint->requests > 0
                                   ? Value::of(endpoint->failed / endpoint->requests, Unit::share)
                                   : Value();
    list.push_back(Value::of(std::move(record)));
  }
  return Value::of(std::move(list));
}

const Type kCheck = Type::record({{"name", Type::text()},
                                  {"group", Type::text()},
                                  {"passes", Type::number(Unit::count)},
                                  {"fails", Type::number(Unit::count)},
                                  {"share", Type::number(Unit::share)}});

Value checks(const RunFacts& facts) {
  Value::List list;
  for (const model::Check& check : facts.evidence.checks) {
    Record record;
    record["name"] = Value::of(check.name);
    record["group"] = Value::of(check.group);
    record["passes"] = Value::of(check.passes, Unit::count);
    record["fails"] = Value::of(check.fails, Unit::count);
    const double all = check.passes + check.fails;
    record["share"] = all > 0 ? Value::of(check.fails / all, Unit::share) : Value();
    list.push_back(Value::of(std::move(record)));
  }
  return Value::of(std::move(list));
}

const Type kThreshold = Type::record({{"metric", Type::text()},
                                      {"expression", Type::text()},
                                      {"failed", Type::boolean()},
                                      {"passed", Type::boolean()},
                                      {"empty", Type::boolean()},
                                      {"vacuous", Type::boolean()}});

Value thresholds(const RunFacts& facts) {
  Value::List list;
  for (const auto& [key, metric] : facts.evidence.metrics) {
    for (const model::Threshold& threshold : metric.thresholds) {
      Record record;
      record["metric"] = Value::of(key);
      record["expression"] = Value::of(threshold.expression);
      const bool known = threshold.result != model::ThresholdResult::unknown;
      record["failed"] = known ? Value::of(threshold.result == model::ThresholdResult::failed) : Value();
      record["passed"] = known ? Value::of(threshold.result == model::ThresholdResult::passed) : Value();
      const std::optional<bool> empty = metric.empty();
      record["empty"] = empty ? Value::of(*empty) : Value();
      record["vacuous"] = Value::of(!vacuous_because(facts.evidence, metric, threshold).empty());
      list.push_back(Value::of(std::move(record)));
    }
  }
  return Value::of(std::move(list));
}

const Type kAccess = Type::record({{"status", Type::number()},
                                   {"method", Type::text()},
                                   {"endpoint", Type::text()},
                                   {"upstream", Type::text()},
                                   {"upstream_status", Type::number()},
                                   {"flags", Type::text()},
                                   {"count", Type::number(Unit::count)},
                                   {"first_s", Type::number(Unit::seconds)},
                                   {"last_s", Type::number(Unit::seconds)},
                                   {"p50_ms", Type::number(Unit::ms)}});

Value access(const RunFacts& facts) {
  Value::List list;
  for (const model::AccessCell& cell : facts.evidence.access) {
    Record record;
    record["status"] = Value::of(static_cast<double>(cell.status));
    record["method"] = Value::of(cell.method);
    record["endpoint"] = Value::of(cell.endpoint);
    record["upstream"] = Value::of(cell.upstream);
    record["upstream_status"] =
        cell.upstream_status != 0 ? Value::of(static_cast<double>(cell.upstream_status)) : Value();
    record["flags"] = Value::of(cell.flags);
    record["count"] = Value::of(cell.count, Unit::count);
    record["first_s"] = number_of(cell.first_s, Unit::seconds);
    record["last_s"] = number_of(cell.last_s, Unit::seconds);
    record["p50_ms"] = number_of(cell.p50_ms, Unit::ms);
    list.push_back(Value::of(std::move(record)));
  }
  return Value::of(std::move(list));
}

const Type kLimiter = Type::record({{"name", Type::text()},
                                    {"limit", Type::number(Unit::count)},
                                    {"window_s", Type::number(Unit::seconds)},
                                    {"per_second", Type::number(Unit::per_second)},
                                    {"written", Type::text()},
                                    {"source", Type::text()},
                                    {"offered_per_second", Type::number(Unit::per_second)}});

// How much of the load goes to what the limiter is named after: an operation whose name
// shares a word with it, else all of it.
std::optional<double> offered(const RunFacts& facts, const model::Limiter& limiter) {
  const auto duration = facts.evidence.run.duration_s;
  if (!duration || *duration <= 0) return std::nullopt;
  const auto similar = [&](const std::string& operation) {
    const std::size_t n = std::min<std::size_t>(5, limiter.name.size());
    if (n < 4) return false;
    std::string a = limiter.name.substr(0, n), b = operation;
    std::transform(a.begin(), a.end(), a.begin(), [](unsigned char c) { return std::tolower(c); });
    std::transform(b.begin(), b.end(), b.begin(), [](unsigned char c) { return std::tolower(c); });
    return b.find(a) != std::string::npos;
  };
  double sum = 0;
  for (const model::Operation& operation : facts.evidence.operations)
    if (similar(operation.name)) sum += operation.requests.value_or(0);
  // Checks and groups may name what the requests do better than their endpoint does.
  if (sum == 0)
    for (const model::Check& check : facts.evidence.checks)
      if (similar(check.group)) sum = std::max(sum, check.passes + check.fails);
  if (sum == 0 && facts.figures.requests) sum = *facts.figures.requests;
  return sum > 0 ? std::optional<double>(sum / *duration) : std::nullopt;
}

Value limiters(const RunFacts& facts) {
  Value::List list;
  for (const model::Limiter& limiter : facts.evidence.limiters) {
    Record record;
    record["name"] = Value::of(limiter.name);
    record["limit"] = Value::of(limiter.limit, Unit::count);
    record["window_s"] = Value::of(limiter.window_s, Unit::seconds);
    record["per_second"] =
        limiter.window_s > 0 ? Value::of(limiter.limit / limiter.window_s, Unit::per_second) : Value();
    record["written"] = Value::of(limiter.written);
    record["source"] = Value::of(limiter.source);
    record["offered_per_second"] = number_of(offered(facts, limiter), Unit::per_second);
    list.push_back(Value::of(std::move(record)));
  }
  return Value::of(std::move(list));
}

const Term kLists[] = {
    {"failures", Type::list_of(kFailure), "failed requests by what they look like", failures},
    {"checks.list", Type::list_of(kCheck), "the checks", checks},
    {"thresholds.list", Type::list_of(kThreshold), "the thresholds", thresholds},
    {"access.list", Type::list_of(kAccess), "requests as the access logs saw them", access},
    {"limiters", Type::list_of(kLimiter), "rate limits that are known", limiters},
};

}  // namespace

std::span<const Term> list_terms() { return kLists; }

}  // namespace loadtriage::rules
