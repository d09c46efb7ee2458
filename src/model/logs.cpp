#include "model/logs.h"

#include <algorithm>

namespace loadtriage::model {
namespace {

template <typename T, typename Pick>
void merge_optional(std::optional<T>& into, const std::optional<T>& from, Pick pick) {
  if (from) into = into ? pick(*into, *from) : *from;
}

const auto kLower = [](auto a, auto b) { return std::min(a, b); };
const auto kUpper = [](auto a, auto b) { return std::max(a, b); };

constexpr std::size_t kQuotes = 3;
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
  if (into.quotes.size() > kQuotes) into.quotes.resize(kQuotes);
  into.worst = std::max(into.worst, from.worst);
}

void keep_first(LogQuote& into, const LogQuote& from) {
  if (into.text.empty() || (!from.text.empty() && earlier(from, into))) into = from;
}

void merge_access(AccessStats& into, const AccessStats& from) {
  into.count += from.count;
  into.at.merge(from.at);
  into.duration_ms.merge(from.duration_ms);
  merge_optional(into.first_ns, from.first_ns, kLower);
  merge_optional(into.last_ns, from.last_ns, kUpper);
  keep_first(into.first, from.first);
}

void merge_template(LogTemplate& into, const LogTemplate& from) {
  into.count += from.count;
  into.worst = std::max(into.worst, from.worst);
  into.at.merge(from.at);
  keep_first(into.first, from.first);
}

}  // namespace

void InputLog::merge(const InputLog& other) {
  if (other.empty()) return;
  if (empty()) input = other.input, speaker = other.speaker;
  zone = std::min(zone, other.zone);
  relative = relative || other.relative;
  events += other.events;
  dated += other.dated;
  merge_optional(first_ns, other.first_ns, kLower);
  merge_optional(last_ns, other.last_ns, kUpper);
  for (const auto& [level, count] : other.levels) levels[level] += count;
  all.merge(other.all);
  errors.merge(other.errors);
  for (const auto& [id, signal] : other.signals) merge_signal(signals[id], signal);
  for (const auto& [look, stats] : other.access) merge_access(access[look], stats);
  for (const auto& [text, seen] : other.templates) merge_template(templates[text], seen);
  for (const auto& [text, seen] : other.request_errors) merge_template(request_errors[text], seen);
  last_events.insert(last_events.end(), other.last_events.begin(), other.last_events.end());
  std::sort(last_events.begin(), last_events.end(), earlier);
  if (last_events.size() > 3) last_events.erase(last_events.begin(), last_events.end() - 3);
}

}  // namespace loadtriage::model
