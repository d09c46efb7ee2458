#include "topology/traces.h"

#include <algorithm>

#include "base/addresses.h"
#include "base/text.h"
#include "topology/mentions.h"
#include "topology/names.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;
using model::Evidence;
using model::Sightings;
using model::Speaker;
using model::Writer;

// A file with fewer lines of somebody else than this is still one program's.
constexpr double kNearlyAll = 0.9;

void add_guess(Node& node, Weight weight, const Kin* kin, const std::string& because) {
  if (kin != nullptr) node.guesses.push_back({weight, kin->kind, kin->technology, because});
}

// What most lines look like decides.
void guess_from_formats(Node& node, const Writer& writer, const std::string& input_kind,
                        const Lookup& lookup) {
  std::string most = input_kind;
  std::uint64_t count = 0;
  for (const auto& [format, events] : writer.formats)
    if (lookup.by_format(format) != nullptr && events > count) most = format, count = events;
  add_guess(node, Weight::format, lookup.by_format(most), "its log is of the format " + most);
}

class Reader {
 public:
  Reader(const Evidence& evidence, const Lookup& lookup, Graph& graph)
      : evidence_(evidence), lookup_(lookup), graph_(graph) {}

  Traces read() {
    generator();
    for (const Sightings& sightings : evidence_.sightings)
      if (sightings.speaker == Speaker::backend && sightings.input < evidence_.inputs.size()) {
        const std::string& path = evidence_.inputs[sightings.input].path;
        folders_of_[file_name(path, lookup_).name].insert(path.substr(0, path.rfind('/') + 1));
      }
    for (const Sightings& sightings : evidence_.sightings) writers(sightings);
    for (std::size_t i = 0; i < evidence_.inputs.size(); ++i) settings(static_cast<model::InputId>(i));
    return std::move(traces_);
  }

 private:
  void generator() {
    traces_.generator = graph_.add();
    Node& node = graph_.at(traces_.generator);
    node.generator = true;
    node.names.emplace(evidence_.run.tool.empty() ? "k6" : to_lower_ascii(evidence_.run.tool),
                       NameFrom::writer);
    node.because.push_back("it sent the requests");
    for (std::size_t i = 0; i < evidence_.inputs.size(); ++i) {
      const model::Input& input = evidence_.inputs[i];
      const Kin* kin = lookup_.by_format(input.kind);
      const bool its = input.figures != model::Input::Figures::none ||
                       (kin != nullptr && kin->kind == ComponentKind::generator);
      if (its) own(static_cast<model::InputId>(i), traces_.generator);
    }
  }

  void own(model::InputId input, std::size_t node) {
    graph_.at(node).inputs.insert(input);
    traces_.whole.emplace(input, node);
  }

  void writers(const Sightings& sightings) {
    if (sightings.speaker == Speaker::k6) {
      if (sightings.writers.count("") != 0 && traces_.whole.count(sightings.input) == 0)
        own(sightings.input, traces_.generator);
      return;
    }
    std::uint64_t all = 0, most = 0;
    std::optional<std::size_t> loudest;
    for (const auto& [name, writer] : sightings.writers) {
      all += writer.events;
      const auto node = name.empty() ? std::nullopt : named_writer(sightings, name, writer);
      if (node && writer.events > most) most = writer.events, loudest = node;
    }
    if (all == 0) return;
    const auto& named = traces_.writers[sightings.input];
    const bool one = loudest && static_cast<double>(most) >= kNearlyAll * static_cast<double>(all);
    if (one) own_file(sightings.input, *loudest);
    if (!one && sightings.writers.count("") != 0)
      unnamed_writer(sightings, sightings.writers.at(""), named.empty());
  }

  std::optional<std::size_t> named_writer(const Sightings& sightings, const std::string& name,
                                          const Writer& writer) {
    const std::string program = program_name(name);
    if (program.empty() || lookup_.is_no_component(program)) return std::nullopt;
    const auto node = graph_.named(program, NameFrom::writer);
    if (!node) return std::nullopt;
    traces_.writers[sightings.input].emplace(name, *node);
    Node& found = graph_.at(*node);
    found.inputs.insert(sightings.input);
    found.wrote = found.wrote || writer.events + writer.readings > 0;
    if (writer.events > 0) guess_from_formats(found, writer, "", lookup_);
    add_guess(found, Weight::name, lookup_.by_name(program), "its name is `" + program + "`");
    if (const std::string also = program_name(writer.also); !also.empty() && also != program)
      if (const auto other = graph_.named(also, NameFrom::writer))
        graph_.join(*node, *other, "lines of `" + program + "` call it `" + also + "`");
    return graph_.top(*node);
  }

