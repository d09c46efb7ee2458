#include "topology/joins.h"

#include <algorithm>
#include <functional>

#include "base/addresses.h"
#include "base/text.h"
#include "topology/names.h"

namespace loadtriage::topology {
namespace {

using model::ComponentKind;

Address plain(const std::string& key) {
  const auto address = read_address(key.substr(0, key.find(' ')));
  return address ? *address : Address{{}, key, 0};
}

// In a container of its own: another's loopback.
bool is_private(const std::string& key) { return key.find(" of ") != std::string::npos; }

bool may_be_one(ComponentKind a, ComponentKind b) {
  return a == b || a == ComponentKind::unknown || b == ComponentKind::unknown;
}

class Joins {
 public:
  Joins(const Traces& traces, Graph& graph) : traces_(traces), graph_(graph) {}

  void run() {
    hosts();
    listeners();
    settings();
    technologies();
    upstreams();
    target();
  }

 private:
  using Test = std::function<bool(std::size_t, const Node&)>;
  std::vector<std::size_t> those(const Test& test) const {
    std::vector<std::size_t> found;
    for (const std::size_t node : graph_.tops())
      if (test(node, graph_.at(node))) found.push_back(node);
    return found;
  }
  static bool is_seen(const Node& node) { return (node.wrote || node.settings) && !node.generator; }

  // `db:5432` is the `db` that wrote a log. Of several ports of one host those are its own that
  // it listens on, or whose kind is its kind; a lone port is.
  void hosts() {
    std::map<std::string, std::vector<std::size_t>> by_host;
    for (const std::size_t node : graph_.tops())
      for (const std::string& key : graph_.at(node).addresses) {
        const Address address = plain(key);
        const std::string host = is_loopback(address.host) ? std::string() : host_name(address.host);
        if (!host.empty()) by_host[host].push_back(node);
      }
    for (const auto& [host, nodes] : by_host) {
      // Where a program has no name but its host's, it is called so.
      if (nodes.size() == 1) graph_.at(nodes.front()).names.emplace(host, NameFrom::host);
      const auto named = graph_.find_named(host);
      if (!named) continue;
      for (const std::size_t node : nodes) {
        if (graph_.top(node) == graph_.top(*named)) continue;
        if (belongs(graph_.at(*named), graph_.at(node), nodes.size() == 1))
          graph_.join(*named, node,
                      *graph_.at(node).addresses.begin() + " is its address: the host has its name");
        else
          apart(*graph_.at(node).addresses.begin(), "`" + host + "`",
                "the host has several ports, or the kinds differ");
      }
    }
  }

  static bool belongs(const Node& named, const Node& address, bool lone) {
    if (!may_be_one(named.kind(), address.kind())) {
      // A name alone is weak: `db` may be anything that says so of itself.
      const Guess* guess = named.best();
      return lone && guess != nullptr && guess->weight <= Weight::name;
    }
    for (const std::string& key : address.addresses)
      if (named.listens.count(plain(key).port) != 0) return true;
    return lone || (named.kind() == address.kind() && named.kind() != ComponentKind::unknown);
  }

  // Whoever says that it listens on a port is meant by that port, where nobody else says so. A
  // host that is a name of somebody else is somebody else's.
  void listeners() {
    std::map<int, std::vector<std::size_t>> by_port;
    for (const std::size_t node : graph_.tops())
      for (const int port : graph_.at(node).listens) by_port[port].push_back(node);
    for (const std::size_t node : graph_.tops()) {
      if (graph_.top(node) != node || is_seen(graph_.at(node))) continue;
      const std::set<std::string> addresses = graph_.at(node).addresses;
      for (const std::string& key : addresses) {
        const Address address = plain(key);
        if (address.port == 0 || is_private(key) || is_external(address.host)) continue;
        std::set<std::size_t> listening;
        for (const std::size_t other : by_port[address.port])
          if (graph_.top(other) != graph_.top(node)) listening.insert(graph_.top(other));
        if (listening.size() > 1)
          apart(key, "whoever listens on port " + std::to_string(address.port), "several say so");
        if (listening.size() != 1) continue;
        if (!may_be_one(graph_.at(*listening.begin()).kind(), graph_.at(node).kind())) continue;
        graph_.join(*listening.begin(), node, "it listens on port " + std::to_string(address.port));
        break;
      }
    }
  }

  // Settings that no name gives an owner are those of the only program they can be of.
  void settings() {
    for (const std::size_t node : graph_.tops()) {
      const Node& one = graph_.at(node);
      if (graph_.top(node) != node || !one.settings || one.wrote) continue;
      const ComponentKind kind = one.kind();
      const std::string technology = one.technology();
      if (!technology.empty()) continue;  // technologies() asks for more
      const auto owners = those([&](std::size_t other, const Node& candidate) {
        return other != node && candidate.wrote && !candidate.generator &&
               (candidate.kind() == ComponentKind::application || candidate.kind() == ComponentKind::unknown);
      });
      if (owners.size() == 1 && may_be_one(kind, ComponentKind::application))
        graph_.join(owners.front(), node, "supposed: it is the only program whose settings these can be");
    }
  }

