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

#include "model/logs.h"
#include "model/metric.h"
#include "model/points.h"
#include "model/progress.h"
#include "model/run.h"
#include "model/source_ref.h"
#include "model/timeline.h"

namespace loadtriage::model {

// What became of every line of an input: the five add up to `lines`.
struct LineFates {
  std::uint64_t lines = 0;
  std::uint64_t samples = 0;        // carried values
  std::uint64_t events = 0;         // began a log event
  std::uint64_t continuations = 0;  // belonged to the event or document before them
  std::uint64_t blank = 0;
  std::uint64_t dropped = 0;  // not understood
  double understood() const;  // 1 for an empty input
};

struct Input {
  std::string path;  // as given, or below the folder that was given
  std::string here;  // the same from where the user stands, who may paste it; empty: as `path`
  std::string kind;  // the format's name: "k6-summary-export"; empty: not recognised
  LineFates fates;
  std::vector<std::string> notes;
  bool incomplete = false;  // a part was lost: a damaged archive, a disk that failed; the notes say what
  // What it tells of the test itself: nothing, sums over the run, or single measurements.
  enum class Figures { none, sums, points };
  Figures figures = Figures::none;

  const std::string& from_here() const { return here.empty() ? path : here; }
  // Nothing of it could be read, so nobody knows what it is.
  bool unreadable() const { return kind.empty() && incomplete; }
};

// Something that the inputs do not hold although a verdict needs it.
struct Gap {
  std::string text;
  bool in_figures = false;  // the test's own figures have the hole, so "passed" can't rest on them
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
  double count = 0;                       // inside the run, and at boot before it
  double before = 0;                      // of these, before the run's start
  double outside = 0;                     // left out of `count`: after the run, or long before it
  std::optional<double> first_s, last_s;  // seconds from the run's start; before it: negative
  Series at;                              // dated ones inside the run
  // As frequent in healthy seconds as in failing ones: explains nothing.
  bool innocent = false;
  std::map<std::string, Capture> captures;
  std::vector<Quote> quotes;  // the first few, in order of time
  std::string technology;
  std::uint32_t files = 0;
  bool by_words = false;  // read from words of no technology, not by a signature
};

// A setting or a limit: from the context, a capture, or a configuration file.
struct Fact {
  std::optional<double> number;
  std::string text;    // as written, for facts that are no numbers and for showing
  std::string unit;    // "connections", "ms", "requests", ...
  std::string source;  // "context.json", "--context", "postgresql.conf:12"
  SourceRef where;
  std::string owner;  // the component that stated it (src/topology); empty: nobody's, or not known
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
  std::string known_as;           // k6's words for an error that is told in another tool's; or empty
  std::string endpoint;           // the operation's name, empty where unknown
  std::string method;
  double count = 0;
  std::optional<double> first_s, last_s;  // starts of requests
  std::optional<double> p50_ms, p95_ms, min_ms, max_ms;
  std::optional<double> new_connections;  // share of these that opened a connection
  Series at;                              // starts over time, where it is known
  std::string from;                       // "raw points", "k6 log", "access log", "summary"
  SourceRef where;
};

// Requests to one endpoint, good and failed.
struct Endpoint {
  std::string name, method;
  double requests = 0, failed = 0;
  Series good_at;
  std::optional<double> p50_ms, p95_ms;  // of the good ones
};

// Requests as an access log saw them, in the run's time.
struct AccessCell {
  int status = 0;
  std::string method, endpoint, upstream, flags;
  int upstream_status = 0;
  double count = 0;
  std::optional<double> first_s, last_s, p50_ms;
  Quote first;
};

// What the backend's logs did as a whole.
struct Voice {
  std::optional<double> first_s, last_s;  // dated events inside the run's window
  double events = 0;                      // inside it
  double errors = 0;                      // of level error or worse inside it
  std::optional<double> silent_s;         // from the last event to the run's end

  // A log that spoke steadily and falls silent while others go on.
  struct Stopped {
    InputId input = 0;
    double last_s = 0;
  };
  std::vector<Stopped> stopped;  // the first to stop first
};

// A message that no signature knows and that comes with the failures.
struct UnknownPattern {
  std::string text;               // the template
  double count = 0, healthy = 0;  // in failing and in healthy time
  double strength = 0;            // times as frequent (per second) in failing time
  std::optional<double> first_s, last_s;
  std::string mode;  // what its words say, in general terms; empty: nothing that is known
  Quote example;
};

// So many messages that one may come with each failure: half as many to twice as many.
bool about_as_many(double messages, double failures);

// An inference about the clock of an input.
struct ClockOffset {
  InputId input = 0;
  double offset_s = 0;  // to add to the input's stamps
  std::string reason;
};

// One kind of request or step of the script, as far as the inputs tell them apart.
struct Operation {
  std::string name;
  std::optional<double> requests;
  std::optional<double> failed;
  std::optional<double> p95_ms;
  bool latency_real = true;  // false: timed by the script around requests that reached nobody
  std::string derived_from;  // how it is known: "submetric name:send", "checks"
};

struct Evidence {
  std::vector<Input> inputs;
  RunInfo run;
  std::map<std::string, Metric> metrics;  // by Metric::key()
  std::vector<Check> checks;
  std::map<std::string, Observation> observations;  // by name: "k6.insufficient-vus"
  std::map<std::string, Fact> facts;                // by name: "pool_size"
  // Facts of a name that another component stated first: `max_connections` of two servers.
  std::map<std::string, std::vector<Fact>> other_facts;
  std::vector<Limiter> limiters;
  std::vector<FailureCell> failures;
  std::vector<Endpoint> endpoints;
  std::vector<Operation> operations;
  std::vector<AccessCell> access;
  Voice voice;
  std::vector<UnknownPattern> unknown;
  std::vector<ClockOffset> clocks;
  Timeline timeline;
  Points points;                     // of all raw points together
  std::vector<InputLog> logs;        // one for each input that held log events
  std::vector<Sightings> sightings;  // of all inputs, in their order
  std::vector<Progress> progress;    // of the console, in order of elapsed time
  // What summaries of other tools tell beyond metrics.
  std::vector<FailureCount> failure_counts;
  std::vector<SummarySlice> summary_slices;
  std::vector<std::string> notes;  // about the run as a whole: merges, disagreements
  std::vector<Gap> gaps;
  std::size_t summaries = 0;  // how many shards the metrics were merged from
  bool has_raw_points = false;
  bool has_summary = false;
  bool summary_cut = false;  // every telling of some run's summary ends in the middle
  bool has_console = false;
  bool has_k6_log = false;  // some input held k6's own log lines
  bool has_backend_log = false;
  bool has_access_log = false;
  bool has_script = false;
  bool has_context = false;

  // The metric, or nothing.
  const Metric* find_metric(const std::string& key) const;

  // Requests sent and failed, from the best source there is.
  std::optional<double> requests() const;
  std::optional<double> failed_requests() const;
  std::optional<double> failed_share() const;
};

}  // namespace loadtriage::model
