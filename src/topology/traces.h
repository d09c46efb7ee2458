// What each input tells of components and calls, put into a graph: writers, settings, addresses.
#pragma once
#include <map>

#include "model/evidence.h"
#include "topology/graph.h"

namespace loadtriage::topology {

struct Traces {
  std::size_t generator = 0;
  std::map<model::InputId, std::size_t> whole;  // who wrote an input, or whose settings it is
  std::map<model::InputId, std::map<std::string, std::size_t>> writers;  // named ones
};

// Names that are equal are one node; everything else is left to join_names().
Traces find_traces(const model::Evidence& evidence, const Lookup& lookup, Graph& graph);

// "host:port", loopback in one spelling; of a program in a container of its own with that name, as
// there it means the container.
std::string address_key(const std::string& host, int port, const std::string& within);

}  // namespace loadtriage::topology
