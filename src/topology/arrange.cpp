#include "topology/arrange.h"

#include <algorithm>
#include <tuple>

#include "base/addresses.h"
#include "base/quantity.h"
#include "base/text.h"
#include "topology/find.h"
#include "topology/names.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;
using model::Evidence;
using model::Topology;

constexpr std::size_t kMostAddresses = 20, kMostReasons = 12;

// Of what is told in several ways about one call the greatest number counts: an access log and
// an error log tell of the same requests.
struct Told {
  std::map<std::string, double> count, failed;
  std::set<std::string> how;
  model::Telling seen;
  std::optional<model::Telling> broke;
};

double greatest(const std::map<std::string, double>& amounts) {
  double most = 0;
  for (const auto& [told_by, amount] : amounts) most = std::max(most, amount);
  return most;
}

using Calls = std::map<std::pair<std::size_t, std::size_t>, Told>;

Calls sum_up(const Graph& graph) {
  Calls calls;
  for (const RawCall& raw : graph.calls) {
    const std::size_t from = graph.top(raw.from), to = graph.top(raw.to);
    if (from == to) continue;
    Told& told = calls[{from, to}];
    told.count.try_emplace(raw.told_by, 0);
    if (raw.count) told.count[raw.told_by] += *raw.count;
    told.failed[raw.told_by] += raw.failed;
    if (!raw.how.empty()) told.how.insert(raw.how);
    if (told.seen.where.line == 0 && (told.seen.text.empty() || raw.seen.where.line > 0))
      told.seen = raw.seen;
    if (raw.broke && (!told.broke || (raw.broke->where.line > 0 &&
                                      (told.broke->where.line == 0 || raw.broke->where < told.broke->where))))
      told.broke = raw.broke;
  }
  return calls;
}

class Arranger {
 public:
  Arranger(const Evidence& evidence, const Traces& traces, const Graph& graph)
      : evidence_(evidence), traces_(traces), graph_(graph), calls_(sum_up(graph)) {}

  Topology arrange() {
    choose();
    for (const std::size_t node : order_)
      position_.emplace(node, topology_.components.size()), component(node);
    name_all();
    for (const auto& [ends, told] : calls_) call(ends.first, ends.second, told);
    std::sort(topology_.calls.begin(), topology_.calls.end(), [](const model::Call& a, const model::Call& b) {
      return std::pair(a.from, a.to) < std::pair(b.from, b.to);
    });
    authors();
    notes();
    return std::move(topology_);
  }

 private:
  bool is_shown(std::size_t node) const {
    const Node& one = graph_.at(node);
    if (one.generator || one.wrote || one.settings || one.target) return true;
    return std::any_of(calls_.begin(), calls_.end(), [&](const auto& call) {
      return call.first.first == node || call.first.second == node;
    });
  }

  // Along the calls, from the load generator on; of the callees of one those with most failures
  // first.
  void choose() {
    std::vector<std::size_t> nodes;
    for (const std::size_t node : graph_.tops())
      if (is_shown(node)) nodes.push_back(node);
    std::vector<std::size_t> all = {graph_.top(traces_.generator)};
    for (std::size_t i = 0; i < all.size(); ++i) {
      std::vector<std::tuple<double, std::string, std::size_t>> next;
      for (const auto& [ends, told] : calls_)
        if (ends.first == all[i])
          next.emplace_back(-greatest(told.failed), sort_key(ends.second), ends.second);
      std::sort(next.begin(), next.end());
      for (const auto& [failed, key, node] : next)
        if (std::find(all.begin(), all.end(), node) == all.end()) all.push_back(node);
    }
    std::vector<std::pair<std::string, std::size_t>> rest;
    for (const std::size_t node : nodes)
      if (std::find(all.begin(), all.end(), node) == all.end()) rest.emplace_back(sort_key(node), node);
    std::sort(rest.begin(), rest.end());
    // A program that wrote a log has more to say than an address.
    const auto speaks = [&](const auto& entry) {
      return graph_.at(entry.second).wrote || graph_.at(entry.second).settings;
    };
    std::stable_partition(rest.begin(), rest.end(), speaks);
    for (const auto& [key, node] : rest) all.push_back(node);
    left_out_ = all.size() > kMostComponents ? all.size() - kMostComponents : 0;
    if (left_out_ > 0) {
      std::stable_partition(all.begin() + 1, all.end(), [&](std::size_t node) {
        return graph_.at(node).wrote || graph_.at(node).settings || graph_.at(node).target;
      });
      all.resize(kMostComponents);
    }
    order_ = std::move(all);
  }

  std::string sort_key(std::size_t node) const { return title_of(graph_.at(node)); }

  static std::string title_of(const Node& node) {
    const std::pair<const std::string, NameFrom>* best = nullptr;
    for (const auto& name : node.names)
      if (best == nullptr || name.second < best->second) best = &name;
    if (best != nullptr) return best->first;
    return node.addresses.empty() ? "target" : *node.addresses.begin();
  }

