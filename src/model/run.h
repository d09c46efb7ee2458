// What is known about the run as a whole, and one summary of it as it was read.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"
#include "model/source_ref.h"

namespace loadtriage::model {

// A scenario as k6's console header or the script's options describe it.
struct Scenario {
  std::string name;
  std::string description;  // "Up to 120 looping VUs for 40s over 3 stages (...)"
  std::optional<double> max_vus;
  std::optional<double> duration_s;
  std::optional<double> rate_per_s;  // arrival-rate executors
};

struct RunInfo {
  std::optional<std::string> k6_version;
  std::optional<std::int64_t> start_ns;  // since the Unix epoch
  std::optional<double> duration_s;
  std::optional<double> planned_duration_s;
  std::optional<int> exit_code;
  std::optional<double> vus_max;
  std::optional<double> complete_iterations, interrupted_iterations;  // as the console counts them
  std::string script;                                                 // path as k6 printed it
  std::vector<Scenario> scenarios;
};

// The five shapes of an end-of-test summary. (k6-facts: sections 5b to 5e.)
enum class SummaryShape { summary_export, handle_summary, machine_readable, console_legacy, console };

// One end-of-test summary, as one input tells it.
struct RunSummary {
  SummaryShape shape = SummaryShape::handle_summary;
  SourceRef where;
  RunInfo run;
  std::vector<Metric> metrics;
  std::vector<Check> checks;
  bool has_setup_data = false;
  bool truncated = false;          // the text ended inside the summary
  std::vector<std::string> notes;  // oddities worth telling: "a log line stood before the JSON"
};

}  // namespace loadtriage::model
