#include "rules/claim_figures.h"

#include <algorithm>
#include <set>
#include <utility>

#include "rules/run_facts.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

using model::Evidence;
using model::FailureCell;

// Failed requests that all took about the same, long time waited for one timeout.
constexpr double kPlateauSpread = 1.15;
constexpr double kPlateauLeast_ms = 300;

struct Claimed {
  std::vector<std::pair<const FailureCell*, double>> cells;  // with how many of its requests
  double count = 0;
  std::optional<double> first_s, last_s;
  std::vector<const model::Endpoint*> endpoints;  // that the cells belong to
};

Claimed claimed_of(const Evidence& evidence, const std::vector<double>& claims) {
  Claimed claimed;
  std::set<std::pair<std::string, std::string>> names;
  for (std::size_t i = 0; i < std::min(claims.size(), evidence.failures.size()); ++i) {
    if (claims[i] <= 0) continue;
    const FailureCell& cell = evidence.failures[i];
    claimed.cells.emplace_back(&cell, claims[i]);
    claimed.count += claims[i];
    if (cell.first_s) claimed.first_s = std::min(claimed.first_s.value_or(*cell.first_s), *cell.first_s);
    if (cell.last_s) claimed.last_s = std::max(claimed.last_s.value_or(*cell.last_s), *cell.last_s);
    names.emplace(cell.endpoint, cell.method);
  }
  for (const model::Endpoint& endpoint : evidence.endpoints)
    if (names.count({endpoint.name, endpoint.method}) != 0) claimed.endpoints.push_back(&endpoint);
  return claimed;
}

// Requests of the same endpoints that succeeded within [from, to).
std::optional<double> good_between(const Claimed& claimed, double from_s, double to_s) {
  if (claimed.endpoints.empty() || !claimed.first_s) return std::nullopt;
  double good = 0;
  for (const model::Endpoint* endpoint : claimed.endpoints) good += endpoint->good_at.between(from_s, to_s);
  return good;
}

constexpr double kEver = 1e12;

std::optional<double> weighted(const Claimed& claimed, std::optional<double> FailureCell::*field) {
  double sum = 0, weight = 0;
  for (const auto& [cell, count] : claimed.cells) {
    if (!(cell->*field)) continue;
    sum += *(cell->*field) * count;
    weight += count;
  }
  return weight > 0 ? std::optional<double>(sum / weight) : std::nullopt;
}

template <typename Pick>
std::optional<double> extreme(const Claimed& claimed, std::optional<double> FailureCell::*field, Pick pick) {
  std::optional<double> out;
  for (const auto& [cell, count] : claimed.cells)
    if (cell->*field) out = out ? pick(*out, *(cell->*field)) : *(cell->*field);
  return out;
}

const auto kLower = [](double a, double b) { return std::min(a, b); };
const auto kUpper = [](double a, double b) { return std::max(a, b); };

