#include "expr/vocabulary.h"

#include <algorithm>
#include <utility>

namespace loadtriage::expr {

Vocabulary::Vocabulary(std::vector<Variable> variables, std::vector<Function> functions)
    : variables_(std::move(variables)), functions_(std::move(functions)) {
  for (std::size_t i = 0; i < variables_.size(); ++i) variable_index_[variables_[i].name] = i;
  for (std::size_t i = 0; i < functions_.size(); ++i) function_index_[functions_[i].name] = i;
}

std::optional<std::size_t> Vocabulary::find_variable(std::string_view name) const {
  const auto found = variable_index_.find(name);
  if (found == variable_index_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::size_t> Vocabulary::find_function(std::string_view name) const {
  const auto found = function_index_.find(name);
  if (found == function_index_.end()) return std::nullopt;
  return found->second;
}

Vocabulary Vocabulary::with(std::vector<Variable> more) const {
  Vocabulary extended = *this;
  for (Variable& variable : more) {
    extended.variable_index_[variable.name] = extended.variables_.size();
    extended.variables_.push_back(std::move(variable));
  }
  return extended;
}

Vocabulary Vocabulary::knowing_observations(const std::vector<std::string>& names) const {
  Vocabulary extended = *this;
  for (Function& function : extended.functions_) {
    if (function.names != Function::Names::observation) continue;
    std::vector<std::string>& known = function.known_arguments;
    known.insert(known.end(), names.begin(), names.end());
    std::sort(known.begin(), known.end());
    known.erase(std::unique(known.begin(), known.end()), known.end());
  }
  return extended;
}

}  // namespace loadtriage::expr
