#include "rules/run_vocabulary.h"

#include "rules/claim_figures.h"
#include "rules/run_functions.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

Vocabulary make_vocabulary() {
  std::vector<Variable> variables;
  for (const Term& term : run_terms()) variables.push_back({term.name, term.type, term.summary});
  for (const Term& term : list_terms()) variables.push_back({term.name, term.type, term.summary});
  std::vector<Function> functions;
  for (const RunFunction& function : run_functions()) {
    Function entry{function.name, function.parameters, function.result, function.summary};
    entry.names = function.names;
    functions.push_back(std::move(entry));
  }
  return Vocabulary(std::move(variables), std::move(functions));
}

}  // namespace

const Vocabulary& run_vocabulary() {
  static const Vocabulary vocabulary = make_vocabulary();
  return vocabulary;
}

struct RunScope::State {
  RunFacts facts;
  std::vector<Value> values;  // by the variable's position; lists are worth keeping
};

RunScope::RunScope(const model::Evidence& evidence)
    : state_(std::make_unique<State>(State{{evidence, figures_of(evidence)}, {}})) {
  for (const Term& term : run_terms()) state_->values.push_back(term.get(state_->facts));
  for (const Term& term : list_terms()) state_->values.push_back(term.get(state_->facts));
}

RunScope::~RunScope() = default;

void RunScope::choose(std::map<std::string, const model::Fact*, std::less<>> facts) {
  state_->facts.chosen = std::move(facts);
}

Value RunScope::variable(std::size_t index, const std::string&) const {
  return index < state_->values.size() ? state_->values[index] : Value();
}

Value RunScope::call(std::size_t index, const std::string&, const std::vector<Value>& arguments) const {
  const auto functions = run_functions();
  for (const Value& argument : arguments)
    if (!argument.known()) return {};
  return index < functions.size() ? functions[index].call(state_->facts, arguments) : Value();
}

Value RunScope::claimed(const std::vector<double>& claims, std::string_view field) const {
  return claim_figure(state_->facts.evidence, claims, field);
}

}  // namespace loadtriage::rules
