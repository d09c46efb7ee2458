// The names that conditions about a run may use, and where each gets its value from.
//
// One table (run_terms.cpp) holds a name, its type, its meaning and the code that reads
// it off the evidence, so the four cannot drift apart; docs/vocabulary.md is printed
// from it by `loadtriage rules vocabulary`.
#pragma once
#include <map>
#include <memory>
#include <string>

#include "expr/vocabulary.h"
#include "model/evidence.h"

namespace loadtriage::rules {

// The same object at each call: expressions refer to it.
const expr::Vocabulary& run_vocabulary();

// The values of one run. Borrows the evidence, which must outlive it and not change.
class RunScope final : public expr::Scope {
 public:
  explicit RunScope(const model::Evidence& evidence);
  ~RunScope() override;

  // From now on `fact(name)` means these; all others mean what stands in the evidence.
  void choose(std::map<std::string, const model::Fact*, std::less<>> facts);

  expr::Value variable(std::size_t index, const std::string& name) const override;
  expr::Value call(std::size_t index, const std::string& function,
                   const std::vector<expr::Value>& arguments) const override;
  expr::Value claimed(const std::vector<double>& claims, std::string_view field) const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace loadtriage::rules
