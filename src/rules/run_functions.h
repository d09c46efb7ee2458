// The functions that conditions about a run may call.
#pragma once
#include <span>
#include <vector>

#include "rules/run_facts.h"
#include "rules/vocabulary.h"

namespace loadtriage::rules {

struct RunFunction {
  const char* name;
  std::vector<Type> parameters;
  Type result;
  const char* summary;
  Function::Names names;
  Value (*call)(const RunFacts& facts, const std::vector<Value>& arguments);
};

std::span<const RunFunction> run_functions();

}  // namespace loadtriage::rules
