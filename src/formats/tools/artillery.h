// Artillery's report (`--output FILE`) of versions 1 and 2, and what it prints.
//
// It keeps no single requests: counters and percentiles of the run and of each ten seconds. A status
// is no error to it; here those from 400 on are failed requests, as are errors.
#pragma once
#include <map>
#include <string>
#include <string_view>

#include "formats/adapter.h"
#include "formats/tools/counts.h"

namespace loadtriage::formats::tools {

extern const Adapter artillery_json;
extern const Adapter artillery_console;

ToolName artillery();

// What Artillery counted in a stretch, or in all.
struct ArtilleryCounts {
  double created = 0, completed = 0, failed_users = 0, skipped = 0, requests = 0, responses = 0, bytes = 0;
  std::map<int, double> codes;
  std::map<std::string, double> errors;  // by code or message
  std::map<std::string, std::map<int, double>> endpoint_codes;
  std::map<std::string, double> other;  // of plugins: expect.failed, ...
  model::Trend latency;

  // A counter by its name: "http.codes.500". False for one that says nothing here.
  bool add(std::string_view name, double count);
  double failed() const;
  // Errors that a check of an answer gave, without those that a bad status explains.
  double failed_checks() const;
};

// Puts the counts of the run into metrics.
void give_counts(const ArtilleryCounts& all, Counts& counts, std::uint64_t line);

}  // namespace loadtriage::formats::tools
