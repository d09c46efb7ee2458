#include "topology/peers.h"

#include <algorithm>

#include "topology/names.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;
using model::Evidence;
using model::Observation;

class Peers {
 public:
  Peers(const Evidence& evidence, const Traces& traces, const Lookup& lookup, Graph& graph)
      : evidence_(evidence), traces_(traces), lookup_(lookup), graph_(graph) {}

  void add() {
    for (const auto& [name, seen] : evidence_.observations) {
      const auto kind = lookup_.table().peers.find(std::string_view(name).substr(0, name.find('.')));
      if (kind == lookup_.table().peers.end() || seen.count <= 0 || seen.innocent) continue;
      const std::string how = how_of(name, seen);
      std::map<std::size_t, const model::Quote*> authors;
      for (const model::Quote& quote : seen.quotes)
        if (const auto author = author_of(quote.where)) authors.emplace(graph_.top(*author), &quote);
      for (const auto& [author, quote] : authors)
        add(author, kind->second, how, authors.size() == 1 ? seen.count : 1, *quote);
    }
    for (const auto& [ends, told] : told_) call(ends.first, ends.second, told);
  }

 private:
  // Several observations may be about one and the same call: the most frequent counts.
  struct Told {
    double failed = 0;
    std::set<std::string> how;
    const model::Quote* seen = nullptr;
    const model::Quote* broke = nullptr;
  };

  void add(std::size_t author, ComponentKind kind, const std::string& how, double count,
           const model::Quote& quote) {
    Told& told = told_[{author, kind}];
    if (told.seen == nullptr || quote.where < told.seen->where) told.seen = &quote;
    if (how.empty()) return;
    told.how.insert(how);
    told.failed = std::max(told.failed, count);
    if (told.broke == nullptr || quote.where < told.broke->where) told.broke = &quote;
  }

  std::optional<std::size_t> author_of(const model::SourceRef& where) const {
    const auto named = traces_.writers.find(where.input);
    if (named != traces_.writers.end() && !named->second.empty())
      for (const model::Sightings& sightings : evidence_.sightings) {
        if (sightings.input != where.input) continue;
        const auto line = sightings.written_by.find(where.line);
        if (line == sightings.written_by.end()) continue;
        const auto node = named->second.find(line->second);
        return node == named->second.end() ? std::nullopt : std::optional(node->second);
      }
    const auto whole = traces_.whole.find(where.input);
    return whole == traces_.whole.end() ? std::nullopt : std::optional(whole->second);
  }

  std::string how_of(const std::string& name, const Observation& seen) const {
    std::string words = name.substr(name.find('.') + 1);
    std::replace(words.begin(), words.end(), '-', ' ');
    if (const auto how = lookup_.failure_in(words); !how.empty()) return std::string(how);
    return seen.quotes.empty() ? std::string() : std::string(lookup_.failure_in(seen.quotes.front().text));
  }

  // Called by an address already: what that tells is nearer.
  bool told(std::size_t author, ComponentKind kind) const {
    return std::any_of(graph_.calls.begin(), graph_.calls.end(), [&](const RawCall& call) {
      return graph_.top(call.from) == author && graph_.at(call.to).kind() == kind && call.failed > 0 &&
             call.told_by != kSpeaksOf;
    });
  }

  // The one that the author calls, else the only one there is, else one without a name.
  std::optional<std::size_t> peer_of(std::size_t author, ComponentKind kind) {
    std::set<std::size_t> called, all;
    for (const RawCall& call : graph_.calls)
      if (graph_.top(call.from) == author && graph_.at(call.to).kind() == kind)
        called.insert(graph_.top(call.to));
    for (const std::size_t node : graph_.tops())
      if (graph_.at(node).kind() == kind) all.insert(node);
    if (called.size() == 1) return *called.begin();
    if (!called.empty() || all.size() > 1) return std::nullopt;
    if (all.size() == 1) return *all.begin();
    const std::string name(model::name_of(kind));
    const auto node = graph_.named(name, NameFrom::technology);
    if (node) graph_.at(*node).guesses.push_back({Weight::role, kind, "", "messages speak of it"});
    return node;
  }

  // A proxy hands on what the programs behind it say.
  bool speaks_for_others(std::size_t author) const {
    return std::any_of(graph_.calls.begin(), graph_.calls.end(), [&](const RawCall& call) {
      const ComponentKind kind = graph_.at(call.to).kind();
      return graph_.top(call.from) == author && graph_.at(author).kind() == ComponentKind::proxy &&
             (kind == ComponentKind::application || kind == ComponentKind::unknown);
    });
  }

  // A component of no known kind whose address the same line names.
  std::optional<std::size_t> named_in(std::size_t author, const Told& about) const {
    for (const RawCall& call : graph_.calls) {
      if (graph_.top(call.from) != author || graph_.at(call.to).kind() != ComponentKind::unknown) continue;
      for (const model::Quote* quote : {about.seen, about.broke})
        if (quote != nullptr && call.broke && call.broke->where == quote->where) return graph_.top(call.to);
    }
    return std::nullopt;
  }

  void call(std::size_t author, ComponentKind kind, const Told& about) {
    const Node& node = graph_.at(author);
    if (node.kind() == kind || node.generator || told(author, kind) || speaks_for_others(author)) return;
    if (const auto named = named_in(author, about)) {
      // The line has the address, and knows what stands behind it.
      graph_.at(*named).guesses.push_back({Weight::role, kind, "", "messages about it name the address"});
      return;
    }
    const auto to = peer_of(author, kind);
    if (!to || *to == author) return;
    graph_.at(*to).called = true;
    RawCall made;
    made.from = author;
    made.to = *to;
    made.told_by = kSpeaksOf;
    made.seen = {about.seen->text, about.seen->where};
    graph_.calls.push_back(made);
    for (const std::string& how : about.how) {
      made.failed = how == *about.how.begin() ? about.failed : 0;
      made.how = how;
      made.broke = model::Telling{about.broke->text, about.broke->where};
      graph_.calls.push_back(made);
    }
  }

  static constexpr const char* kSpeaksOf = "messages about it";
  const Evidence& evidence_;
  const Traces& traces_;
  const Lookup& lookup_;
  Graph& graph_;
  std::map<std::pair<std::size_t, ComponentKind>, Told> told_;
};

}  // namespace

void add_peers(const Evidence& evidence, const Traces& traces, const Lookup& lookup, Graph& graph) {
  Peers(evidence, traces, lookup, graph).add();
}

}  // namespace loadtriage::topology
