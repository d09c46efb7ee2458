#include "collect/collector.h"

#include <algorithm>

#include "base/redact.h"
#include "base/text.h"

namespace loadtriage::collect {
namespace {
constexpr std::size_t kDroppedKept = 5;
constexpr std::size_t kMostNotes = 20;

void hide_secrets(std::string& text) { text = redact(text); }

// The script's author names checks, groups, thresholds and the tags behind submetrics.
void hide_secrets(model::RunSummary& summary) {
  for (model::Metric& metric : summary.metrics) {
    if (!metric.selector.empty()) hide_secrets(metric.selector);
    for (model::Threshold& threshold : metric.thresholds) hide_secrets(threshold.expression);
  }
  for (model::Check& check : summary.checks) {
    hide_secrets(check.name);
    hide_secrets(check.group);
  }
  for (std::string& note : summary.notes) hide_secrets(note);
}
}  // namespace

Collector::Collector(const Watches& watches, model::InputId input, Extent extent)
    : watches_(watches), input_(input), extent_(extent) {}

LogFold& Collector::fold_for(model::Speaker speaker) {
  const bool k6 = speaker == model::Speaker::k6;
  auto& fold = k6 ? k6_log_ : backend_log_;
  if (!fold)
    fold = std::make_unique<LogFold>(k6 ? watches_.k6_log : watches_.backend_log, speaker, input_, extent_);
  return *fold;
}

void Collector::on_summary(const model::RunSummary& summary) {
  harvest_.summaries.push_back(summary);
  hide_secrets(harvest_.summaries.back());
}
void Collector::on_event(const model::LogEvent& event) { fold_for(event.speaker).add(event); }
void Collector::on_sample(const model::Sample& sample) { points_.add(sample); }

void Collector::on_metric(std::string_view name, std::string_view type,
                          const std::vector<std::string>& thresholds) {
  const std::string shown = redact(name);
  harvest_.points.metric_types[shown] = std::string(type);
  if (thresholds.empty()) return;
  auto& kept = harvest_.points.thresholds[shown] = thresholds;
  for (std::string& threshold : kept) hide_secrets(threshold);
}

void Collector::on_fact(const std::string& name, const model::Fact& fact) {
  model::Fact kept = fact;
  kept.text = printable(redact(fact.text));
  harvest_.facts.emplace_back(name, std::move(kept));
}

void Collector::on_limiter(const model::Limiter& limiter) { harvest_.limiters.push_back(limiter); }
void Collector::on_mention(const model::Mention& mention, const model::MentionStats& stats) {
  model::Sightings one;
  one.input = input_;
  model::Mention named = mention;
  for (std::string* text : {&named.writer, &named.address, &named.said}) *text = printable(redact(*text));
  model::MentionStats kept = stats;
  kept.quote = printable(redact(stats.quote));
  if (!named.writer.empty()) {
    one.written_by.emplace(stats.first.line, named.writer);
    one.writers[named.writer].first = stats.first;
  }
  one.mentions.emplace(std::move(named), std::move(kept));
  harvest_.settings.merge(one);
}

void Collector::on_run(const model::RunInfo& run) { harvest_.runs.push_back(run); }
void Collector::on_progress(const model::Progress& progress) { harvest_.progress.push_back(progress); }

void Collector::on_lines(const model::LineFates& fates) {
  model::LineFates& sum = harvest_.input.fates;
  sum.lines += fates.lines;
  sum.samples += fates.samples;
  sum.events += fates.events;
  sum.continuations += fates.continuations;
  sum.blank += fates.blank;
  sum.dropped += fates.dropped;
}

void Collector::on_drop(model::SourceRef where, std::string_view why) {
  auto& dropped = harvest_.dropped;
  const auto place =
      std::lower_bound(dropped.begin(), dropped.end(), where,
                       [](const DroppedLine& line, const model::SourceRef& ref) { return line.where < ref; });
  dropped.insert(place, DroppedLine{where, printable(why)});
  if (dropped.size() > kDroppedKept) dropped.pop_back();
}

void Collector::on_note(std::string_view note) {
  auto& notes = harvest_.input.notes;
  std::string text = printable(redact(note));
  if (notes.size() < kMostNotes && std::find(notes.begin(), notes.end(), text) == notes.end())
    notes.push_back(std::move(text));
}

std::unique_ptr<formats::Sink> Collector::fork() {
  return std::make_unique<Collector>(watches_, input_, Extent::part);
}

void Collector::join(std::unique_ptr<formats::Sink> part) {
  // Only what fork() made comes back here, and what was received here stood before it.
  take_logs();
  harvest_.merge(static_cast<Collector&>(*part).take());
}

void Collector::take_logs() {
  // Parts stay as they are: merging would leave out what does not fit.
  if (extent_ == Extent::part) {
    if (k6_log_) harvest_.k6_log = k6_log_->take();
    if (backend_log_) harvest_.backend_log = backend_log_->take();
    return;
  }
  if (k6_log_) harvest_.k6_log.merge(k6_log_->take());
  if (backend_log_) harvest_.backend_log.merge(backend_log_->take());
}

Harvest Collector::take() {
  harvest_.points.merge(points_.take());
  take_logs();
  k6_log_.reset();
  backend_log_.reset();
  return std::move(harvest_);
}

}  // namespace loadtriage::collect
