// One message of a log, with its continuation lines.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "model/source_ref.h"

namespace loadtriage::model {

// Whose words a signature knows: a library's (or a framework's), those that many programs share,
// or those of a server that writes of itself and its peers.
enum class WordsOf : unsigned char { general, library, server };

enum class Level { unknown, trace, debug, info, notice, warning, error, fatal };

// Who speaks: k6 itself (its own log lines and console), or anything of the system
// under test. A "connection refused" means something else in each.
enum class Speaker { k6, backend };

// The request line of an access log, as far as the layout holds it.
struct AccessLine {
  std::string_view method, path;
  int status = 0;
  std::optional<double> duration_ms;
  std::optional<std::string_view> upstream;  // empty or "-": the proxy answered by itself
  int upstream_status = 0;
  std::string_view flags;  // HAProxy's termination state, Envoy's response flags
  std::string_view user_agent;
  std::optional<double> bytes;
};

// A line of the input that belongs to the event begun before it.
struct FurtherLine {
  std::size_t at = 0;  // where it begins in the event's text
  SourceRef where;
};

// Borrows from the block it was read from: valid only during the call that hands it out.
struct LogEvent {
  SourceRef where;
  std::optional<std::int64_t> time_ns;  // since the Unix epoch
  std::optional<double> since_start_s;  // relative stamps: `WARN[0005]`
  Level level = Level::unknown;
  Speaker speaker = Speaker::backend;
  // The program that wrote it, where the line says so: a collector's prefix, a field of a record.
  std::string_view writer;
  std::string_view also_writer;  // the field's, beside a prefix
  std::string_view format;       // what the line looks like: "redis", "spring-boot"
  std::string_view message;
  std::string_view text;                 // the whole event, continuation lines included
  std::span<const FurtherLine> further;  // in order; a line feed within a record begins none
  std::vector<std::pair<std::string_view, std::string_view>> fields;
  bool zone_stated = false;          // time_ns came with a zone; otherwise it was read as if UTC
  bool reading = false;              // of a resource: numbers that a tool read off a machine; nobody spoke
  std::optional<AccessLine> access;  // set for lines of an access log
};

// The value of a field; empty where there is none.
std::string_view field(const LogEvent& event, std::string_view name);

// The line of the input that holds what stands at `at` in the event's text.
SourceRef line_at(const LogEvent& event, std::size_t at);

}  // namespace loadtriage::model
