#include "topology/find.h"

#include <algorithm>

#include "base/quantity.h"
#include "topology/arrange.h"
#include "topology/joins.h"
#include "topology/mentions.h"
#include "topology/peers.h"
#include "topology/traces.h"

namespace loadtriage::topology {
namespace {

using model::Evidence;

// Where a failure of the test itself can be pointed at, as far as the inputs have a line for it.
model::Telling first_failure(const Evidence& evidence, double failed, double requests) {
  model::Telling telling;
  telling.text = format_count(failed) + " of " + format_count(requests) + " requests failed";
  const model::FailureCell* first = nullptr;
  for (const model::FailureCell& cell : evidence.failures)
    if (cell.where.line > 0 && (first == nullptr || cell.where < first->where)) first = &cell;
  if (first != nullptr) telling.where = first->where;
  return telling;
}

// The test's own figures are about its calls, where it called one program only.
void count_requests(const Evidence& evidence, const Traces& traces, Graph& graph) {
  std::optional<std::size_t> target;
  for (const RawCall& call : graph.calls) {
    if (graph.top(call.from) != graph.top(traces.generator)) continue;
    if (target && *target != graph.top(call.to)) return;
    target = graph.top(call.to);
  }
  if (!target) return;
  RawCall sum;
  sum.from = traces.generator;
  sum.to = *target;
  sum.told_by = "the load test";
  sum.count = evidence.requests();
  sum.failed = evidence.failed_requests().value_or(0);
  if (sum.failed > 0) sum.broke = first_failure(evidence, sum.failed, sum.count.value_or(sum.failed));
  graph.calls.push_back(std::move(sum));
}

}  // namespace

bool has_traces(const Evidence& evidence) {
  const auto stated = [&](const char* name) { return evidence.facts.count(name) != 0; };
  return !evidence.sightings.empty() || !evidence.points.targets.empty() ||
         std::any_of(std::begin(kTargetFacts), std::end(kTargetFacts), stated) || stated(kScriptTarget) ||
         std::any_of(evidence.inputs.begin(), evidence.inputs.end(),
                     [](const model::Input& input) { return input.kind == "config"; });
}

model::Topology find(const Evidence& evidence, const Table& table) {
  const Lookup lookup(table);
  Graph graph;
  const Traces traces = find_traces(evidence, lookup, graph);
  join_nodes(traces, graph);
  add_peers(evidence, traces, lookup, graph);
  count_requests(evidence, traces, graph);
  return arrange(evidence, traces, graph);
}

void give_owners(Evidence& evidence, const model::Topology& topology) {
  const auto give = [&](model::Fact& fact) {
    const bool of_a_line = fact.where.line > 0 && fact.where.input < evidence.inputs.size();
    const auto author = of_a_line ? topology.author_of(fact.where) : std::nullopt;
    // The script's are the test's own, and it speaks for nobody else.
    if (author && topology.components[*author].kind != model::ComponentKind::generator)
      fact.owner = topology.components[*author].name;
  };
  for (auto& [name, fact] : evidence.facts) give(fact);
  for (auto& [name, facts] : evidence.other_facts)
    for (model::Fact& fact : facts) give(fact);
}

std::optional<std::size_t> stands_on(const model::Topology& topology, const model::Finding& finding) {
  const model::Support* most = nullptr;
  for (const model::Support& support : finding.support) {
    if (!support.favours || !support.where || support.where->line == 0) continue;
    if (!topology.author_of(*support.where)) continue;
    if (most == nullptr || support.log_odds > most->log_odds) most = &support;
  }
  return most == nullptr ? std::nullopt : topology.author_of(*most->where);
}

}  // namespace loadtriage::topology
