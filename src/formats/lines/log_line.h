// One line of a log, taken apart.
#pragma once
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "formats/json/text_arena.h"
#include "formats/time/timestamps.h"
#include "model/log_event.h"

namespace loadtriage::formats {

// Borrows from the line, or from the arena that it was read with.
struct LogLine {
  std::string_view kind;  // the format's name
  // Who wrote it, as a collector's prefix or a field says; `also_writer`: the field, beside a prefix.
  std::string_view writer, also_writer;
  std::optional<Stamp> time;
  std::optional<double> uptime_s;  // since the process, or the machine, started
  model::Level level = model::Level::unknown;
  std::string_view message;
  std::string_view text;  // all that a signature may look for
  std::vector<std::pair<std::string_view, std::string_view>> fields;
  std::optional<model::AccessLine> access;
  bool whole = false;  // a record of its own (JSON): lines behind it do not belong to it

  // As new, with the memory of the fields kept.
  void clear() {
    auto kept = std::move(fields);
    kept.clear();
    *this = {};
    fields = std::move(kept);
  }
};

}  // namespace loadtriage::formats