  void component(std::size_t node) {
    const Node& one = graph_.at(node);
    model::Component component;
    component.name = printable(title_of(one));
    component.kind = kind_of(node, one);
    component.technology = one.technology();
    for (const auto& [name, from] : one.names) component.names.push_back(printable(name));
    for (const std::string& address : one.addresses)
      if (component.addresses.size() < kMostAddresses) component.addresses.push_back(printable(address));
    component.inputs.assign(one.inputs.begin(), one.inputs.end());
    if (const Guess* guess = one.best())
      reason(component, std::string(model::name_of(guess->kind)) + ": " + guess->because);
    else if (component.kind == ComponentKind::application)
      reason(component, "application: it took part and nothing says that it is anything else");
    else if (component.kind == ComponentKind::external)
      reason(component, "external: its host is of another domain, and no log of it was given");
    else if (component.kind == ComponentKind::proxy)
      reason(component, "proxy: its log tells of requests that it sent on");
    for (const std::string& why : one.because) reason(component, why);
    topology_.components.push_back(std::move(component));
  }

  static void reason(model::Component& component, const std::string& why) {
    auto& because = component.because;
    if (because.size() < kMostReasons && std::find(because.begin(), because.end(), why) == because.end())
      because.push_back(printable(why));
  }

  // What no format, port or name tells, the part that it plays may.
  ComponentKind kind_of(std::size_t id, const Node& node) const {
    const ComponentKind kind = node.kind();
    if (kind != ComponentKind::unknown) return kind;
    if (node.passes_on) return ComponentKind::proxy;
    if (node.target || node.wrote) return ComponentKind::application;
    const bool outside =
        !node.addresses.empty() && std::all_of(node.addresses.begin(), node.addresses.end(), outside_address);
    const bool called =
        std::any_of(calls_.begin(), calls_.end(), [&](const auto& call) { return call.first.second == id; });
    return outside && called ? ComponentKind::external : ComponentKind::unknown;
  }

  static bool outside_address(const std::string& key) {
    const auto address = read_address(key);
    return address && is_external(address->host);
  }

  // Two that would be called the same are told apart by their address, or a number.
  void name_all() {
    std::set<std::string> taken;
    for (model::Component& component : topology_.components) {
      if (taken.insert(component.name).second) continue;
      std::string name = component.name;
      if (!component.addresses.empty() && component.addresses.front() != name)
        name += " (" + component.addresses.front() + ")";
      for (int i = 2; !taken.insert(name).second; ++i) name = component.name + " " + std::to_string(i);
      component.name = name;
    }
  }

  void call(std::size_t from, std::size_t to, const Told& told) {
    const auto caller = position_.find(from), callee = position_.find(to);
    if (caller == position_.end() || callee == position_.end()) return;
    model::Call call;
    call.from = caller->second;
    call.to = callee->second;
    for (const auto& [told_by, count] : told.count) call.told_by.push_back(told_by);
    if (const double count = greatest(told.count); count > 0) call.count = count;
    call.failed = greatest(told.failed);
    call.how.assign(told.how.begin(), told.how.end());
    call.seen = told.seen;
    call.broke = told.broke;
    topology_.calls.push_back(std::move(call));
  }

  void authors() {
    std::map<model::InputId, model::Authorship> authors;
    for (const auto& [input, node] : traces_.whole)
      if (const auto at = position_.find(graph_.top(node)); at != position_.end())
        authors[input].whole = at->second;
    for (const model::Sightings& sightings : evidence_.sightings) {
      const auto named = traces_.writers.find(sightings.input);
      if (named == traces_.writers.end() || sightings.speaker == model::Speaker::k6) continue;
      for (const auto& [line, writer] : sightings.written_by) {
        const auto node = named->second.find(writer);
        const auto at =
            node == named->second.end() ? position_.end() : position_.find(graph_.top(node->second));
        if (at != position_.end()) authors[sightings.input].lines.emplace_back(line, at->second);
      }
    }
    for (auto& [input, author] : authors) {
      author.input = input;
      std::sort(author.lines.begin(), author.lines.end());
      topology_.authors.push_back(std::move(author));
    }
  }

  void notes() {
    for (const std::string& note : graph_.notes) topology_.notes.push_back(printable(note));
    const std::size_t left_out = left_out_ + graph_.left_out;
    if (left_out > 0)
      topology_.notes.push_back(format_count(static_cast<double>(left_out)) + " more " +
                                (left_out == 1 ? "name or address was" : "names and addresses were") +
                                " left out: no more than " + std::to_string(kMostComponents) +
                                " components are shown");
    for (const model::Sightings& sightings : evidence_.sightings)
      if (sightings.cut && sightings.input < evidence_.inputs.size())
        topology_.notes.push_back(evidence_.inputs[sightings.input].path +
                                  " names more programs or addresses than are kept (" +
                                  format_count(static_cast<double>(model::Sightings::kMostMentions)) + ")");
  }

  const Evidence& evidence_;
  const Traces& traces_;
  const Graph& graph_;
  const Calls calls_;
  std::vector<std::size_t> order_;
  std::map<std::size_t, std::size_t> position_;
  std::size_t left_out_ = 0;
  Topology topology_;
};

}  // namespace

Topology arrange(const Evidence& evidence, const Traces& traces, const Graph& graph) {
  return Arranger(evidence, traces, graph).arrange();
}

}  // namespace loadtriage::topology
