// Evidence written down by hand, for tests of components and calls.
#pragma once
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "topology/find.h"
#include "unit/topology/table_support.h"

namespace loadtriage::test {

class Made {
 public:
  model::Evidence evidence;

  // What log() gives out stays valid.
  Made() { evidence.sightings.reserve(20); }

  model::InputId input(const std::string& path, const std::string& kind) {
    model::Input input;
    input.path = path;
    input.kind = kind;
    evidence.inputs.push_back(input);
    return static_cast<model::InputId>(evidence.inputs.size() - 1);
  }

  // A log with so many lines of a format, all of one writer.
  model::Sightings& log(const std::string& path, const std::string& format, const std::string& writer = "") {
    model::Sightings sightings;
    sightings.input = input(path, format);
    sightings.writers[writer].events = 100;
    sightings.writers[writer].formats[format] = 100;
    evidence.sightings.push_back(sightings);
    return evidence.sightings.back();
  }

  static void mention(model::Sightings& in, model::Way way, const std::string& address,
                      const std::string& quote, double count = 1, double failed = 0,
                      const std::string& writer = "", const std::string& said = "") {
    model::MentionStats& stats = in.mentions[model::Mention{way, writer, address, said}];
    stats.count = static_cast<std::uint64_t>(count);
    stats.failed = static_cast<std::uint64_t>(failed);
    stats.first = {in.input, 7, 0};
    stats.first_failed = {in.input, 9, 0};
    stats.quote = stats.failed_quote = quote;
  }

  void boot_line(const model::Sightings& of, const std::string& text, std::uint64_t line = 1) {
    model::InputLog log;
    log.input = of.input;
    log.speaker = model::Speaker::backend;
    log.dated = 1;
    model::LogTemplate& seen = log.quiet_templates[text];
    seen.count = 1;
    seen.first = {{of.input, line, 0}, text, {}};
    evidence.logs.push_back(std::move(log));
  }

  void target(const std::string& url) { evidence.facts["target"].text = url; }

  model::Topology find() const { return topology::find(evidence, real_table()); }
};

inline const model::Component* component(const model::Topology& topology, const std::string& name) {
  for (const auto& one : topology.components)
    if (one.name == name) return &one;
  return nullptr;
}

inline const model::Call* call(const model::Topology& topology, const std::string& from,
                               const std::string& to) {
  for (const auto& one : topology.calls)
    if (topology.components[one.from].name == from && topology.components[one.to].name == to) return &one;
  return nullptr;
}

inline bool has(const std::vector<std::string>& texts, std::string_view part) {
  return std::any_of(texts.begin(), texts.end(),
                     [&](const std::string& text) { return text.find(part) != std::string::npos; });
}

}  // namespace loadtriage::test
