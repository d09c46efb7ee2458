// Where reports go: standard output, and files named with --output.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "cli/options.h"
#include "cli/world.h"
#include "report/reporter.h"

namespace loadtriage::cli {

struct Output {
  const report::Reporter* reporter = nullptr;
  std::string file;  // empty: standard output
};

// Names of reporters checked, all faults at once.
Result<std::vector<Output>> outputs_of(const AnalyzeOptions& options);

// What would be in the way of writing them, told before the analysis: the same file twice, a
// folder that is missing or not ours.
Notices unwritable(const std::vector<Output>& outputs, const World& world);

// Writes every output. With the github reporter on standard output the markdown report is
// added to the file that $GITHUB_STEP_SUMMARY names, as GitHub shows it beside the job.
Notices write_outputs(const std::vector<Output>& outputs, const model::Diagnosis& diagnosis,
                      const AnalyzeOptions& options, World& world);

}  // namespace loadtriage::cli
