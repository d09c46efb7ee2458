#include "cli/read_inputs.h"

#include <algorithm>
#include <atomic>
#include <optional>
#include <system_error>
#include <thread>

#include "cli/progress_bar.h"
#include "collect/collector.h"

namespace loadtriage::cli {
namespace {

struct Reading {
  collect::Harvest harvest;
  Notices notices;
  bool usable = false;
};

Reading unusable(const FoundInput& found, Notice why) {
  Reading reading;
  reading.harvest.input.path = found.shown;
  reading.harvest.input.here = found.here;
  reading.harvest.input.notes.push_back(why.text);
  reading.harvest.input.incomplete = true;
  reading.notices.push_back(std::move(why));
  return reading;
}

Reading read_one(const FoundInput& found, model::InputId id, const World& world, ProgressBar& progress,
                 const formats::Registry& registry, const collect::Watches& watches) {
  auto bytes = world.files.open(found.path);
  if (!bytes) return unusable(found, bytes.errors().front());
  input::Source source(progress.watched(std::move(*bytes)), found.path, world.unpack);
  if (source.empty()) {
    // A disk that failed before the first byte, or an archive without one, is not an empty file.
    if (source.incomplete()) return unusable(found, make_error(found.path, source.notes().front()));
    Reading reading;
    reading.harvest.input.path = found.shown;
    reading.harvest.input.here = found.here;
    reading.harvest.input.kind = "empty";
    reading.harvest.input.notes.push_back("the file is empty");
    return reading;
  }
  collect::Collector collector(watches, id);
  const formats::Recognition recognition = registry.read(source, id, found.is_context, collector);
  for (const std::string& note : source.notes()) collector.on_note(note);
  Reading reading;
  reading.harvest = collector.take();
  reading.harvest.input.path = found.shown;
  reading.harvest.input.here = found.here;
  reading.harvest.input.kind = recognition.kind;
  reading.harvest.input.incomplete = source.incomplete();
  reading.usable = !recognition.kind.empty();
  if (!reading.usable) {
    const std::string why =
        recognition.why_not.empty() ? "no format recognises this file" : recognition.why_not;
    reading.harvest.input.notes.push_back(why);
    reading.notices.push_back(make_error(found.path, why,
                                         "`loadtriage formats` lists what can be read; k6 results, logs and "
                                         "configuration files are"));
  }
  return reading;
}

// Nothing when a size is not known: then nobody can say how much is left.
std::optional<std::uint64_t> bytes_of(const std::vector<FoundInput>& inputs, const World& world) {
  std::uint64_t sum = 0;
  for (const FoundInput& input : inputs) {
    const auto size = world.files.size_of(input.path);
    if (!size) return std::nullopt;
    sum += *size;
  }
  return sum;
}

}  // namespace

Result<std::vector<collect::Harvest>> read_inputs(const std::vector<FoundInput>& inputs, const World& world,
                                                  const formats::Registry& registry,
                                                  const collect::Watches& watches, Notices& notices) {
  std::vector<Reading> readings(inputs.size());
  ProgressBar progress;
  if (wants_progress(world)) progress.show(world.err, bytes_of(inputs, world), world.columns);
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i = next++; i < inputs.size(); i = next++)
      readings[i] = read_one(inputs[i], static_cast<model::InputId>(i), world, progress, registry, watches);
  };
  std::vector<std::thread> helpers;
  const std::size_t wanted = std::min<std::size_t>(world.threads, inputs.size());
  try {
    for (std::size_t i = 1; i < wanted; ++i) helpers.emplace_back(work);
  } catch (const std::system_error&) {
    // The system has no more threads to give: those that are there do.
  }
  work();
  for (std::thread& helper : helpers) helper.join();
  progress.hide();

  std::vector<collect::Harvest> harvests;
  Notices troubles;
  bool usable = false;
  for (Reading& reading : readings) {
    usable = usable || reading.usable;
    troubles.insert(troubles.end(), reading.notices.begin(), reading.notices.end());
    harvests.push_back(std::move(reading.harvest));
  }
  if (usable) {
    for (Notice& notice : troubles) {
      notice.severity = Severity::warning;
      notices.push_back(std::move(notice));
    }
    return harvests;
  }
  if (troubles.empty())
    troubles.push_back(make_error(inputs.front().path, "the file is empty",
                                  "was the run stopped before it wrote anything?"));
  return troubles;
}

}  // namespace loadtriage::cli
