// A sink that writes down what an adapter of points or logs hands out, and blocks to
// feed one with.
#pragma once
#include <algorithm>
#include <memory>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"
#include "formats/parallel_blocks.h"
#include "support/memory_file_system.h"

namespace loadtriage::formats::test {

class PointsSink final : public Sink {
 public:
  // "http_reqs 1000 1 {method=GET status=200}", and where it stood.
  void on_sample(const model::Sample& sample) override {
    std::vector<std::string> tags;
    for (const auto& [key, value] : sample.tags->items)
      tags.push_back(std::string(key) + "=" + std::string(value));
    std::sort(tags.begin(), tags.end());
    std::ostringstream text;
    text.precision(17);
    text << sample.metric.text << ' ' << sample.time_ns << ' ' << sample.value << " {";
    for (std::size_t i = 0; i < tags.size(); ++i) text << (i > 0 ? " " : "") << tags[i];
    text << '}';
    samples.push_back(text.str());
    wheres.push_back(sample.where);
    ids.insert(sample.tags->id);
  }
  void on_metric(std::string_view name, std::string_view type,
                 const std::vector<std::string>& thresholds) override {
    std::string text = std::string(name) + " " + std::string(type);
    for (const std::string& threshold : thresholds) text += " " + threshold;
    metrics.push_back(text);
  }
  void on_event(const model::LogEvent& event) override {
    events.push_back(std::string(event.text));
    levels.push_back(event.level);
    event_lines.push_back(event.where.line);
  }
  void on_lines(const model::LineFates& part) override {
    fates.lines += part.lines;
    fates.samples += part.samples;
    fates.events += part.events;
    fates.continuations += part.continuations;
    fates.blank += part.blank;
    fates.dropped += part.dropped;
  }
  void on_drop(model::SourceRef where, std::string_view why) override {
    drops.push_back(std::to_string(where.line) + ": " + std::string(why));
  }
  void on_note(std::string_view note) override { notes.emplace_back(note); }
  std::unique_ptr<Sink> fork() override {
    ++forks;
    return std::make_unique<PointsSink>();
  }
  void join(std::unique_ptr<Sink> part) override {
    auto& other = static_cast<PointsSink&>(*part);
    samples.insert(samples.end(), other.samples.begin(), other.samples.end());
    metrics.insert(metrics.end(), other.metrics.begin(), other.metrics.end());
    drops.insert(drops.end(), other.drops.begin(), other.drops.end());
    on_lines(other.fates);
  }
  void on_summary(const model::RunSummary&) override {}
  void on_fact(const std::string&, const model::Fact&) override {}
  void on_limiter(const model::Limiter&) override {}
  void on_mention(const model::Mention&, const model::MentionStats&) override {}
  void on_run(const model::RunInfo&) override {}
  void on_progress(const model::Progress&) override {}

  // All that was handed out, whatever the order of the threads.
  std::vector<std::string> sorted() const {
    std::vector<std::string> all = samples;
    all.insert(all.end(), metrics.begin(), metrics.end());
    all.insert(all.end(), drops.begin(), drops.end());
    std::sort(all.begin(), all.end());
    return all;
  }
  bool fates_add_up() const {
    return fates.samples + fates.events + fates.continuations + fates.blank + fates.dropped == fates.lines;
  }

  std::vector<std::string> samples, metrics, drops, notes, events;
  std::vector<model::SourceRef> wheres;
  std::vector<model::Level> levels;
  std::vector<std::uint64_t> event_lines;
  std::set<std::uint64_t> ids;
  model::LineFates fates;
  int forks = 0;
};

// The text in blocks of whole lines of at most `size` bytes, or of one line.
inline NextBlock blocks_of(std::string text, std::size_t size) {
  struct State {
    std::string text;
    std::size_t at = 0;
    std::uint64_t line = 1;
  };
  auto state = std::make_shared<State>(State{std::move(text)});
  return [state, size](input::OwnedBlock& block) {
    const std::string_view rest = std::string_view(state->text).substr(state->at);
    if (rest.empty()) return false;
    std::size_t end = rest.size() <= size ? rest.size() : rest.rfind('\n', size - 1) + 1;
    if (end == 0) end = std::min(rest.find('\n'), rest.size() - 1) + 1;
    block.storage.clear();
    block.storage.append(rest.substr(0, end));
    block.text = block.storage.view();
    block.first_line = state->line;
    block.offset = state->at;
    state->line += static_cast<std::uint64_t>(std::count(block.text.begin(), block.text.end(), '\n'));
    state->at += end;
    return true;
  };
}

inline input::Source source_of(std::string bytes) {
  return input::Source(loadtriage::test::make_stream(std::move(bytes)), "run");
}

}  // namespace loadtriage::formats::test
