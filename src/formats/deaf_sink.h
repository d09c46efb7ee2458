// A Sink that forgets all it is told: for readers that look whether a text has anything
// to say, and override what they ask for.
#pragma once
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"

namespace loadtriage::formats {

class DeafSink : public Sink {
 public:
  void on_summary(const model::RunSummary&) override {}
  void on_event(const model::LogEvent&) override {}
  void on_sample(const model::Sample&) override {}
  void on_metric(std::string_view, std::string_view, const std::vector<std::string>&) override {}
  void on_fact(const std::string&, const model::Fact&) override {}
  void on_limiter(const model::Limiter&) override {}
  void on_mention(const model::Mention&, const model::MentionStats&) override {}
  void on_run(const model::RunInfo&) override {}
  void on_progress(const model::Progress&) override {}
  void on_lines(const model::LineFates&) override {}
  void on_drop(model::SourceRef, std::string_view) override {}
  void on_note(std::string_view) override {}
  std::unique_ptr<Sink> fork() override { return std::make_unique<DeafSink>(); }
  void join(std::unique_ptr<Sink>) override {}
};

}  // namespace loadtriage::formats