  // The only log (or settings) of a technology and the only address of it are of one program.
  void technologies() {
    std::map<std::string, std::pair<std::vector<std::size_t>, std::vector<std::size_t>>> by_technology;
    for (const std::size_t node : graph_.tops()) {
      const Node& one = graph_.at(node);
      const std::string technology = one.technology();
      if (technology.empty() || one.generator) continue;
      auto& [seen, addressed] = by_technology[technology];
      (is_seen(one) && one.addresses.empty() ? seen : addressed).push_back(node);
    }
    for (auto& [technology, nodes] : by_technology) {
      auto& [seen, addressed] = nodes;
      // Settings and a log of one technology first.
      if (seen.size() == 2 && graph_.at(seen[0]).wrote != graph_.at(seen[1]).wrote) {
        graph_.join(seen[0], seen[1], "supposed: the only log and the only settings of " + technology);
        seen = {graph_.top(seen[0])};
      }
      if (seen.empty() || addressed.empty()) continue;
      if (seen.size() == 1 && addressed.size() == 1) {
        const Node& other = graph_.at(addressed.front());
        if (is_seen(other) && is_seen(graph_.at(seen.front())) &&
            other.wrote == graph_.at(seen.front()).wrote)
          continue;
        graph_.join(seen.front(), addressed.front(),
                    "supposed: the only log and the only address of " + technology);
        continue;
      }
      apart("what is known of " + technology, "one component",
            std::to_string(seen.size()) + " logs or files of settings and " +
                std::to_string(addressed.size()) + " addresses leave open which belongs to which");
    }
  }

  // A proxy sends requests to one address of no known owner, and one application has no address;
  // or to as many addresses as the application, in replicas, has logs.
  void upstreams() {
    std::set<std::size_t> behind;
    for (const RawCall& call : graph_.calls) {
      const Node& from = graph_.at(call.from);
      const Node& to = graph_.at(call.to);
      const bool passes_on = from.passes_on || from.kind() == ComponentKind::proxy;
      if (passes_on && !is_seen(to) && may_be_one(to.kind(), ComponentKind::application))
        behind.insert(graph_.top(call.to));
    }
    const auto programs = applications([](const Node& one) { return one.addresses.empty() && !one.called; });
    if (behind.empty() || programs.empty()) return;
    if (programs.size() == 1 &&
        (behind.size() == 1 || behind.size() == graph_.at(programs.front()).inputs.size())) {
      for (const std::size_t node : behind)
        graph_.join(programs.front(), node, "supposed: the only program that the proxy can mean");
    } else {
      apart("upstreams of the proxy", "applications",
            std::to_string(behind.size()) + " addresses and the logs of " + std::to_string(programs.size()) +
                " programs leave open which is which");
    }
  }

  std::vector<std::size_t> applications(const std::function<bool(const Node&)>& test) const {
    return those([&](std::size_t, const Node& one) {
      return one.wrote && !one.generator && !one.passes_on && test(one) &&
             (one.kind() == ComponentKind::application || one.kind() == ComponentKind::unknown);
    });
  }

  // The test talks to the only proxy that nobody calls; without one, to the only application.
  void target() {
    auto targets = those([](std::size_t, const Node& one) { return one.target; });
    if (targets.size() > 1) return;
    if (targets.size() == 1 && is_seen(graph_.at(targets.front()))) return;
    auto faces = those([&](std::size_t, const Node& one) {
      return is_seen(one) && !one.called && (one.passes_on || one.kind() == ComponentKind::proxy);
    });
    std::string what = "proxy";
    if (faces.empty()) {
      faces = applications([](const Node& one) { return !one.called; });
      what = "application";
    }
    if (faces.size() != 1) {
      if (faces.size() > 1) apart("the target of the test and each " + what, "several may be meant");
      return;
    }
    if (targets.empty()) {
      graph_.at(faces.front()).target = true;
      graph_.at(faces.front()).because.push_back("supposed: the test called the only " + what);
      RawCall call;
      call.from = traces_.generator;
      call.to = faces.front();
      call.told_by = "the load test";
      graph_.calls.push_back(std::move(call));
      graph_.at(faces.front()).called = true;
      return;
    }
    const Node& target = graph_.at(targets.front());
    if (!may_be_one(target.kind(), graph_.at(faces.front()).kind())) return;
    graph_.join(faces.front(), targets.front(), "supposed: the test called the only " + what);
  }

  void apart(const std::string& what, const std::string& other, const std::string& why) {
    apart(what + " and " + other, why);
  }
  void apart(const std::string& both, const std::string& why) {
    constexpr std::size_t kMostNotes = 20;
    if (graph_.notes.size() < kMostNotes) graph_.notes.push_back(both + " stay apart: " + why);
  }

  const Traces& traces_;
  Graph& graph_;
};

}  // namespace

void join_nodes(const Traces& traces, Graph& graph) { Joins(traces, graph).run(); }

}  // namespace loadtriage::topology
