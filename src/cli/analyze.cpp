#include "cli/analyze.h"

#include <algorithm>
#include <map>

#include "base/spelling.h"
#include "cli/discover.h"
#include "cli/read_inputs.h"
#include "cli/several_runs.h"
#include "cli/stopwatch.h"
#include "cli/withhold_pass.h"
#include "collect/assemble.h"
#include "collect/collector.h"
#include "collect/compare.h"
#include "formats/settings/context.h"
#include "knowledge/compiled_patterns.h"
#include "knowledge/load_rules.h"
#include "knowledge/watches.h"
#include "rank/explain.h"
#include "rank/order.h"
#include "rules/diagnose.h"
#include "rules/format_spec.h"
#include "rules/read_words.h"
#include "rules/run_vocabulary.h"
#include "rules/topology/topology_table.h"
#include "topology/describe.h"
#include "topology/find.h"

namespace loadtriage::cli {
namespace {

// `--context key=value` gives facts like a context file does; without `=` it names one.
Result<collect::Harvest> contexts_on_command_line(const AnalyzeOptions& options,
                                                  const collect::Watches& watches, model::InputId id) {
  collect::Collector collector(watches, id);
  Notices errors;
  for (const std::string& context : options.contexts) {
    if (context.find('=') == std::string::npos) continue;
    if (auto wrong = formats::read_context_pair(context, "--context", collector))
      errors.push_back(std::move(*wrong));
  }
  if (!errors.empty()) return errors;
  collect::Harvest harvest = collector.take();
  harvest.input.path = "--context";
  harvest.input.kind = "context";
  return harvest;
}

// A key that no setting has gives a fact that no rule reads.
void warn_of_unknown_keys(const collect::Harvest& stated, Notices& notices) {
  constexpr std::string_view kFree = "context.";
  for (const auto& [name, fact] : stated.facts) {
    if (!name.starts_with(kFree)) continue;
    const std::string key = name.substr(kFree.size());
    Notice notice =
        make_error("--context", "no rule knows `" + key + "`" + did_you_mean(key, formats::known_settings()),
                   "it is shown, and nothing is concluded from it");
    notice.severity = Severity::warning;
    notices.push_back(std::move(notice));
  }
}

// What was meant to be read must not be found missing when the rest is read.
Notices unreadable_contexts(const AnalyzeOptions& options, const World& world) {
  Notices errors;
  for (const std::string& context : options.contexts) {
    if (context.find('=') != std::string::npos) continue;
    auto opened = world.files.open(context);
    if (opened) continue;
    Notice error = opened.errors().front();
    error.hint = "--context takes a JSON file, or a setting such as pool_size=10";
    errors.push_back(std::move(error));
  }
  return errors;
}

// A report written over an input would take away what it was made from.
Notices overwritten(const AnalyzeOptions& options, const std::vector<FoundInput>& inputs,
                    const World& world) {
  std::map<std::string, std::string> by_file;
  for (const std::string& file : options.output_files) by_file.emplace(world.files.resolved(file), file);
  Notices errors;
  for (const FoundInput& input : inputs) {
    const auto found = by_file.find(world.files.resolved(input.path));
    if (found != by_file.end())
      errors.push_back(make_error(found->second, "is an input; a report would overwrite it",
                                  "write the report to another file"));
  }
  return errors;
}

void add_context_files(const AnalyzeOptions& options, std::vector<FoundInput>& inputs) {
  for (const std::string& context : options.contexts)
    if (context.find('=') == std::string::npos) inputs.push_back({context, context, context, true});
}

bool has_pairs(const AnalyzeOptions& options) {
  return std::any_of(options.contexts.begin(), options.contexts.end(),
                     [](const std::string& context) { return context.find('=') != std::string::npos; });
}

Notice unknown_cause(const rules::RuleSet& rules, const std::string& id) {
  std::vector<std::string> known;
  for (const auto& [name, cause] : rules.causes) known.push_back(name);
  return make_error("", "unknown cause `" + id + "`" + did_you_mean(id, known),
                    "`loadtriage rules list` names them all");
}

Result<collect::Watches> watches_of(const rules::RuleSet& rules, const RuleOptions& options) {
  if (options.folders.empty()) return knowledge::built_in_watches(knowledge::embedded_patterns());
  return knowledge::make_watches(rules, knowledge::embedded_patterns());
}

// The earlier run is read like this one; its text is not quoted.
Result<model::Evidence> read_baseline(const AnalyzeOptions& options, const World& world,
                                      const formats::Registry& registry, const collect::Watches& watches,
                                      Notices& notices) {
  auto inputs = discover(options.baseline, world.files, notices);
  if (!inputs) return inputs.errors();
  if (Notices wrong = overwritten(options, *inputs, world); !wrong.empty()) return wrong;
  auto harvests = read_inputs(*inputs, world, registry, watches, notices);
  if (!harvests) return harvests.errors();
  return collect::assemble(std::move(*harvests), watches);
}

std::string folder_of_user(const World& world) {
  return world.environment ? world.environment("PWD").value_or("") : "";
}

constexpr std::string_view kTopology = "topology";

rank::Graph graph_of(const rules::RuleSet& rules) {
  rank::Graph graph;
  for (const auto& [id, cause] : rules.causes) graph[id] = cause.leads_to;
  return graph;
}

}  // namespace

Result<Analysis> analyze(const AnalyzeOptions& options, World& world, Notices& notices) {
  Stopwatch stopwatch;
  if (Notices missing = unreadable_contexts(options, world); !missing.empty()) return missing;
  // Rules first: their signatures decide what the pass over the logs looks for.
  auto rules = knowledge::load_rules_for_judging(options.rules.folders, world.files);
  if (!rules) return rules.errors();
  if (!options.explain.empty() && options.explain != rules::kAllCauses && options.explain != kTopology &&
      rules->causes.find(options.explain) == rules->causes.end())
    return unknown_cause(*rules, options.explain);
  auto watches = watches_of(*rules, options.rules);
  if (!watches) return watches.errors();
  auto catalogue = rules::make_catalogue(*rules);
  if (!catalogue) return catalogue.errors();
  stopwatch.lap("load rules");

  // The single pass. Inputs are read once; text dies with its block.
  Notices closed;
  auto inputs = discover(options.paths, world.files, closed, folder_of_user(world));
  notices.insert(notices.end(), closed.begin(), closed.end());
  if (!inputs) return inputs.errors();
  add_context_files(options, *inputs);
  if (Notices wrong = overwritten(options, *inputs, world); !wrong.empty()) return wrong;
  const formats::Registry registry(*catalogue);
  auto harvests = read_inputs(*inputs, world, registry, *watches, notices);
  if (!harvests) return harvests.errors();
  if (auto several = several_runs(*inputs, *harvests)) return *several;
  if (has_pairs(options)) {
    auto stated = contexts_on_command_line(options, *watches, static_cast<model::InputId>(inputs->size()));
    if (!stated) return stated.errors();
    warn_of_unknown_keys(*stated, notices);
    // What is said on the command line wins over what a file says.
    for (const auto& fact : stated->facts)
      for (collect::Harvest& harvest : *harvests)
        std::erase_if(harvest.facts, [&](const auto& other) { return other.first == fact.first; });
    harvests->push_back(std::move(*stated));
  }
  stopwatch.lap("read inputs");
  model::Evidence evidence = collect::assemble(std::move(*harvests), *watches);
  for (const Notice& notice : closed) evidence.gaps.push_back({notice.place.path + ": " + notice.text});
  stopwatch.lap("assemble evidence");

  std::optional<model::Baseline> baseline;
  if (!options.baseline.empty()) {
    const auto before = read_baseline(options, world, registry, *watches, notices);
    if (!before) return before.errors();
    baseline = collect::compare(evidence, *before);
    baseline->paths = options.baseline;
    stopwatch.lap("read baseline");
  }

  // From here on nothing reads bytes: facts become findings, findings an order.
  const topology::Table table =
      topology::has_traces(evidence) ? rules::topology_table(*rules) : topology::Table();
  rules::read_words(*rules, table, evidence);
  model::Topology topology = topology::find(evidence, table);
  topology::give_owners(evidence, topology);
  stopwatch.lap("find components");
  rules::Judgement judgement = rules::judge(*rules, evidence, options.explain, topology, table);
  stopwatch.lap("evaluate rules");
  Analysis analysis;
  analysis.explanation = std::move(judgement.explanation);
  analysis.diagnosis = rank::order(std::move(evidence), std::move(judgement.findings),
                                   std::move(judgement.latent), graph_of(*rules));
  withhold_pass(analysis.diagnosis);
  if (!analysis.diagnosis.causes.empty())
    topology.cause_at = topology::stands_on(topology, analysis.diagnosis.causes.front().finding);
  analysis.diagnosis.topology = std::move(topology);
  if (options.explain == kTopology)
    analysis.explanation = topology::describe(analysis.diagnosis);
  else if (!options.explain.empty())
    analysis.explanation +=
        rank::explain(analysis.diagnosis, options.explain == rules::kAllCauses ? "" : options.explain);
  analysis.diagnosis.baseline = std::move(baseline);
  stopwatch.lap("rank causes");
  if (options.stats) analysis.stats = stopwatch.describe();
  return analysis;
}

}  // namespace loadtriage::cli
