// What one input gave, before the inputs are put together.
#pragma once
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "model/evidence.h"

namespace loadtriage::collect {

// A line that nothing understood, kept so that the report can point at it.
struct DroppedLine {
  model::SourceRef where;
  std::string why;
};

struct Harvest {
  model::Input input;
  std::vector<model::RunSummary> summaries;
  std::vector<model::RunInfo> runs;
  std::vector<model::Progress> progress;
  std::vector<std::pair<std::string, model::Fact>> facts;
  std::vector<model::Limiter> limiters;
  model::Sightings settings;    // whom a configuration file names
  model::InputLog k6_log;       // events that k6 itself wrote
  model::InputLog backend_log;  // all others
  model::Points points;
  std::vector<DroppedLine> dropped;  // the first few

  // Takes in what another thread read of the same input.
  void merge(Harvest&& part);
};

}  // namespace loadtriage::collect
