#include "formats/logs/log_streams.h"

#include <algorithm>

#include "base/text.h"

namespace loadtriage::formats {
namespace {

constexpr double kManyDated = 0.25;
constexpr std::size_t kSniffedServiceLines = 80;
constexpr std::string_view kOthers = "\n";  // no name of a stream

template <typename Take>
void each_line(std::string_view text, Take&& take) {
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    if (!take(text.substr(0, end))) return;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
}

// The first lines of one service, from where it is met on.
std::string lines_of(std::string_view name, std::string_view text) {
  std::string lines;
  std::size_t count = 0;
  TextArena arena;
  each_line(text, [&](std::string_view line) {
    arena.clear();
    if (service_of(without_escapes(line, arena)) != name) return true;
    lines.append(line) += '\n';
    return ++count < kSniffedServiceLines;
  });
  return lines;
}

}  // namespace

LogStreams::LogStreams(const Catalogue& catalogue, const LogProfile& whole, model::InputId input, Sink& sink)
    : catalogue_(catalogue),
      whole_(whole),
      input_(input),
      sink_(sink),
      clock_(whole.absolute, whole.dated > kManyDated) {}

LogEvents& LogStreams::of(std::string_view name, const std::function<std::string()>& sample) {
  if (const auto known = streams_.find(name); known != streams_.end()) return *known->second.events;
  if (streams_.size() >= kMostStreams && name != kOthers) return of(kOthers, [] { return std::string(); });
  Stream& stream = streams_[std::string(name)];
  const std::string lines = sample();
  stream.profile = lines.empty() ? whole_ : profile_of(lines, catalogue_);
  stream.events = std::make_unique<LogEvents>(stream.profile, input_, sink_, &clock_);
  return *stream.events;
}

void LogStreams::keep() {
  for (auto& [name, stream] : streams_) stream.events->keep();
}

void LogStreams::finish() {
  for (auto& [name, stream] : streams_) stream.events->finish();
}

bool names_services(std::string_view head) {
  std::size_t lines = 0, named = 0;
  TextArena arena;
  each_line(head, [&](std::string_view line) {
    arena.clear();
    if (trim(line).empty()) return true;
    named += service_of(without_escapes(line, arena)).empty() ? 0 : 1;
    return ++lines < kSniffedServiceLines;
  });
  return named * 10 >= lines * 8 && named > 0;
}

void read_services(input::Source& source, const Catalogue& catalogue, const LogProfile& whole,
                   model::InputId input, Sink& sink) {
  LogStreams streams(catalogue, whole, input, sink);
  TextArena arena;
  input::Block block;
  while (source.next(block)) {
    std::uint64_t number = block.first_line;
    each_line(block.text, [&](std::string_view line) {
      const auto at = static_cast<std::size_t>(line.data() - block.text.data());
      arena.clear();
      const std::string_view name = service_of(without_escapes(line, arena));
      streams.of(name, [&] { return lines_of(name, block.text.substr(at)); })
          .line(line, number++, block.offset + at);
      return true;
    });
    streams.keep();
  }
  streams.finish();
}

}  // namespace loadtriage::formats
