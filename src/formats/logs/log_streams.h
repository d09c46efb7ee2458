// Several logs in one file, line by line in turn: services of compose, pods, streams of
// a log store. Each has a profile of its own, and its lines are joined among themselves.
//
// All share one clock, as an undated line of one service came after the dated line of
// another that stands before it. At most kMostStreams are told apart; what comes after
// them is one more.
#pragma once
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include "formats/logs/log_events.h"

namespace loadtriage::formats {

class LogStreams {
 public:
  static constexpr std::size_t kMostStreams = 64;

  // `whole` is the profile of the file; all three must outlive this.
  LogStreams(const Catalogue& catalogue, const LogProfile& whole, model::InputId input, Sink& sink);

  // The log of that name. For a new one `sample` gives lines of it, for its profile;
  // where that is empty it has the file's.
  LogEvents& of(std::string_view name, const std::function<std::string()>& sample);
  void keep();
  void finish();

 private:
  struct Stream {
    LogProfile profile;
    std::unique_ptr<LogEvents> events;
  };
  const Catalogue& catalogue_;
  const LogProfile& whole_;
  model::InputId input_;
  Sink& sink_;
  LogTimes clock_;
  std::map<std::string, Stream, std::less<>> streams_;
};

// Whether nearly all lines name the service that wrote them.
bool names_services(std::string_view head);

// Reads a log whose lines name services.
void read_services(input::Source& source, const Catalogue& catalogue, const LogProfile& whole,
                   model::InputId input, Sink& sink);

}  // namespace loadtriage::formats
