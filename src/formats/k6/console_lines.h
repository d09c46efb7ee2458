// The single lines of k6's console text, each with what it says.
#pragma once
#include <optional>
#include <string_view>

#include "model/metric.h"
#include "model/run.h"

namespace loadtriage::formats {

// "running (0m05.0s), 10/12 VUs, 120 complete and 0 interrupted iterations"
struct ProgressLine {
  double elapsed_s = 0;
  double vus = 0, vus_initialised = 0;
  double complete = 0, interrupted = 0;
};
std::optional<ProgressLine> parse_progress_line(std::string_view line);

// "default   [  17% ] 10 VUs  0m05.0s/0m30.0s", in all its states.
bool is_progress_bar(std::string_view line);

// The seconds behind the slash at its end: "4m43.4s/6m10.0s" is 370.
std::optional<double> planned_in_bar(std::string_view line);

// A line of the logo.
bool is_banner(std::string_view line);

// "* default: Up to 120 looping VUs for 40s over 3 stages (...)"
struct ScenarioLine {
  model::Scenario scenario;
  double start_s = 0;
};
std::optional<ScenarioLine> parse_scenario_line(std::string_view line);

// The value behind a key of the header: "script: x.js". Empty for any other line.
std::string_view header_value(std::string_view line, std::string_view key);

// "exit status 99", "exited with code 107": only codes that k6 or a shell gives.
std::optional<int> parse_exit_code(std::string_view line);

// Whether the line begins as k6's log lines do.
bool looks_like_log_line(std::string_view line);

// "✗ http_req_failed....: 56.68% 403 out of 711"
struct MetricLine {
  model::ThresholdResult mark = model::ThresholdResult::unknown;  // unknown: no mark
  std::string_view name;                                          // empty for a submetric
  std::string_view selector;                                      // of "{ name:send }"
  std::string_view data;
};
std::optional<MetricLine> parse_metric_line(std::string_view line);

// Fills type and values from what stands behind the colon; false when it is no such thing.
bool read_metric_data(std::string_view data, model::Metric& metric);

// Takes "✓ " or "✗ " (or the `?` left of them) from the front.
std::optional<model::ThresholdResult> take_mark(std::string_view& line);

// "↳  66% — ✓ 10 / ✗ 5"
struct CheckCounts {
  double passes = 0, fails = 0;
};
std::optional<CheckCounts> parse_check_counts(std::string_view line);

// "✗ 'p(95)<500' p(95)=812.3ms"
std::optional<model::Threshold> parse_threshold_line(std::string_view line);

}  // namespace loadtriage::formats