Value plateau_ms(const Claimed& claimed) {
  // The largest cell speaks: small ones may have failed in another way.
  const auto largest = std::max_element(claimed.cells.begin(), claimed.cells.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
  if (largest == claimed.cells.end() || largest->second < 3) return {};
  const FailureCell& cell = *largest->first;
  if (!cell.p50_ms || !cell.p95_ms || *cell.p50_ms < kPlateauLeast_ms) return {};
  return *cell.p95_ms <= kPlateauSpread * *cell.p50_ms ? Value::of(*cell.p50_ms, Unit::ms) : Value();
}

Value plateau(const Claimed& claimed) {
  if (!extreme(claimed, &FailureCell::p50_ms, kUpper)) return {};
  return Value::of(plateau_ms(claimed).known());
}

Value endpoint_count(const Claimed& claimed) {
  return claimed.endpoints.empty() ? Value()
                                   : Value::of(static_cast<double>(claimed.endpoints.size()), Unit::count);
}

Value all_endpoints(const Evidence& evidence, const Claimed& claimed) {
  return evidence.endpoints.empty() ? Value()
                                    : Value::of(claimed.endpoints.size() == evidence.endpoints.size());
}

Value from_first(const Claimed& claimed) {
  const auto before = good_between(claimed, -kEver, claimed.first_s.value_or(0));
  return before ? Value::of(*before < 0.5) : Value();
}

Value rate_per_s(const Claimed& claimed) {
  if (!claimed.first_s || !claimed.last_s || *claimed.last_s <= *claimed.first_s) return {};
  return Value::of(claimed.count / (*claimed.last_s - *claimed.first_s), Unit::per_second);
}

// clang-format off
struct Entry {
  const char* name;
  Type type;
  const char* summary;
  Value (*get)(const Evidence& evidence, const Claimed& claimed);
};

const Entry kEntries[] = {
    {"endpoints", Type::number(Unit::count), "how many endpoints they belong to", [](const Evidence&, const Claimed& c) { return endpoint_count(c); }},
    {"all_endpoints", Type::boolean(), "every endpoint of the run is among them", all_endpoints},
    {"from_first", Type::boolean(), "these endpoints never succeeded before", [](const Evidence&, const Claimed& c) { return from_first(c); }},
    {"good_before", Type::number(Unit::count), "good requests of these endpoints before the first of them", [](const Evidence&, const Claimed& c) { return number_of(good_between(c, -kEver, c.first_s.value_or(0)), Unit::count); }},
    {"good_during", Type::number(Unit::count), "between the first and the last of them", [](const Evidence&, const Claimed& c) { return number_of(good_between(c, c.first_s.value_or(0), c.last_s.value_or(0)), Unit::count); }},
    {"good_after", Type::number(Unit::count), "after the last of them", [](const Evidence&, const Claimed& c) { return number_of(good_between(c, c.last_s.value_or(0), kEver), Unit::count); }},
    {"p50_ms", Type::number(Unit::ms), "their median duration", [](const Evidence&, const Claimed& c) { return number_of(weighted(c, &FailureCell::p50_ms), Unit::ms); }},
    {"p95_ms", Type::number(Unit::ms), "their 95th percentile", [](const Evidence&, const Claimed& c) { return number_of(weighted(c, &FailureCell::p95_ms), Unit::ms); }},
    {"min_ms", Type::number(Unit::ms), "the shortest", [](const Evidence&, const Claimed& c) { return number_of(extreme(c, &FailureCell::min_ms, kLower), Unit::ms); }},
    {"max_ms", Type::number(Unit::ms), "the longest", [](const Evidence&, const Claimed& c) { return number_of(extreme(c, &FailureCell::max_ms, kUpper), Unit::ms); }},
    {"plateau", Type::boolean(), "they share one duration: they waited for a timeout", [](const Evidence&, const Claimed& c) { return plateau(c); }},
    {"plateau_ms", Type::number(Unit::ms), "that duration", [](const Evidence&, const Claimed& c) { return plateau_ms(c); }},
    {"rate_per_s", Type::number(Unit::per_second), "how many a second, from the first to the last", [](const Evidence&, const Claimed& c) { return rate_per_s(c); }},
    {"new_connections", Type::number(Unit::share), "share that opened a connection", [](const Evidence&, const Claimed& c) { return number_of(weighted(c, &FailureCell::new_connections), Unit::share); }},
};
// clang-format on

}  // namespace

std::vector<Variable> claim_variables() {
  std::vector<Variable> variables;
  for (const Entry& entry : kEntries)
    variables.push_back({std::string("mine.") + entry.name, entry.type, entry.summary});
  return variables;
}

Value claim_figure(const Evidence& evidence, const std::vector<double>& claims, std::string_view field) {
  const Claimed claimed = claimed_of(evidence, claims);
  if (claimed.cells.empty()) return {};
  for (const Entry& entry : kEntries)
    if (field == entry.name) return entry.get(evidence, claimed);
  return {};
}

}  // namespace loadtriage::rules
