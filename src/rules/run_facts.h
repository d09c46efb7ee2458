// What the terms of the run vocabulary read from: the evidence and the figures worked
// out from it.
#pragma once
#include <map>
#include <span>
#include <string>

#include "expr/value.h"
#include "rules/run_figures.h"

namespace loadtriage::rules {

struct RunFacts {
  const model::Evidence& evidence;
  RunFigures figures;
  // Of facts that several components state: whose is meant just now; null: nobody's.
  std::map<std::string, const model::Fact*, std::less<>> chosen = {};
};

// A variable of the vocabulary and the code that gives its value.
struct Term {
  const char* name;
  expr::Type type;
  const char* summary;
  expr::Value (*get)(const RunFacts& facts);
};

std::span<const Term> run_terms();   // single values
std::span<const Term> list_terms();  // lists of records: failures, access, checks, ...

// Shorthands for the tables.
expr::Value number_of(std::optional<double> value, expr::Unit unit = expr::Unit::none);
expr::Value text_of(const std::string& text);  // unknown when empty

}  // namespace loadtriage::rules
