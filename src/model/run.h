// What is known about the run as a whole, and one summary of it as it was read.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"
#include "model/source_ref.h"
#include "model/timeline.h"

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
  std::string tool;                         // "JMeter", as it calls itself; empty: k6
  std::optional<std::string> tool_version;  // of that tool
  // The tool's words, one of each: "thread", "sample". Empty: "VU", "request".
  std::string user_word, request_word;
  std::string full_output;  // how to make the tool write every request: "-l results.jtl"
  std::optional<std::string> k6_version;
  std::optional<std::int64_t> start_ns;  // since the Unix epoch
  std::optional<double> duration_s;
  std::optional<double> planned_duration_s;
  std::optional<int> exit_code;
  std::optional<double> vus_max;
  std::optional<double> complete_iterations, interrupted_iterations;  // as the console counts them
  std::string script;                                                 // path as k6 printed it
  std::vector<std::string> crossed;  // metrics whose thresholds were not met, as k6's last line names them
  std::vector<Scenario> scenarios;
};

// The five shapes of k6's end-of-test summary (k6-facts: sections 5b to 5e), and what other
// tools count, put into k6's metrics.
enum class SummaryShape { summary_export, handle_summary, machine_readable, console_legacy, console, tool };

// Requests that failed in one way, as tools count them that keep no single requests. Times are
// seconds from the summary's own start, where it knows when they failed.
struct FailureCount {
  std::optional<int> status;  // 0: no response; nothing where it is not known
  std::string error;          // the tool's words; empty where the status is all that is known
  std::string endpoint, method;
  double count = 0;
  std::optional<double> first_s, last_s;
  std::optional<std::int64_t> first_ns, last_ns;  // since the Unix epoch, where those are stamps
  Series at;                                      // empty where it is not known
  SourceRef where;
};

// A stretch of time that a tool reports on.
struct SummarySlice {
  double start_s = 0;  // from the summary's own start
  double width_s = 1;
  double requests = 0, failed = 0;
  std::optional<double> p50_ms, p95_ms, users;
};

// One end-of-test summary, as one input tells it.
struct RunSummary {
  SummaryShape shape = SummaryShape::handle_summary;
  SourceRef where;
  RunInfo run;
  std::vector<Metric> metrics;
  std::vector<Check> checks;
  std::vector<FailureCount> failures;  // of other tools
  std::vector<SummarySlice> slices;    // likewise, in order of time
  bool has_setup_data = false;
  bool truncated = false;          // the text ended inside the summary
  std::vector<std::string> notes;  // oddities worth telling: "a log line stood before the JSON"
};

}  // namespace loadtriage::model
