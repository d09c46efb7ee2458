// What another tool counted, put into the metrics of a run summary: what follows knows k6's names.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "formats/adapter.h"

namespace loadtriage::formats::tools {

// A tool's name and words, for model::RunInfo. `full_output` is how it writes every request.
struct ToolName {
  std::string_view tool, user, request, full_output;
};
model::RunInfo run_of(const ToolName& name);

class Counts {
 public:
  Counts(const ToolName& name, model::InputId input);

  // Requests and those that failed, of all or of one name. (Kept once for each name.)
  void requests(double all, std::optional<double> failed, std::string_view name = {});
  // Of the requests, or of those of one name; in milliseconds.
  model::Trend& latency(std::string_view name = {});
  void counter(std::string_view metric, double count, std::optional<double> per_second = {});
  void gauge(std::string_view metric, double most);
  void threshold(std::string_view metric, model::Threshold threshold);
  // Failures of one kind; none of a count of 0.
  void failure(model::FailureCount failure);
  // The same of a status, from 400 on.
  void status(int code, double count, std::uint64_t line);

  model::RunInfo& run() { return summary_.run; }
  model::RunSummary& summary() { return summary_; }
  double failures() const { return failures_; }  // the sum of what failure() was told
  // Whether anything was told at all.
  bool empty() const;
  model::SourceRef at(std::uint64_t line) const;
  void give(Sink& sink);

 private:
  model::Metric& metric(std::string_view name, model::MetricType type, std::string_view of = {});

  model::InputId input_;
  model::RunSummary summary_;
  double failures_ = 0;
};

}  // namespace loadtriage::formats::tools
