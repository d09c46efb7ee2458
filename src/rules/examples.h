// The examples inside cause files, run without any input file.
//
// An example gives values by name:
//   set: { requests.count: 100, "capture('db.pool-timeout', 'limit')": 10 }
//   seen: { db.pool-timeout: { count: 6, first_s: 30 } }   # seen(...)
//   metrics: { http_req_duration: { p95: 0 } }             # metric(...)
//   facts: { pool_size: 10 }                               # fact(...)
//   failures: [ { status: 500, count: 60, first_s: 30 } ]  # or any list variable
// What is not given is unknown, but an observation that is not given was not seen: its
// `count` is 0.
#pragma once
#include <map>
#include <string>

#include "base/result.h"
#include "rules/evaluate.h"

namespace loadtriage::rules {

class ExampleScope : public expr::Scope {
 public:
  // Faults: a name that the vocabulary does not have, a value of the wrong type.
  static Result<ExampleScope> make(const Document& document, const Node& body,
                                   const expr::Vocabulary& vocabulary);

  expr::Value variable(std::size_t index, const std::string& name) const override;
  expr::Value call(std::size_t index, const std::string& function,
                   const std::vector<expr::Value>& arguments) const override;

 private:
  std::map<std::string, expr::Value> variables_;
  std::map<std::string, expr::Value> calls_;  // by "seen('x')"
  std::vector<expr::Value> unseen_;           // by function: the answer for what is not given
};

// Runs every example of the cause; one notice for each that does not do what it says.
Notices run_examples(const RuleSet& rules, const Cause& cause);

}  // namespace loadtriage::rules
