// What collectors put before the lines of a program: Docker, Kubernetes, compose, syslog,
// journald, PM2. Taken off, a line of the program is left, and what the collector knows.
#pragma once
#include <optional>
#include <string_view>

#include "formats/json/flat.h"
#include "formats/time/timestamps.h"
#include "model/log_event.h"

namespace loadtriage::formats {

struct Wrapped {
  std::string_view name;  // of the innermost wrapper: "kubernetes-cri"; empty: none
  std::string_view inner;
  std::optional<Stamp> time;
  model::Level level = model::Level::unknown;
  std::string_view service;  // whose line it is, as the outermost wrapper that knows it says
  bool partial = false;      // the program's line goes on in the next
};

// Whose line it is, where a prefix names the service: compose's "api-1", PM2's "0|api",
// kubectl's "[pod/api-7/app"; empty where none stands. The line has no colours.
std::string_view service_of(std::string_view line);

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
