// Components while they are found: nodes that may turn out to be one, and calls between them.
#pragma once
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "model/topology.h"
#include "topology/table.h"

namespace loadtriage::topology {

// What says that a component is of a kind, and how much that counts against what else is said.
enum class Weight { role, word, name, port, scheme, settings, image, format };

struct Guess {
  Weight weight = Weight::role;
  model::ComponentKind kind = model::ComponentKind::unknown;
  std::string technology;
  std::string because;
};

// Names in the order of what is shown rather.
enum class NameFrom { writer, file, host, technology, settings };

struct Node {
  std::map<std::string, NameFrom> names;
  std::set<std::string> addresses;
  std::set<model::InputId> inputs;
  std::vector<Guess> guesses;
  std::vector<std::string> because;
  std::set<int> listens;
  bool generator = false, target = false;
  bool wrote = false;      // lines of a log, or readings
  bool settings = false;   // it has a file of settings
  bool passes_on = false;  // it logs requests that it sent on
  bool called = false;

  const Guess* best() const;  // null: nothing tells its kind
  model::ComponentKind kind() const;
  std::string technology() const;
};

struct RawCall {
  std::size_t from = 0, to = 0;
  std::string told_by;
  std::optional<double> count;
  double failed = 0;
  std::string how;
  model::Telling seen;
  std::optional<model::Telling> broke;
};

class Graph {
 public:
  // Far more than anybody looks at; what has no room is counted.
  static constexpr std::size_t kMostNodes = 3000;

  std::size_t add();
  // The node of that name, made when there is none; nothing where there is no room.
  std::optional<std::size_t> named(const std::string& name, NameFrom from);
  std::optional<std::size_t> find_named(const std::string& name) const;
  std::optional<std::size_t> addressed(const std::string& address);
  std::optional<std::size_t> find_addressed(const std::string& address) const;

  // One node from now on. `why` is told of it.
  void join(std::size_t a, std::size_t b, const std::string& why);
  std::size_t top(std::size_t node) const;
  Node& at(std::size_t node) { return nodes_[top(node)]; }
  const Node& at(std::size_t node) const { return nodes_[top(node)]; }
  // Those that stand for themselves, in the order in which they came.
  std::vector<std::size_t> tops() const;

  std::vector<RawCall> calls;
  std::vector<std::string> notes;
  std::size_t left_out = 0;  // addresses without room

 private:
  std::vector<Node> nodes_;
  std::vector<std::size_t> parent_;
  std::map<std::string, std::size_t> by_name_, by_address_;
};

}  // namespace loadtriage::topology
