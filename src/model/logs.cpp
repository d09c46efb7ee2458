#include "model/logs.h"

#include <algorithm>

#include "model/merge_first.h"

namespace loadtriage::model {
namespace {

template <typename T, typename Pick>
void merge_optional(std::optional<T>& into, const std::optional<T>& from, Pick pick) {
  if (from) into = into ? pick(*into, *from) : *from;
}

const auto kLower = [](auto a, auto b) { return std::min(a, b); };
const auto kUpper = [](auto a, auto b) { return std::max(a, b); };

constexpr std::size_t kDistinct = 8;

bool earlier(const LogQuote& a, const LogQuote& b) { return a.where < b.where; }

void merge_captured(Signal::Captured& into, const Signal::Captured& from) {
  merge_optional(into.min, from.min, kLower);
  merge_optional(into.max, from.max, kUpper);
  into.distinct.insert(into.distinct.end(), from.distinct.begin(), from.distinct.end());
  std::sort(into.distinct.begin(), into.distinct.end());
  into.distinct.erase(std::unique(into.distinct.begin(), into.distinct.end()), into.distinct.end());
  if (into.distinct.size() > kDistinct) into.distinct.resize(kDistinct);
}

void merge_signal(Signal& into, const Signal& from) {
  into.count += from.count;
  into.undated += from.undated;
  into.at.merge(from.at);
  merge_optional(into.first_ns, from.first_ns, kLower);
  merge_optional(into.last_ns, from.last_ns, kUpper);
  for (const auto& [name, captured] : from.captures) merge_captured(into.captures[name], captured);
  into.quotes.insert(into.quotes.end(), from.quotes.begin(), from.quotes.end());
  std::sort(into.quotes.begin(), into.quotes.end(), earlier);
  if (into.quotes.size() > Signal::kMostQuotes) into.quotes.resize(Signal::kMostQuotes);
}

void keep_first(LogQuote& into, const LogQuote& from) {
  if (into.text.empty() || (!from.text.empty() && earlier(from, into))) into = from;
}

void merge_stats(AccessStats& into, const AccessStats& from) {
  into.count += from.count;
  into.at.merge(from.at);
  into.duration_ms.merge(from.duration_ms);
  merge_optional(into.first_ns, from.first_ns, kLower);
  merge_optional(into.last_ns, from.last_ns, kUpper);
  keep_first(into.first, from.first);
}

void merge_stats(LogTemplate& into, const LogTemplate& from) {
  into.count += from.count;
  into.worst = std::max(into.worst, from.worst);
  into.at.merge(from.at);
  keep_first(into.first, from.first);
}

// Joins what is kept of each look or template.
template <typename Key, typename Value, typename Overflow>
void merge_kept(std::map<Key, Value>& into, const std::map<Key, Value>& from, std::size_t most,
                const Overflow& overflow) {
  merge_first(
      into, from, most, [](Value& known, const Value& more) { merge_stats(known, more); },
      [](const auto& a, const auto& b) { return earlier(a.second.first, b.second.first); }, overflow);
}

void merge_looks(std::map<AccessLook, AccessStats>& into, const std::map<AccessLook, AccessStats>& from) {
  merge_kept(into, from, InputLog::kMostAccessLooks, [&](const auto& entry) {
    AccessLook look = entry.first;
    look.endpoint = InputLog::kOther;
    merge_stats(into[look], entry.second);
  });
}

void merge_templates(std::map<std::string, LogTemplate>& into,
                     const std::map<std::string, LogTemplate>& from) {
  merge_kept(into, from, InputLog::kMostTemplates, [](const auto&) {});
}

}  // namespace

void InputLog::merge(const InputLog& next) {
  sightings.merge(next.sightings);
  if (next.empty()) return;
  if (empty()) input = next.input, speaker = next.speaker;
  zone = std::min(zone, next.zone);
  relative = relative || next.relative;
  events += next.events;
  dated += next.dated;
  merge_optional(first_ns, next.first_ns, kLower);
  merge_optional(last_ns, next.last_ns, kUpper);
  all.merge(next.all);
  errors.merge(next.errors);
  for (const auto& [id, signal] : next.signals) merge_signal(signals[id], signal);
  merge_looks(access, next.access);
  merge_templates(templates, next.templates);
  merge_templates(quiet_templates, next.quiet_templates);
  merge_kept(request_errors, next.request_errors, kMostRequestErrors,
             [&](const auto& entry) { merge_stats(request_errors[kOther], entry.second); });
}

}  // namespace loadtriage::model
