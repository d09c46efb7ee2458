// Components and calls for people: in a sentence, as a diagram in Markdown, as a drawing for
// HTML. Nothing is drawn where no call is known.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/diagnosis.h"

namespace loadtriage::report {

// The first components, and the calls between these: pictures of more are not looked at.
struct CallGraph {
  static constexpr std::size_t kMost = 24;
  std::vector<std::size_t> components;  // positions in the topology
  std::vector<const model::Call*> calls;
  std::size_t left_out = 0;
};
CallGraph call_graph(const model::Topology& topology);

// "k6 → edge → orders; failed: orders → orders-db (1,204 refused)". Empty where no more than two
// components are known.
std::string who_calls_whom(const model::Topology& topology);

// What stands beside an arrow: "2,450 calls, 311 failed: refused". Empty where nothing is known.
std::string call_label(const model::Call& call);
// "database · PostgreSQL"
std::string component_label(const model::Component& component);

// The lines of a mermaid flowchart. No text of the inputs can leave its label.
std::vector<std::string> mermaid(const model::Topology& topology);

// A self-contained SVG element with a title and a description; colours by CSS class.
std::string call_drawing(const model::Topology& topology);

}  // namespace loadtriage::report
