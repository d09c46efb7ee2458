// What collectors put before the lines of a program: Docker, Kubernetes, compose, syslog,
// journald, PM2. Taken off, a line of the program is left, and what the collector knows.
#pragma once
#include <optional>
#include <string_view>

#include "formats/json_flat.h"
#include "formats/timestamps.h"
#include "model/log_event.h"

namespace loadtriage::formats {

struct Wrapped {
  std::string_view name;  // of the innermost wrapper: "kubernetes-cri"; empty: none
  std::string_view inner;
  std::optional<Stamp> time;
  model::Level level = model::Level::unknown;
  bool partial = false;  // the program's line goes on in the next
};

class Unwrapper {
 public:
  // Takes off wrapper after wrapper, four at most. `inner` borrows from the line or
  // from the arena.
  Wrapped unwrap(std::string_view line, TextArena& arena, TimestampReader& times);

 private:
  bool unwrap_once(Wrapped& wrapped, TextArena& arena, TimestampReader& times);
  FlatObject object_;
};

}  // namespace loadtriage::formats
