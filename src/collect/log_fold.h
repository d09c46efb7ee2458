// Folds log events into a model::InputLog: counts over time, signals of the watched
// signatures, access looks, templates of what nobody knows.
#pragma once
#include <cstdint>
#include <utility>

#include "collect/watch.h"
#include "model/log_event.h"
#include "model/logs.h"

namespace loadtriage::collect {

class LogFold {
 public:
  // `watch` must outlive the fold.
  LogFold(const Watch& watch, model::Speaker speaker, model::InputId input);

  void add(const model::LogEvent& event);
  model::InputLog take() { return std::move(log_); }

 private:
  // Whether any signature was found.
  bool add_signals(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  void add_access(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  void add_request_error(const model::LogEvent& event, std::int64_t time_ns, bool dated);
  void add_template(const model::LogEvent& event, std::int64_t time_ns, bool dated);

  Finder finder_;
  model::InputLog log_;
};

}  // namespace loadtriage::collect
