// Folds log events into a model::InputLog: counts over time, signals of the watched
// signatures, access looks, templates of what nobody knows.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "base/text_map.h"
#include "collect/logs/extent.h"
#include "collect/logs/quotes.h"
#include "collect/logs/sightings_fold.h"
#include "collect/watch.h"
#include "model/log_event.h"
#include "model/logs.h"

namespace loadtriage::collect {

class LogFold {
 public:
  // `watch` and `quotes` must outlive the fold; the latter serves one thread at a time.
  LogFold(const Watch& watch, model::Speaker speaker, model::InputId input, KnownQuotes& quotes,
          Extent extent = Extent::whole);

  void add(const model::LogEvent& event);
  // What was folded; the fold is empty afterwards.
  model::InputLog take();

 private:
  // From what an event shows, as it is written, to its entry: a short cut past making it
  // quotable and comparing it with all entries. May be emptied at any time.
  template <typename T>
  using Known = TextMap<T*>;
  template <typename T>
  static void remember(Known<T>& known, const std::string& key, T* entry);

  std::string kept(std::string_view text) const;
  const std::vector<Finder::Hit>& telling(const std::vector<Finder::Hit>& hits, model::Level level);
  // Whether any signature was found.
  bool add_signals(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  void add_access(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  model::AccessStats& new_look(const model::AccessLine& line);
  void add_request_error(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  // Whether it is the first of its kind.
  bool add_template(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  model::LogQuote quote_of(const model::LogEvent& event, bool dated, std::int64_t time_ns);
  // Null when there are too many.
  model::LogTemplate* new_template(std::map<std::string, model::LogTemplate>& among,
                                   const model::LogEvent& event, std::int64_t time_ns, bool dated);

  Finder finder_;
  SightingsFold sightings_;
  std::vector<Finder::Hit> telling_;
  Extent extent_;
  KnownQuotes& quotes_;
  model::InputLog log_;
  Known<model::AccessStats> looks_;
  Known<model::LogTemplate> templates_, quiet_templates_;
  std::unordered_map<const WatchedSignature*, model::Signal*> signals_;
  std::string key_;
};

}  // namespace loadtriage::collect
