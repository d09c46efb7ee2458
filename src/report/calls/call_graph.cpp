#include "report/calls/call_graph.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "base/ascii.h"
#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::report {
namespace {

using model::Call;
using model::ComponentKind;
using model::Topology;

constexpr std::size_t kLongestName = 40;
constexpr std::size_t kMostChains = 6, kMostFailures = 4;

std::string short_name(const Topology& topology, std::size_t component) {
  return shorten(printable(topology.components[component].name), kLongestName);
}

std::string failure_text(const Call& call) {
  std::string text = format_count(call.failed);
  if (call.count && *call.count > call.failed) text += " of " + format_count(*call.count);
  return text + " failed" + (call.how.empty() ? "" : ": " + join(call.how, ", "));
}

// Calls end to end, each once: what an arrow chain can show.
std::vector<std::vector<std::size_t>> chains_of(const Topology& topology) {
  std::vector<std::vector<std::size_t>> chains;
  std::set<const Call*> told;
  for (const Call& first : topology.calls) {
    if (!told.insert(&first).second) continue;
    std::vector<std::size_t> chain = {first.from, first.to};
    for (bool longer = true; longer;) {
      longer = false;
      for (const Call& next : topology.calls) {
        const bool circle = std::find(chain.begin(), chain.end(), next.to) != chain.end();
        if (next.from != chain.back() || circle || !told.insert(&next).second) continue;
        chain.push_back(next.to);
        longer = true;
        break;
      }
    }
    chains.push_back(std::move(chain));
  }
  return chains;
}

// Letters, digits and what neither mermaid nor Markdown reads in a quoted label; all else by number.
std::string mermaid_text(std::string_view text) {
  constexpr std::string_view kPlain = " ._:/,()+-";
  std::string out;
  for (const char c : printable(text)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80 || is_letter(c) || is_digit(c) || kPlain.find(c) != std::string_view::npos)
      out += c;
    else
      out += fmt::format("#{};", byte);
  }
  return out;
}

struct Shape {
  std::string_view open, close;
};
Shape shape_of(ComponentKind kind) {
  switch (kind) {
    case ComponentKind::generator:
      return {"([", "])"};
    case ComponentKind::database:
    case ComponentKind::cache:
      return {"[(", ")]"};
    case ComponentKind::broker:
      return {"[[", "]]"};
    case ComponentKind::external:
      return {"{{", "}}"};
    case ComponentKind::proxy:
    case ComponentKind::application:
    case ComponentKind::name_service:
    case ComponentKind::unknown:
      break;
  }
  return {"[", "]"};
}

}  // namespace

CallGraph call_graph(const Topology& topology) {
  CallGraph graph;
  if (topology.calls.empty()) return graph;
  const std::size_t shown = std::min(topology.components.size(), CallGraph::kMost);
  graph.left_out = topology.components.size() - shown;
  for (std::size_t i = 0; i < shown; ++i) graph.components.push_back(i);
  for (const Call& call : topology.calls)
    if (call.from < shown && call.to < shown) graph.calls.push_back(&call);
  return graph;
}

std::string component_label(const model::Component& component) {
  const std::string kind(model::name_of(component.kind));
  if (component.technology.empty() || to_lower_ascii(component.technology) == component.name) return kind;
  return kind + " · " + printable(component.technology);
}

std::string call_label(const Call& call) {
  if (call.failed > 0) return failure_text(call);
  return call.count ? format_count(*call.count) + (*call.count == 1 ? " call" : " calls") : std::string();
}

std::string who_calls_whom(const Topology& topology) {
  if (topology.components.size() < 3 || topology.calls.empty()) return {};
  std::vector<std::string> parts;
  const auto chains = chains_of(topology);
  for (std::size_t i = 0; i < std::min(chains.size(), kMostChains); ++i) {
    std::string part;
    for (const std::size_t component : chains[i])
      part += (part.empty() ? "" : " → ") + short_name(topology, component);
    parts.push_back(std::move(part));
  }
  if (chains.size() > kMostChains) parts.push_back(fmt::format("and {} more", chains.size() - kMostChains));
  std::vector<const Call*> broken;
  for (const Call& call : topology.calls)
    if (call.failed > 0) broken.push_back(&call);
  std::stable_sort(broken.begin(), broken.end(),
                   [](const Call* a, const Call* b) { return a->failed > b->failed; });
  std::string text = join(parts, "; ") + ".";
  for (std::size_t i = 0; i < std::min(broken.size(), kMostFailures); ++i)
    text += fmt::format("{} {} → {} ({})", i == 0 ? " Broken:" : ",", short_name(topology, broken[i]->from),
                        short_name(topology, broken[i]->to), failure_text(*broken[i]));
  return text;
}

std::vector<std::string> mermaid(const Topology& topology) {
  const CallGraph graph = call_graph(topology);
  if (graph.calls.empty()) return {};
  std::vector<std::string> lines = {"flowchart LR"};
  for (const std::size_t i : graph.components) {
    const model::Component& component = topology.components[i];
    const auto [open, close] = shape_of(component.kind);
    lines.push_back(fmt::format("  c{}{}\"{}<br>{}\"{}", i, open, mermaid_text(short_name(topology, i)),
                                mermaid_text(component_label(component)), close));
  }
  std::vector<std::string> broken;
  for (std::size_t i = 0; i < graph.calls.size(); ++i) {
    const Call& call = *graph.calls[i];
    const std::string label = call_label(call);
    lines.push_back(fmt::format("  c{} {}{} c{}", call.from, call.failed > 0 ? "--x" : "-->",
                                label.empty() ? "" : "|\"" + mermaid_text(label) + "\"|", call.to));
    if (call.failed > 0) broken.push_back(std::to_string(i));
  }
  if (!broken.empty())
    lines.push_back("  linkStyle " + join(broken, ",") + " stroke:#b3261e,stroke-width:2px");
  if (topology.cause_at && *topology.cause_at < graph.components.size()) {
    lines.push_back("  classDef cause stroke:#b3261e,stroke-width:3px");
    lines.push_back(fmt::format("  class c{} cause", *topology.cause_at));
  }
  return lines;
}

}  // namespace loadtriage::report
