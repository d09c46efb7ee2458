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
        call(author, kind->second, how, authors.size() == 1 ? seen.count : 1, *quote);
    }
  }

 private:
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

  void call(std::size_t author, ComponentKind kind, const std::string& how, double count,
            const model::Quote& quote) {
    if (graph_.at(author).kind() == kind || graph_.at(author).generator || told(author, kind)) return;
    const auto to = peer_of(author, kind);
    if (!to || *to == author) return;
    RawCall made;
    made.from = author;
    made.to = *to;
    made.told_by = kSpeaksOf;
    made.seen = {quote.text, quote.where};
    if (!how.empty()) {
      made.failed = count;
      made.how = how;
      made.broke = made.seen;
    }
    graph_.at(*to).called = true;
    graph_.calls.push_back(std::move(made));
  }

  static constexpr const char* kSpeaksOf = "messages about it";
  const Evidence& evidence_;
  const Traces& traces_;
  const Lookup& lookup_;
  Graph& graph_;
};

}  // namespace

void add_peers(const Evidence& evidence, const Traces& traces, const Lookup& lookup, Graph& graph) {
  Peers(evidence, traces, lookup, graph).add();
}

}  // namespace loadtriage::topology
