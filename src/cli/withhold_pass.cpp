#include "cli/withhold_pass.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/quantity.h"

namespace loadtriage::cli {

void withhold_pass(model::Diagnosis& diagnosis) {
  const model::Evidence& evidence = diagnosis.evidence;
  for (const model::Gap& gap : evidence.gaps) diagnosis.not_examined.push_back(gap.text);
  if (diagnosis.verdict != model::Verdict::passed) return;
  const auto hole = std::find_if(evidence.gaps.begin(), evidence.gaps.end(),
                                 [](const model::Gap& gap) { return gap.in_figures; });
  if (hole != evidence.gaps.end()) {
    diagnosis.verdict = model::Verdict::invalid;
    diagnosis.headline = "no failure was read, but the figures are not whole: " + hole->text;
    return;
  }
  // Thresholds or checks speak for the run; nothing says that every request succeeded.
  const auto requests = evidence.requests();
  if (requests && *requests > 0 && !evidence.failed_requests())
    diagnosis.headline =
        fmt::format("no threshold and no check failed; how many of the {} requests failed is not known",
                    format_count(*requests));
}

}  // namespace loadtriage::cli
