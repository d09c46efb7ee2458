// The names that conditions may use, with their types. Checked when rules are loaded,
// printed by `loadtriage rules vocabulary`.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "rules/value.h"

namespace loadtriage::rules {

struct Variable {
  std::string name;  // dotted: "requests.failed_share"
  Type type;
  std::string summary;
};

struct Function {
  std::string name;
  std::vector<Type> parameters;
  Type result;
  std::string summary;
};

class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(std::vector<Variable> variables, std::vector<Function> functions);

  const Variable* find_variable(std::string_view name) const;
  const Function* find_function(std::string_view name) const;
  const std::vector<Variable>& variables() const { return variables_; }
  const std::vector<Function>& functions() const { return functions_; }

  // This vocabulary with more variables, which hide earlier ones of the same name.
  Vocabulary with(std::vector<Variable> more) const;

 private:
  std::vector<Variable> variables_;
  std::vector<Function> functions_;
  std::map<std::string, std::size_t, std::less<>> variable_index_, function_index_;
};

// Gives the values behind the names. What it does not know is unknown.
class Scope {
 public:
  virtual ~Scope() = default;
  virtual Value variable(const std::string& name) const = 0;
  virtual Value call(const std::string& function, const std::vector<Value>& arguments) const = 0;
};

}  // namespace loadtriage::rules
