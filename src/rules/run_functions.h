// The functions that conditions about a run may call.
#pragma once
#include <span>
#include <vector>

#include "expr/vocabulary.h"
#include "rules/run_facts.h"

namespace loadtriage::rules {

struct RunFunction {
  const char* name;
  std::vector<expr::Type> parameters;
  expr::Type result;
  const char* summary;
  expr::Function::Names names;
  expr::Value (*call)(const RunFacts& facts, const std::vector<expr::Value>& arguments);
};

std::span<const RunFunction> run_functions();

}  // namespace loadtriage::rules
