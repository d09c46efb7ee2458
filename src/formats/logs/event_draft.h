// An event that waits for the lines that belong to it.
#pragma once
#include <cstdint>
#include <vector>

#include "formats/json/text_arena.h"
#include "formats/lines/line_format.h"
#include "formats/lines/log_line.h"
#include "formats/logs/log_times.h"
#include "model/log_event.h"

namespace loadtriage::formats {

struct EventDraft {
  TextArena arena;
  LogLine line;
  std::vector<model::FurtherLine> further;  // those behind the first
  const LineFormat* format = nullptr;
  model::SourceRef where;
  LogTimes::Settled time;
  bool stated_time = false;
  bool answers_unseen = false;  // a request in front of where its reader began
  std::uint64_t requests = 0;   // seen before it

  void clear();
  // Takes the texts of the line along, which then may go away.
  void keep();
};

}  // namespace loadtriage::formats
