// Keeps what an adapter hands on, for tests to look at.
#pragma once
#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "formats/adapter.h"
#include "support/memory_file_system.h"

namespace loadtriage::test {

struct KeptEvent {
  model::SourceRef where;
  std::string message, text;
  model::Level level;
  model::Speaker speaker;
};

class KeepingSink : public formats::Sink {
 public:
  std::vector<model::RunSummary> summaries;
  std::vector<KeptEvent> events;
  std::map<std::string, model::Fact> facts;
  std::vector<model::Limiter> limiters;
  std::vector<model::RunInfo> runs;
  std::vector<model::Progress> progress;
  std::vector<std::uint64_t> dropped_lines;
  std::vector<std::string> notes;
  model::LineFates fates;

  void on_summary(const model::RunSummary& summary) override { summaries.push_back(summary); }
  void on_event(const model::LogEvent& event) override {
    events.push_back(
        {event.where, std::string(event.message), std::string(event.text), event.level, event.speaker});
  }
  void on_sample(const model::Sample&) override {}
  void on_metric(std::string_view, std::string_view, const std::vector<std::string>&) override {}
  void on_fact(const std::string& name, const model::Fact& fact) override { facts[name] = fact; }
  void on_limiter(const model::Limiter& limiter) override { limiters.push_back(limiter); }
  void on_mention(const model::Mention&, const model::MentionStats&) override {}
  void on_run(const model::RunInfo& run) override { runs.push_back(run); }
  void on_progress(const model::Progress& block) override { progress.push_back(block); }
  void on_lines(const model::LineFates& more) override {
    fates.lines += more.lines;
    fates.samples += more.samples;
    fates.events += more.events;
    fates.continuations += more.continuations;
    fates.blank += more.blank;
    fates.dropped += more.dropped;
  }
  void on_drop(model::SourceRef where, std::string_view) override { dropped_lines.push_back(where.line); }
  void on_note(std::string_view note) override { notes.emplace_back(note); }
  std::unique_ptr<formats::Sink> fork() override { return std::make_unique<KeepingSink>(); }
  void join(std::unique_ptr<formats::Sink>) override {}

  bool fates_add_up() const {
    return fates.lines == fates.samples + fates.events + fates.continuations + fates.blank + fates.dropped;
  }
  bool noted(std::string_view part) const {
    return std::any_of(notes.begin(), notes.end(),
                       [&](const auto& note) { return note.find(part) != std::string::npos; });
  }
};

inline KeepingSink read_with(const formats::Adapter& adapter, std::string text, bool expected = true) {
  input::Source source(make_stream(std::move(text)), "input.txt");
  KeepingSink sink;
  if (adapter.read(source, 0, sink) != expected)
    sink.notes.push_back("read() answered otherwise than expected");
  return sink;
}

// The metric of the only summary; an empty one, without a name, where there is none.
inline model::Metric metric_of(const KeepingSink& sink, std::string_view key) {
  for (const auto& summary : sink.summaries)
    for (const auto& metric : summary.metrics)
      if (metric.key() == key) return metric;
  return {};
}

}  // namespace loadtriage::test
