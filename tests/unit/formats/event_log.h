// What a log gave, kept for a test to look at.
#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "formats/logs/backend_log.h"
#include "support/memory_file_system.h"

namespace loadtriage::test {

struct LoggedEvent {
  std::uint64_t line = 0;
  std::optional<std::int64_t> time_ns;
  model::Level level = model::Level::unknown;
  std::string message, text, method, path, upstream, flags, writer, also_writer, format;
  int status = 0;
  std::optional<double> duration_ms;
  bool is_access = false, zone_stated = false;
  bool operator==(const LoggedEvent&) const = default;
};

class EventLog : public formats::Sink {
 public:
  std::vector<LoggedEvent> events;
  std::map<std::string, model::Fact> facts;
  std::vector<model::Limiter> limiters;
  std::vector<std::pair<model::Mention, model::MentionStats>> mentions;
  model::LineFates fates;
  std::string kind;

  void on_event(const model::LogEvent& event) override {
    LoggedEvent kept;
    kept.line = event.where.line;
    kept.time_ns = event.time_ns;
    kept.level = event.level;
    kept.message = event.message;
    kept.text = event.text;
    kept.writer = event.writer;
    kept.also_writer = event.also_writer;
    kept.format = event.format;
    kept.zone_stated = event.zone_stated;
    if (event.access) {
      kept.is_access = true;
      kept.method = event.access->method;
      kept.path = event.access->path;
      kept.status = event.access->status;
      kept.duration_ms = event.access->duration_ms;
      kept.flags = event.access->flags;
      kept.upstream = event.access->upstream.value_or("");
    }
    events.push_back(std::move(kept));
  }
  void on_lines(const model::LineFates& more) override {
    fates.lines += more.lines;
    fates.events += more.events;
    fates.continuations += more.continuations;
    fates.blank += more.blank;
    fates.samples += more.samples;
    fates.dropped += more.dropped;
  }
  void on_fact(const std::string& name, const model::Fact& fact) override { facts[name] = fact; }
  void on_limiter(const model::Limiter& limiter) override { limiters.push_back(limiter); }
  void on_mention(const model::Mention& mention, const model::MentionStats& stats) override {
    mentions.emplace_back(mention, stats);
  }
  void on_summary(const model::RunSummary&) override {}
  void on_sample(const model::Sample&) override {}
  void on_metric(std::string_view, std::string_view, const std::vector<std::string>&) override {}
  void on_run(const model::RunInfo&) override {}
  void on_progress(const model::Progress&) override {}
  void on_drop(model::SourceRef, std::string_view) override {}
  void on_note(std::string_view) override {}
  std::unique_ptr<Sink> fork() override { return std::make_unique<EventLog>(); }
  void join(std::unique_ptr<Sink> part) override {
    auto& other = static_cast<EventLog&>(*part);
    events.insert(events.end(), other.events.begin(), other.events.end());
    on_lines(other.fates);
  }
};

// Reads the text as a backend log; a catalogue of a few formats is enough for most tests.
inline formats::Catalogue few_formats() {
  std::vector<formats::LineFormatSpec> specs(3);
  specs[0].name = "log4js";
  specs[0].lines = {"[<time>] [<level>] <logger> - <message>"};
  specs[1].name = "postgresql";
  specs[1].lines = {"<time> [<pid:int>] <level>:  <message>"};
  specs[1].adds_to_event = {"DETAIL"};
  specs[1].levels = {{"DETAIL", model::Level::info}};
  specs[2].name = "java-util-logging";
  specs[2].lines = {"<time> <package>.<class> <method>"};
  specs[2].message_follows = true;
  return formats::Catalogue(std::move(specs));
}

inline EventLog read_log(const std::string& text, std::string path = "app.log") {
  static const formats::Catalogue catalogue = few_formats();
  EventLog log;
  input::Source source(make_stream(text), std::move(path));
  log.kind = formats::BackendLogReader(catalogue).read(source, 0, log);
  return log;
}

}  // namespace loadtriage::test
