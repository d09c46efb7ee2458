#include "collect/logs/log_fold.h"

#include <algorithm>

#include "base/quantity.h"
#include "base/redact.h"
#include "base/saturate.h"
#include "base/text.h"
#include "collect/logs/log_template.h"
#include "collect/logs/modes.h"

namespace loadtriage::collect {
namespace {

using model::InputLog;

constexpr std::size_t kQuotes = 3;
constexpr std::size_t kDistinct = 8;
constexpr std::size_t kQuoteLength = 400;
constexpr std::size_t kMostKnown = 8192;
constexpr std::size_t kScanned =
    64 * 1024;  // of one event: a longer one is a dump, its start says what it is

std::string quotable(std::string_view text) {
  return printable(redact(shorten(text.substr(0, 4 * kQuoteLength), kQuoteLength)));
}

// Of an event with several lines the one that was recognised says most: not "Traceback",
// nor a line that happens to stand before an undated one.
std::string_view recognised_line(std::string_view text, const Finder::Hit& hit) {
  const std::size_t first_end = text.find('\n');
  if (first_end == std::string_view::npos) return text;
  const std::size_t match = hit.patterns->begins_at(hit.pattern, text);
  if (match <= first_end || match >= text.size()) return text;
  const std::string_view from_line = text.substr(text.rfind('\n', match) + 1);
  const std::size_t indent = from_line.find_first_not_of(" \t");
  return indent == std::string_view::npos ? text : from_line.substr(indent);
}

void widen(std::optional<std::int64_t>& first, std::optional<std::int64_t>& last, std::int64_t time_ns) {
  first = first ? std::min(*first, time_ns) : time_ns;
  last = last ? std::max(*last, time_ns) : time_ns;
}

void add_capture(model::Signal::Captured& captured, std::string_view value) {
  if (const auto number = parse_number(value)) {
    captured.min = captured.min ? std::min(*captured.min, *number) : *number;
    captured.max = captured.max ? std::max(*captured.max, *number) : *number;
  }
  std::string text = quotable(value);
  auto place = std::lower_bound(captured.distinct.begin(), captured.distinct.end(), text);
  if (place != captured.distinct.end() && *place == text) return;
  captured.distinct.insert(place, std::move(text));
  if (captured.distinct.size() > kDistinct) captured.distinct.pop_back();
}

// What tells looks apart, in few bytes; only to find an entry again.
void write_key(const model::AccessLine& line, std::string& key) {
  const auto number = [&](int value) { key.append(reinterpret_cast<const char*>(&value), sizeof value); };
  key.clear();
  number(line.status);
  number(line.upstream_status);
  key += !line.upstream ? '0' : line.upstream->empty() || *line.upstream == "-" ? '1' : '2';
  (key += line.flags) += '\0';
  (key += line.method) += '\0';
  append_endpoint(line.path, key);
}

}  // namespace

template <typename T>
void LogFold::remember(Known<T>& known, const std::string& key, T* entry) {
  if (known.size() >= kMostKnown) known.clear();
  known.emplace(key, entry);
}

LogFold::LogFold(const Watch& watch, model::Speaker speaker, model::InputId input, Extent extent)
    : finder_(watch), sightings_(speaker, input, extent), extent_(extent) {
  log_.input = input;
  log_.speaker = speaker;
}

InputLog LogFold::take() {
  InputLog taken;
  taken.input = log_.input;
  taken.speaker = log_.speaker;
  std::swap(taken, log_);
  taken.sightings = sightings_.take();
  looks_.clear();
  templates_.clear();
  quiet_templates_.clear();
  signals_.clear();
  return taken;
}

void LogFold::add(const model::LogEvent& event) {
  bool dated = event.time_ns.has_value();
  std::int64_t time_ns = event.time_ns.value_or(0);
  if (!dated && event.since_start_s) {
    time_ns = saturated_cast(std::clamp(*event.since_start_s, -1e9, 1e9) * 1e9);
    dated = log_.relative = true;
  }
  if (!event.reading) ++log_.events;
  if (!event.reading || !event.writer.empty()) sightings_.add(event);
  if (dated) {
    ++log_.dated;
    if (event.time_ns && log_.zone != model::Zone::stated)
      log_.zone = event.zone_stated ? model::Zone::stated : model::Zone::assumed_utc;
    widen(log_.first_ns, log_.last_ns, time_ns);
    log_.all.add(time_ns);
    if (event.level >= model::Level::error) log_.errors.add(time_ns);
  }
  if (event.reading) {
    (void)add_signals(event, time_ns, dated);
    return;
  }
  if (event.access) add_access(event, time_ns, dated);
  const bool known = add_signals(event, time_ns, dated);
  if (event.speaker == model::Speaker::k6) add_request_error(event, time_ns, dated);
  const bool first = !event.access && !known && add_template(event, time_ns, dated);
  if (event.access || !(known || first || event.level >= model::Level::warning)) return;
  const std::string_view shows = telling_.empty() ? std::string_view() : telling_.front().signature->shows;
  if (!shows.starts_with("noise.")) sightings_.add_addresses(event, shows);
}

model::LogQuote LogFold::quote_of(const model::LogEvent& event, bool dated, std::int64_t time_ns) {
  model::LogQuote quote{event.where, quotable(event.text), {}};
  if (dated) quote.time_ns = time_ns;
  sightings_.quoted(event, event.where.line);
  return quote;
}

// What an event tells: each observation once, and each mode in the words of whoever knows it
// best. `dial tcp 10.0.0.7:80: connect: cannot assign requested address` in Traefik's log is the
// proxy's lost port (server), whatever Go's words (library) or anybody's (general) make of it.
const std::vector<Finder::Hit>& LogFold::telling(const std::vector<Finder::Hit>& hits, model::Level level) {
  telling_.clear();
  for (const Finder::Hit& hit : hits) {
    if (level != model::Level::unknown && level < hit.signature->level) continue;
    const bool told = std::any_of(telling_.begin(), telling_.end(), [&](const Finder::Hit& other) {
      return other.signature->shows == hit.signature->shows;
    });
    const bool known_better = std::any_of(hits.begin(), hits.end(), [&](const Finder::Hit& other) {
      return other.signature->words_of > hit.signature->words_of &&
             same_mode(other.signature->shows, hit.signature->shows);
    });
    if (!told && !known_better) telling_.push_back(hit);
  }
  return telling_;
}

bool LogFold::add_signals(const model::LogEvent& event, std::int64_t time_ns, bool dated) {
  const std::string_view text = event.text.substr(0, kScanned);
  const auto& hits = finder_.find(text);
  for (const Finder::Hit& hit : telling(hits, event.level)) {
    model::Signal*& entry = signals_[hit.signature];
    if (entry == nullptr) entry = &log_.signals[hit.signature->id];
    model::Signal& signal = *entry;
    ++signal.count;
    if (dated) {
      signal.at.add(time_ns);
      widen(signal.first_ns, signal.last_ns, time_ns);
    } else {
      ++signal.undated;
    }
    if (signal.quotes.size() < kQuotes) {
      signal.quotes.push_back(quote_of(event, dated, time_ns));
      const std::string_view recognised = recognised_line(text, hit);
      signal.quotes.back().text = quotable(recognised);
      signal.quotes.back().where =
          model::line_at(event, static_cast<std::size_t>(recognised.data() - text.data()));
      sightings_.quoted(event, signal.quotes.back().where.line);
    }
    if (!hit.patterns->has_captures(hit.pattern)) continue;
    for (const auto& [name, value] : hit.patterns->captures(hit.pattern, text))
      add_capture(signal.captures[std::string(name)], value);
  }
  return !hits.empty();
}

model::AccessStats& LogFold::new_look(const model::AccessLine& line) {
  model::AccessLook look;
  look.status = line.status;
  look.method = quotable(line.method);
  look.endpoint = quotable(endpoint_of(line.path));
  if (line.upstream) look.upstream = line.upstream->empty() || *line.upstream == "-" ? "none" : "upstream";
  look.upstream_status = line.upstream_status;
  look.flags = quotable(line.flags);
  if (log_.access.size() >= most_of(InputLog::kMostAccessLooks, extent_) && log_.access.count(look) == 0)
    look.endpoint = "(other)";
  return log_.access[look];
}

void LogFold::add_access(const model::LogEvent& event, std::int64_t time_ns, bool dated) {
  const model::AccessLine& line = *event.access;
  if (line.upstream) sightings_.add_upstream(event);
  write_key(line, key_);
  const auto known = looks_.find(key_);
  model::AccessStats* const entry = known != looks_.end() ? known->second : &new_look(line);
  if (known == looks_.end()) remember(looks_, key_, entry);
  model::AccessStats& stats = *entry;
  if (stats.count++ == 0) stats.first = quote_of(event, dated, time_ns);
  if (line.duration_ms) stats.duration_ms.add(*line.duration_ms);
  if (!dated) return;
  stats.at.add(time_ns);
  widen(stats.first_ns, stats.last_ns, time_ns);
}

void LogFold::add_request_error(const model::LogEvent& event, std::int64_t time_ns, bool dated) {
  const std::string_view error = model::field(event, "error");
  if (error.empty() || event.message.find("equest") == std::string_view::npos)
    return;  // "Request Failed", "A batch request failed"
  std::string text = quotable(template_of(error));
  if (log_.request_errors.size() >= most_of(InputLog::kMostRequestErrors, extent_) &&
      log_.request_errors.count(text) == 0)
    text = "(other)";
  model::LogTemplate& seen = log_.request_errors[text];
  if (seen.count++ == 0) seen.first = quote_of(event, dated, time_ns);
  if (dated) seen.at.add(time_ns);
}

model::LogTemplate* LogFold::new_template(std::map<std::string, model::LogTemplate>& among,
                                          const model::LogEvent& event, std::int64_t time_ns, bool dated) {
  std::string text = quotable(key_);
  auto place = among.find(text);
  if (place == among.end()) {
    if (among.size() >= most_of(InputLog::kMostTemplates, extent_)) return nullptr;
    place = among.emplace(std::move(text), model::LogTemplate{}).first;
    place->second.first = quote_of(event, dated, time_ns);
  }
  return &place->second;
}

bool LogFold::add_template(const model::LogEvent& event, std::int64_t time_ns, bool dated) {
  const bool quiet = event.level != model::Level::unknown && event.level < model::Level::warning;
  auto& index = quiet ? quiet_templates_ : templates_;
  write_template(event.message.empty() ? event.text : event.message, key_);
  model::LogTemplate* entry = nullptr;
  if (const auto known = index.find(key_); known != index.end()) {
    entry = known->second;
  } else {
    entry = new_template(quiet ? log_.quiet_templates : log_.templates, event, time_ns, dated);
    remember(index, key_, entry);
  }
  if (entry == nullptr) return false;
  ++entry->count;
  entry->worst = std::max(entry->worst, event.level);
  if (dated) entry->at.add(time_ns);
  return entry->count == 1;
}

}  // namespace loadtriage::collect
