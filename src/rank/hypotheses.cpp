#include "rank/hypotheses.h"

#include <algorithm>

#include "base/log_odds.h"

namespace loadtriage::rank {
namespace {

using model::Affects;
using model::CauseKind;
using model::Evidence;
using model::Finding;

// What leaving trouble unexplained costs, in log-odds: e^4 is 55 to 1. Failures count for
// most, since they are what a test fails for.
constexpr double kFailures = 4;
constexpr double kSlowness = 1.5;
constexpr double kDropped = 1;
constexpr double kChecks = 1;

// How likely a cause is to produce one that it leads to.
constexpr double kProduces = 0.7;

// An effect does not precede its cause; clocks and slices are this coarse.
constexpr double kClearlyLater_s = 3;

// The burdens: one for each kind of failed request, then slowness, dropped iterations, checks.
struct Burdens {
  std::vector<double> failures;
  double slowness = 0, dropped = 0, checks = 0;
};

bool is_slow(const Evidence& evidence, const Trouble& trouble) {
  return trouble.latency_failed || evidence.timeline.slow_onset_s.has_value();
}

Burdens burdens_of(const Evidence& evidence, const Trouble& trouble) {
  Burdens burdens;
  double all = 0;
  for (const model::FailureCell& cell : evidence.failures) all += cell.count;
  const double weight = trouble.failures_matter() ? kFailures : kFailures / 4;
  for (const model::FailureCell& cell : evidence.failures)
    burdens.failures.push_back(all > 0 ? weight * cell.count / all : 0);
  if (is_slow(evidence, trouble)) burdens.slowness = kSlowness;
  if (trouble.dropped) burdens.dropped = kDropped;
  if (!trouble.failures_matter() && trouble.checks_failed_share >= kStray) burdens.checks = kChecks;
  return burdens;
}

std::vector<double> covers_of(const Evidence& evidence, const Finding& finding) {
  std::vector<double> covers;
  for (std::size_t i = 0; i < evidence.failures.size(); ++i) {
    const double count = evidence.failures[i].count;
    const double claimed = i < finding.claims.size() ? finding.claims[i] : 0;
    covers.push_back(count > 0 ? std::min(1.0, claimed / count) : 0);
  }
  const auto about = [&](Affects affects) { return finding.affects == affects ? 1.0 : 0.0; };
  covers.push_back(about(Affects::latency));
  covers.push_back(about(Affects::load));
  covers.push_back(about(Affects::checks));
  return covers;
}

double covered_by_both(const Network& network, const Node& one, const Node& other) {
  double sum = 0;
  for (std::size_t b = 0; b < network.burdens.size(); ++b)
    sum += network.burdens[b] * std::min(one.covers[b], other.covers[b]);
  return sum;
}

bool began_too_late(const Finding& cause, const Finding& effect) {
  return cause.onset_s && effect.onset_s && *cause.onset_s > *effect.onset_s + kClearlyLater_s;
}

// A symptom describes failures. A root that accounts for most of them produces it,
// whatever the list of its effects says.
bool accounts_for(const Network& network, std::size_t root, std::size_t symptom) {
  const double all = covered_by_both(network, network.nodes[symptom], network.nodes[symptom]);
  return all > 0 && covered_by_both(network, network.nodes[root], network.nodes[symptom]) >= 0.5 * all;
}

void add_effects(Network& network, const std::vector<Finding>& findings, const Graph& graph) {
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const std::vector<std::string> reached = reached_from(graph, findings[i].id);
    for (std::size_t j = 0; j < findings.size(); ++j) {
      if (i == j || began_too_late(findings[i], findings[j])) continue;
      const bool listed = std::find(reached.begin(), reached.end(), findings[j].id) != reached.end();
      const bool implied = findings[i].kind == CauseKind::root && findings[j].kind == CauseKind::symptom &&
                           accounts_for(network, i, j);
      if (listed || implied) network.nodes[i].effects.push_back({j, kProduces});
    }
  }
}

}  // namespace

Network network_of(const Evidence& evidence, const std::vector<Finding>& findings, const Trouble& trouble,
                   const Graph& graph) {
  Network network;
  const Burdens burdens = burdens_of(evidence, trouble);
  network.burdens = burdens.failures;
  for (const double weight : {burdens.slowness, burdens.dropped, burdens.checks})
    network.burdens.push_back(weight);
  for (const Finding& finding : findings) {
    Node node;
    node.prior = probability_of(finding.prior_log_odds);
    node.clues = finding.clues;
    node.covers = covers_of(evidence, finding);
    network.nodes.push_back(std::move(node));
  }
  add_effects(network, findings, graph);
  return network;
}

}  // namespace loadtriage::rank
