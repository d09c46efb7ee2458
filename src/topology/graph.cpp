#include "topology/graph.h"

#include <algorithm>

namespace loadtriage::topology {

using model::ComponentKind;

const Guess* Node::best() const {
  const auto found = std::max_element(guesses.begin(), guesses.end(),
                                      [](const Guess& a, const Guess& b) { return a.weight < b.weight; });
  return found == guesses.end() ? nullptr : &*found;
}

ComponentKind Node::kind() const {
  if (generator) return ComponentKind::generator;
  const Guess* guess = best();
  return guess == nullptr ? ComponentKind::unknown : guess->kind;
}

// The kind's own, or that of another guess of the same kind: `orders-db` on port 5432.
std::string Node::technology() const {
  const Guess* first = best();
  if (first == nullptr || !first->technology.empty()) return first == nullptr ? "" : first->technology;
  const Guess* told = nullptr;
  for (const Guess& guess : guesses)
    if (guess.kind == first->kind && !guess.technology.empty() &&
        (told == nullptr || guess.weight > told->weight))
      told = &guess;
  return told == nullptr ? std::string() : told->technology;
}

std::size_t Graph::add() {
  nodes_.emplace_back();
  parent_.push_back(parent_.size());
  return nodes_.size() - 1;
}

std::size_t Graph::top(std::size_t node) const {
  while (parent_[node] != node) node = parent_[node];
  return node;
}

std::optional<std::size_t> Graph::find_named(const std::string& name) const {
  const auto found = by_name_.find(name);
  return found == by_name_.end() ? std::nullopt : std::optional(top(found->second));
}

std::optional<std::size_t> Graph::find_addressed(const std::string& address) const {
  const auto found = by_address_.find(address);
  return found == by_address_.end() ? std::nullopt : std::optional(top(found->second));
}

std::optional<std::size_t> Graph::named(const std::string& name, NameFrom from) {
  auto found = by_name_.find(name);
  if (found == by_name_.end()) {
    if (nodes_.size() >= kMostNodes) return ++left_out, std::nullopt;
    found = by_name_.emplace(name, add()).first;
  }
  Node& node = at(found->second);
  const auto [place, is_new] = node.names.emplace(name, from);
  if (!is_new) place->second = std::min(place->second, from);
  return top(found->second);
}

std::optional<std::size_t> Graph::addressed(const std::string& address) {
  auto found = by_address_.find(address);
  if (found == by_address_.end()) {
    if (nodes_.size() >= kMostNodes) return ++left_out, std::nullopt;
    found = by_address_.emplace(address, add()).first;
    at(found->second).addresses.insert(address);
  }
  return top(found->second);
}

void Graph::join(std::size_t a, std::size_t b, const std::string& why) {
  a = top(a);
  b = top(b);
  if (a == b) return;
  if (b < a) std::swap(a, b);
  Node& into = nodes_[a];
  Node from = std::move(nodes_[b]);
  parent_[b] = a;
  for (const auto& [name, source] : from.names) {
    const auto [place, is_new] = into.names.emplace(name, source);
    if (!is_new) place->second = std::min(place->second, source);
  }
  into.addresses.merge(from.addresses);
  into.inputs.merge(from.inputs);
  into.listens.merge(from.listens);
  into.guesses.insert(into.guesses.end(), from.guesses.begin(), from.guesses.end());
  into.because.insert(into.because.end(), from.because.begin(), from.because.end());
  if (!why.empty()) into.because.push_back(why);
  into.generator = into.generator || from.generator;
  into.target = into.target || from.target;
  into.wrote = into.wrote || from.wrote;
  into.settings = into.settings || from.settings;
  into.passes_on = into.passes_on || from.passes_on;
  into.called = into.called || from.called;
}

std::vector<std::size_t> Graph::tops() const {
  std::vector<std::size_t> all;
  for (std::size_t i = 0; i < nodes_.size(); ++i)
    if (parent_[i] == i) all.push_back(i);
  return all;
}

}  // namespace loadtriage::topology
