// What the logs of one input tell, in that input's own clock. The clocks are compared
// with the run's after everything is read (collect/clocks.h).
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/log_event.h"
#include "model/points.h"
#include "model/sightings.h"
#include "model/source_ref.h"

namespace loadtriage::model {

// A line kept because a report may quote it, made printable, secrets taken out.
struct LogQuote {
  SourceRef where;
  std::string text;
  std::optional<std::int64_t> time_ns;  // in the input's clock
};

// Events of one input in which a signature was found.
struct Signal {
  std::uint64_t count = 0;
  std::uint64_t undated = 0;
  Slots at;  // dated ones
  std::optional<std::int64_t> first_ns, last_ns;
  // name -> values; numbers folded, the first few distinct texts kept.
  struct Captured {
    std::optional<double> min, max;
    std::vector<std::string> distinct;  // at most 8, sorted
  };
  std::map<std::string, Captured> captures;
  std::vector<LogQuote> quotes;  // the first 3 by line
};

// Requests as an access log saw them.
struct AccessLook {
  int status = 0;
  std::string method, endpoint;  // ids in the path replaced
  std::string
      upstream;  // "none": answered by the proxy itself; an address class "upstream"; empty: not logged
  int upstream_status = 0;
  std::string flags;  // HAProxy's termination state, Envoy's response flags
  auto operator<=>(const AccessLook&) const = default;
};
struct AccessStats {
  std::uint64_t count = 0;
  Slots at;
  Histogram duration_ms;  // where the log has it
  std::optional<std::int64_t> first_ns, last_ns;
  LogQuote first;
};

// A message with its variable parts taken out, of events that no signature knows.
struct LogTemplate {
  std::uint64_t count = 0;
  Level worst = Level::unknown;
  Slots at;
  LogQuote first;
};

// How the stamps of an input are to be understood.
enum class Zone { stated, assumed_utc, none };

struct InputLog {
  // What comes after as many kinds is folded into "(other)", or, of templates, left out.
  static constexpr std::size_t kMostAccessLooks = 512;
  static constexpr std::size_t kMostTemplates = 2000;
  static constexpr std::size_t kMostRequestErrors = 200;

  InputId input = 0;
  Speaker speaker = Speaker::backend;
  Zone zone = Zone::none;
  bool relative = false;  // stamps count from the run's start, as in `WARN[0005]`
  std::uint64_t events = 0, dated = 0;
  std::optional<std::int64_t> first_ns, last_ns;
  Slots all;                              // dated events
  Slots errors;                           // of level error or worse
  std::map<std::string, Signal> signals;  // by signature id
  std::map<AccessLook, AccessStats> access;
  // What k6 wrote of requests without a response, by the error's text with its variable
  // parts taken out. Only in k6's own logs.
  std::map<std::string, LogTemplate> request_errors;
  // Messages that no signature knows; those of a level below warning are kept apart, so that
  // chatter leaves room for what may matter.
  std::map<std::string, LogTemplate> templates, quiet_templates;
  Sightings sightings;

  // Neither events, nor readings that a signature knows.
  bool empty() const { return events == 0 && signals.empty(); }
  // Takes in what was read behind this of the same input, part by part: then the result is
  // that of reading it in one go.
  void merge(const InputLog& next);
};

}  // namespace loadtriage::model
