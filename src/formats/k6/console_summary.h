// Gathers the end-of-test text of a console, line by line, into RunSummaries.
#pragma once
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/run.h"

namespace loadtriage::formats {

class ConsoleSummary {
 public:
  // True when the line belongs to an end-of-test text.
  bool take(std::string_view line, model::SourceRef where);

  // What has been gathered, and nothing is left; nothing when there was no metric. The
  // lines given to take() are then counted in `lines`.
  struct Finished {
    std::vector<model::RunSummary> summaries;
    std::uint64_t lines = 0;        // that belong to them
    std::uint64_t stray_lines = 0;  // that looked like a summary's and were none
  };
  Finished finish();

 private:
  // A `█` title and how far it is indented.
  struct Group {
    std::size_t indent;
    std::string name;
  };

  bool take_title(std::string_view line, std::size_t indent);
  bool take_threshold(std::string_view line, model::SourceRef where);
  bool take_metric(std::string_view line, model::SourceRef where);
  bool take_check(std::string_view line, std::size_t indent, model::SourceRef where);
  bool take_checks_total(const model::Metric& metric);
  bool is_section_name(std::string_view line) const;
  void open(model::SourceRef where);
  void close();
  bool has_results() const;
  void attach_thresholds();
  void count_checks();
  std::string group_path(std::size_t indent);

  model::RunSummary current_;
  std::uint64_t current_lines_ = 0;
  bool opened_ = false;
  bool has_blocks_ = false;  // the newer text, with `█ TOTAL RESULTS`
  bool in_thresholds_ = false;
  std::string scope_;        // selector of the group or scenario whose metrics follow
  std::string metric_name_;  // that submetrics belong to
  std::string threshold_key_;
  std::map<std::string, std::vector<model::Threshold>> thresholds_;
  std::vector<Group> groups_;
  std::vector<std::size_t> uncounted_;  // checks whose passes k6 did not print, because all passed
  std::size_t last_check_ = 0;
  bool after_failed_check_ = false;
  Finished finished_;
};

}  // namespace loadtriage::formats
