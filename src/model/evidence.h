// All facts of a run that outlive the pass over the inputs, in bounded memory.
//
// Evidence owns its texts. Two Evidences merge into one whatever the order: the same
// operation joins blocks read by two threads, many files, and the shards of a
// distributed run. What is absent in the inputs is absent here, never zero.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/metric.h"
#include "model/run.h"
#include "model/source_ref.h"

namespace loadtriage::model {

// What became of every line of an input: the five add up to `lines`.
struct LineFates {
  std::uint64_t lines = 0;
  std::uint64_t samples = 0;        // carried values
  std::uint64_t events = 0;         // began a log event
  std::uint64_t continuations = 0;  // belonged to the event or document before them
  std::uint64_t blank = 0;
  std::uint64_t dropped = 0;        // not understood
  double understood() const;        // 1 for an empty input
};

struct Input {
  std::string path;          // as given, or below the folder that was given
  std::string kind;          // the format's name: "k6-summary-export"; empty: not recognised
  LineFates fates;
  std::vector<std::string> notes;
};

// A text of the inputs, kept because a report quotes it. `text` is one line, made
// printable, secrets taken out.
struct Quote {
  SourceRef where;
  std::string text;
  std::optional<double> at_s;  // seconds from the run's start
};

// A named thing that a signature recognised (signatures `show` observations).
struct Capture {
  std::optional<double> min, max;     // over the values that are numbers
  std::vector<std::string> distinct;  // the first few different values, sorted
};
struct Observation {
  std::uint64_t count = 0;
  std::optional<double> first_s, last_s;  // seconds from the run's start
  std::map<std::string, Capture> captures;
  std::vector<Quote> quotes;  // the first few
};

// A setting or a limit: from the context, a capture, or a configuration file.
struct Fact {
  std::optional<double> number;
  std::string text;  // as written, for facts that are no numbers and for showing
  std::string unit;  // "connections", "ms", "requests", ...
  std::string source;  // "context.json", "--context", "postgresql.conf:12"
  SourceRef where;
};

// A rate limit: so many requests within a window.
struct Limiter {
  std::string name;  // "messaging", or empty
  double limit = 0;
  double window_s = 0;
  std::string written;  // "200 per 15 min", as the user wrote it
  std::string source;
};

// Requests that failed in one way. With a summary alone there is one cell that says
// nothing but how many; raw points give one for each look.
struct FailureCell {
  std::optional<int> status;      // 0: no response
  std::optional<int> error_code;  // k6's
  std::string error;              // k6's `error` text, normalised
  std::string endpoint;           // the operation's name, empty where unknown
  std::string method;
  double count = 0;
  std::optional<double> first_s, last_s;
};

// One kind of request or step of the script, as far as the inputs tell them apart.
struct Operation {
  std::string name;
  std::optional<double> requests;
  std::optional<double> failed;
  std::optional<double> p95_ms;
  bool latency_real = true;    // false: timed by the script around requests that reached nobody
  std::string derived_from;    // how it is known: "submetric name:send", "checks"
};

struct Evidence {
  std::vector<Input> inputs;
  RunInfo run;
  std::map<std::string, Metric> metrics;  // by Metric::key()
  std::vector<Check> checks;
  std::map<std::string, Observation> observations;  // by name: "k6.insufficient-vus"
  std::map<std::string, Fact> facts;                // by name: "pool_size"
  std::vector<Limiter> limiters;
  std::vector<FailureCell> failures;
  std::vector<Operation> operations;
  std::vector<std::string> notes;  // about the run as a whole: merges, disagreements
  std::size_t summaries = 0;       // how many shards the metrics were merged from
  bool has_k6_log = false;         // some input held k6's own log lines
  bool has_backend_log = false;
  bool has_raw_points = false;

  // The metric, or nothing.
  const Metric* find_metric(const std::string& key) const;

  // Requests sent and failed, from the best source there is.
  std::optional<double> requests() const;
  std::optional<double> failed_requests() const;
  std::optional<double> failed_share() const;
};

}  // namespace loadtriage::model
