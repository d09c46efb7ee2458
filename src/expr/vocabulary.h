// The names that conditions may use, with their types. Checked when rules are loaded,
// printed by `loadtriage rules vocabulary`.
#pragma once
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "expr/value.h"

namespace loadtriage::expr {

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

  // What the first argument names. `observation`: the loader adds the names that the
  // signatures show to known_arguments, and a dead observation is noticed.
  enum class Names { anything, observation };
  Names names = Names::anything;
  // When not empty, a first argument written as a literal must be one of these.
  std::vector<std::string> known_arguments = {};
};

class Vocabulary {
 public:
  Vocabulary() = default;
  Vocabulary(std::vector<Variable> variables, std::vector<Function> functions);

  // Where the name stands in variables() and functions(); that number is what Scope is
  // asked with.
  std::optional<std::size_t> find_variable(std::string_view name) const;
  std::optional<std::size_t> find_function(std::string_view name) const;
  const std::vector<Variable>& variables() const { return variables_; }
  const std::vector<Function>& functions() const { return functions_; }

  // This vocabulary with more variables, which hide earlier ones of the same name. The
  // numbers of the earlier ones stay what they are.
  Vocabulary with(std::vector<Variable> more) const;
  // Adds to known_arguments of the functions that name observations.
  Vocabulary knowing_observations(const std::vector<std::string>& names) const;

 private:
  std::vector<Variable> variables_;
  std::vector<Function> functions_;
  std::map<std::string, std::size_t, std::less<>> variable_index_, function_index_;
};

// Gives the values behind the names. What it does not know is unknown. `index` is the
// position in the vocabulary that the expression was parsed with.
class Scope {
 public:
  virtual ~Scope() = default;
  virtual Value variable(std::size_t index, const std::string& name) const = 0;
  virtual Value call(std::size_t index, const std::string& function,
                     const std::vector<Value>& arguments) const = 0;
  // A figure about the failed requests that a cause claims (`mine.FIELD`); `claims` says
  // how many of each item of `failures`. Unknown where the scope holds none.
  virtual Value claimed(const std::vector<double>& claims, std::string_view field) const {
    static_cast<void>(claims);
    static_cast<void>(field);
    return {};
  }
};

}  // namespace loadtriage::expr