  // All lines of the file are one program's: the file's name is one of its names.
  void own_file(model::InputId input, std::size_t node) {
    own(input, node);
    const FileName file = file_name(evidence_.inputs[input].path, lookup_);
    if (file.name.empty() || graph_.at(node).names.count(file.name) != 0) return;
    if (graph_.find_named(file.name)) return;  // somebody else's
    graph_.at(node).names.emplace(file.name, NameFrom::file);
  }

  // A text in which no time, no level and nothing known was found may be no log at all.
  bool tells_something(model::InputId input) const {
    for (const model::InputLog& log : evidence_.logs)
      if (log.input == input && log.speaker == Speaker::backend)
        return log.dated > 0 || !log.signals.empty() || !log.access.empty();
    return true;
  }

  void unnamed_writer(const Sightings& sightings, const Writer& writer, bool alone) {
    const model::Input& input = evidence_.inputs[sightings.input];
    const FileName file = file_name(input.path, lookup_);
    const Kin* kin = nullptr;
    for (const auto& [format, events] : writer.formats)
      if (kin == nullptr) kin = lookup_.by_format(format);
    if (kin == nullptr) kin = lookup_.by_format(input.kind);
    if (kin != nullptr && kin->kind == ComponentKind::generator) return;
    std::string name = file.name;
    NameFrom from = NameFrom::file;
    // `orders/app.log` and `ledger/app.log` are of two programs.
    if (!file.of_pod && folders_of_[name].size() > 1 && !file.folder.empty()) name = file.folder;
    if (name.empty() && !file.folder.empty() && graph_.find_named(file.folder)) name = file.folder;
    if (name.empty() && kin != nullptr && !kin->technology.empty())
      name = to_lower_ascii(kin->technology), from = NameFrom::technology;
    // Lines of a collector's file that name nobody belong to nobody.
    if (name.empty() || !alone || lookup_.is_no_component(name) || !tells_something(sightings.input)) return;
    const auto node = graph_.named(name, from);
    if (!node) return;
    own(sightings.input, *node);
    Node& found = graph_.at(*node);
    found.wrote = true;
    guess_from_formats(found, writer, input.kind, lookup_);
    add_guess(found, Weight::name, lookup_.by_name(name), "its log is called `" + name + "`");
  }

  void settings(model::InputId id) {
    const model::Input& input = evidence_.inputs[id];
    if (input.kind != "config" || traces_.whole.count(id) != 0) return;
    for (const Sightings& sightings : evidence_.sightings)
      if (sightings.input == id && !sightings.writers.empty()) return services(sightings);
    const std::string base = to_lower_ascii(input.path.substr(input.path.rfind('/') + 1));
    const FileName file = file_name(input.path, lookup_);
    const Kin* kin = lookup_.by_settings_file(base);
    const std::size_t node = graph_.add();
    Node& found = graph_.at(node);
    found.settings = true;
    found.addresses.clear();
    add_guess(found, Weight::settings, kin, "its settings are " + base);
    own(id, node);
    // `edge/nginx.conf` and `orders-db.conf` name whose they are.
    for (const std::string& name : {file.folder, file.name})
      if (const auto other = name.empty() ? std::nullopt : graph_.find_named(name); other && *other != node) {
        if (kin != nullptr && graph_.at(*other).kind() != kin->kind &&
            graph_.at(*other).kind() != ComponentKind::unknown)
          continue;
        graph_.join(node, *other, "its settings are " + base);
        break;
      }
    Node& joined = graph_.at(node);
    if (joined.names.empty() && kin != nullptr && !kin->technology.empty())
      joined.names.emplace(to_lower_ascii(kin->technology), NameFrom::technology);
    if (joined.names.empty()) joined.names.emplace(file.name.empty() ? base : file.name, NameFrom::settings);
  }

  void services(const Sightings& sightings) {
    for (const auto& [name, writer] : sightings.writers) {
      const auto node = name.empty() ? std::nullopt : graph_.named(program_name(name), NameFrom::writer);
      if (!node) continue;
      traces_.writers[sightings.input].emplace(name, *node);
      Node& found = graph_.at(*node);
      found.inputs.insert(sightings.input);
      found.settings = true;
      add_guess(found, Weight::name, lookup_.by_name(program_name(name)), "its name is `" + name + "`");
    }
  }

  const Evidence& evidence_;
  const Lookup& lookup_;
  Graph& graph_;
  Traces traces_;
  std::map<std::string, std::set<std::string>> folders_of_;  // of logs, by what the file is called
};

}  // namespace

std::string address_key(const std::string& host, int port, const std::string& within) {
  const bool own = is_loopback(host);
  Address address{{}, own ? "localhost" : host, port};
  return describe(address) + (own && !within.empty() ? " of " + within : "");
}

Traces find_traces(const Evidence& evidence, const Lookup& lookup, Graph& graph) {
  Traces traces = Reader(evidence, lookup, graph).read();
  read_mentions(evidence, lookup, traces, graph);
  return traces;
}

}  // namespace loadtriage::topology
