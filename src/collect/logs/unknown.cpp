#include "collect/logs/unknown.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "collect/logs/template_groups.h"

namespace loadtriage::collect {
namespace {

using model::Evidence;
using model::UnknownPattern;

constexpr double kTimesAsFrequent = 4;
constexpr std::size_t kMostReported = 5;

struct Halves {
  double failing_s = 0, healthy_s = 0;
};

Halves halves_of(const model::Timeline& timeline) {
  Halves halves;
  for (const model::TimeSlice& slice : timeline.slices)
    (slice.failed > 0 ? halves.failing_s : halves.healthy_s) += timeline.width_s;
  return halves;
}

UnknownPattern weigh(const std::string& text, const model::LogTemplate& seen, const AlignedLog& aligned,
                     const model::Timeline& timeline, const Halves& halves) {
  UnknownPattern pattern;
  pattern.text = text;
  const model::Series at = to_series(seen.at, aligned.shift_ns, *aligned.window);
  for (const model::TimeSlice& slice : timeline.slices) {
    const double count = at.between(slice.start_s, slice.start_s + timeline.width_s);
    (slice.failed > 0 ? pattern.count : pattern.healthy) += count;
  }
  // A slot that lies in two slices is shared between them; events are whole.
  pattern.count = std::round(pattern.count);
  pattern.healthy = std::round(pattern.healthy);
  // Half an event stands for "none seen", so that a pattern new in failing time gets a
  // finite strength that grows with its count.
  const double bad = pattern.count / std::max(halves.failing_s, 1.0);
  const double good = std::max(pattern.healthy, 0.5) / std::max(halves.healthy_s, 1.0);
  pattern.strength = bad / good;
  pattern.example = {seen.first.where, seen.first.text, aligned.seconds(seen.first.time_ns)};
  pattern.first_s = pattern.example.at_s;
  for (std::size_t i = 0; i < at.amounts.size(); ++i)
    if (at.amounts[i] > 0) pattern.last_s = at.first_s + at.width_s * static_cast<double>(i);
  return pattern;
}

// About as many errors as failed requests, be they spread over the whole run: one comes with each.
bool one_for_each(const UnknownPattern& pattern, const model::LogTemplate& seen, double failed) {
  constexpr double kFewest = 5;
  const double count = pattern.count + pattern.healthy;
  return seen.worst >= model::Level::error && count >= kFewest && model::about_as_many(count, failed);
}

// Where nothing tells when requests failed, errors are all there is to go by.
UnknownPattern of_log_alone(const std::string& text, const model::LogTemplate& seen,
                            const AlignedLog& aligned) {
  UnknownPattern pattern;
  pattern.text = text;
  pattern.count = seen.worst >= model::Level::error ? static_cast<double>(seen.count) : 0;
  pattern.strength = kTimesAsFrequent;
  pattern.example = {seen.first.where, seen.first.text, aligned.seconds(seen.first.time_ns)};
  pattern.first_s = pattern.example.at_s;
  return pattern;
}

void take_in(model::LogTemplate& into, const model::LogTemplate& from) {
  const bool earlier = into.count == 0 || from.first.where < into.first.where;
  into.count += from.count;
  into.worst = std::max(into.worst, from.worst);
  into.at.merge(from.at);
  if (earlier) into.first = from.first;
}

// Those that may tell of trouble, with templates that differ in a name made one.
std::map<std::string, model::LogTemplate> templates_that_matter(const model::InputLog& log) {
  std::map<std::string, model::LogTemplate> matter;
  std::vector<std::string> texts;
  for (const auto& [text, seen] : log.templates)
    if (seen.worst != model::Level::unknown || log.quiet_templates.count(text) == 0) texts.push_back(text);
  const auto groups = group_templates(texts);
  for (const std::string& text : texts) {
    const auto group = groups.find(text);
    model::LogTemplate& sum = matter[group == groups.end() ? text : group->second];
    take_in(sum, log.templates.at(text));
    // The same words at a level below warning, too: they belong to the control group.
    const auto quiet = log.quiet_templates.find(text);
    if (quiet != log.quiet_templates.end()) take_in(sum, quiet->second);
  }
  return matter;
}

// What one log did inside the run.
struct LogVoice {
  model::InputId input = 0;
  double inside = 0;  // events from the run's start on; the others count a second before it as well
  double events = 0, first_s = 0, last_s = 0;
};

LogVoice voice_of(const AlignedLog& aligned, double end) {
  LogVoice voice;
  voice.input = aligned.log->input;
  const model::Series all = to_series(aligned.log->all, aligned.shift_ns, *aligned.window);
  voice.inside = all.between(0, end);
  for (std::size_t i = 0; i < all.amounts.size(); ++i) {
    const double at = all.first_s + all.width_s * static_cast<double>(i);
    if (all.amounts[i] == 0 || at < -1 || at > end) continue;
    if (voice.events == 0) voice.first_s = at;
    voice.events += all.amounts[i];
    voice.last_s = at;
  }
  return voice;
}

// Silence says something of a log that spoke often, while others of the same run go on.
std::vector<model::Voice::Stopped> stopped_of(const std::vector<LogVoice>& voices, double end) {
  constexpr double kFewestEvents = 20, kGap_s = 3;
  std::vector<model::Voice::Stopped> stopped;
  double latest = 0;
  for (const LogVoice& voice : voices)
    if (voice.events >= kFewestEvents) latest = std::max(latest, voice.last_s);
  for (const LogVoice& voice : voices) {
    if (voice.events < kFewestEvents) continue;
    const double pace = (voice.last_s - voice.first_s) / voice.events;
    const double gap = std::max({kGap_s, 0.1 * end, 20 * pace});
    if (std::min(latest, end) - voice.last_s > gap) stopped.push_back({voice.input, voice.last_s});
  }
  std::stable_sort(stopped.begin(), stopped.end(),
                   [](const auto& a, const auto& b) { return a.last_s < b.last_s; });
  return stopped;
}

}  // namespace

void fill_voice(Evidence& evidence, const std::vector<AlignedLog>& backend_logs, const Window& window) {
  model::Voice& voice = evidence.voice;
  const double end = window.duration_s.value_or(1e12);
  std::vector<LogVoice> voices;
  for (const AlignedLog& aligned : backend_logs) {
    if (aligned.log->events == 0) continue;  // readings of resources
    const LogVoice& one = voices.emplace_back(voice_of(aligned, end));
    voice.events += one.inside;
    voice.errors += to_series(aligned.log->errors, aligned.shift_ns, *aligned.window).between(0, end);
    if (one.events == 0) continue;
    voice.first_s = std::min(voice.first_s.value_or(one.first_s), one.first_s);
    voice.last_s = std::max(voice.last_s.value_or(one.last_s), one.last_s);
  }
  if (window.duration_s) voice.stopped = stopped_of(voices, end);
  if (voice.last_s && window.duration_s) voice.silent_s = std::max(0.0, *window.duration_s - *voice.last_s);
}

void fill_unknown(Evidence& evidence, const std::vector<AlignedLog>& backend_logs) {
  const Halves halves = halves_of(evidence.timeline);
  const bool log_alone = !evidence.requests();
  const double failed = evidence.failed_requests().value_or(0);
  if (halves.failing_s <= 0 && !log_alone) return;
  for (const AlignedLog& aligned : backend_logs) {
    for (const auto& [text, seen] : templates_that_matter(*aligned.log)) {
      UnknownPattern pattern = halves.failing_s > 0 ? weigh(text, seen, aligned, evidence.timeline, halves)
                                                    : of_log_alone(text, seen, aligned);
      if (one_for_each(pattern, seen, failed))
        pattern.strength = std::max(pattern.strength, kTimesAsFrequent);
      if (pattern.count >= 1 && pattern.strength >= kTimesAsFrequent)
        evidence.unknown.push_back(std::move(pattern));
    }
  }
  std::stable_sort(evidence.unknown.begin(), evidence.unknown.end(),
                   [](const UnknownPattern& a, const UnknownPattern& b) {
                     return a.strength * a.count > b.strength * b.count;
                   });
  if (evidence.unknown.size() > kMostReported) evidence.unknown.resize(kMostReported);
}

}  // namespace loadtriage::collect
