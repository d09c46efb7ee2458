// An adapter turns the text of one input into summaries, samples, log events and
// settings.
//
// One adapter reads one input, start to end, once. It keeps no text: what it hands to
// the sink borrows from the block and is valid only until that call returns, so a sink
// copies what it wants to keep.
//
// A malformed line is a fact about the input, not an error: the adapter reports it
// with on_drop() and goes on. Not thread-safe: use one sink per input.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "input/source.h"
#include "model/evidence.h"
#include "model/log_event.h"
#include "model/progress.h"
#include "model/run.h"
#include "model/sample.h"

namespace loadtriage::formats {

// Receives what an adapter reads. See collect::Collector.
class Sink {
 public:
  virtual ~Sink() = default;
  virtual void on_summary(const model::RunSummary& summary) = 0;
  virtual void on_event(const model::LogEvent& event) = 0;
  virtual void on_sample(const model::Sample& sample) = 0;
  // What a Metric line of raw points declares.
  virtual void on_metric(std::string_view name, std::string_view type,
                         const std::vector<std::string>& thresholds) = 0;

  // A limit or a setting that the user or a configuration file states.
  virtual void on_fact(const std::string& name, const model::Fact& fact) = 0;
  virtual void on_limiter(const model::Limiter& limiter) = 0;

  // A configuration file names an address that somebody calls, or listens on.
  virtual void on_mention(const model::Mention& mention, const model::MentionStats& stats) = 0;

  // What k6 prints about the run while it goes (elapsed time, VUs, iterations), and
  // what its header says. Later calls win over earlier ones field by field.
  virtual void on_run(const model::RunInfo& run) = 0;

  virtual void on_progress(const model::Progress& progress) = 0;

  // The fate of the lines of this input; may be called many times, sums up.
  virtual void on_lines(const model::LineFates& fates) = 0;

  // Nothing understood the line at `where`. `why` is a phrase for the reader, such as
  // "truncated JSON object". The caller counts the line as dropped with on_lines().
  virtual void on_drop(model::SourceRef where, std::string_view why) = 0;

  // Something odd about the input as a whole, for its line in the report.
  virtual void on_note(std::string_view note) = 0;

  // A sink for another thread that reads a part of the same input. What it received is
  // taken in by join(): events in the order of the input, all else in any order, with the
  // same result as if this one had received it.
  virtual std::unique_ptr<Sink> fork() = 0;
  virtual void join(std::unique_ptr<Sink> part) = 0;
};

// How sure an adapter is that the head of an input is of its format, from 0 (not at
// all) to 1. The surest wins; on a tie the first in the registry does.
using Sureness = double;

struct Adapter {
  std::string_view name;     // "k6-summary-export"; stands in reports as the input's kind
  std::string_view summary;  // one line for `loadtriage formats`
  Sureness (*recognises)(std::string_view head, bool head_is_whole);
  // False when the text turned out not to be of this format after all, with the
  // reason told through on_note(); nothing else was handed to the sink then.
  bool (*read)(input::Source& source, model::InputId input, Sink& sink);
};

}  // namespace loadtriage::formats
