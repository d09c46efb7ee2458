// The main job: inputs in, a diagnosis out.
#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "cli/options.h"
#include "cli/world.h"
#include "model/diagnosis.h"

namespace loadtriage::cli {

struct Analysis {
  model::Diagnosis diagnosis;
  std::string explanation;  // for --explain; empty without it
  std::string stats;        // where the time went; empty without --stats
};

Result<Analysis> analyze(const AnalyzeOptions& options, World& world, Notices& notices);

}  // namespace loadtriage::cli
