// The drawing of components and calls: a column for each step away from the load generator.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/text.h"
#include "report/calls/call_graph.h"
#include "report/escape.h"

namespace loadtriage::report {
namespace {

using model::Call;
using model::Topology;

constexpr int kBoxWidth = 176, kBoxHeight = 50, kGapX = 160, kGapY = 30, kEdge = 6;
constexpr std::size_t kNameColumns = 22, kLabelColumns = 27;

struct Box {
  int x = 0, y = 0;
};

// Steps from the load generator; who is not reached stands below it.
std::map<std::size_t, std::size_t> steps_away(const CallGraph& graph) {
  std::map<std::size_t, std::size_t> column;
  std::vector<std::size_t> reached = {0};
  column[0] = 0;
  for (std::size_t i = 0; i < reached.size(); ++i)
    for (const Call* call : graph.calls)
      if (call->from == reached[i] && column.try_emplace(call->to, column[reached[i]] + 1).second)
        reached.push_back(call->to);
  // Callers whom nobody is known to call, and what hangs on them.
  for (const std::size_t component : graph.components) {
    if (column.count(component) != 0) continue;
    column[component] = 0;
    for (const Call* call : graph.calls)
      if (call->from == component) column.try_emplace(call->to, 1);
  }
  return column;
}

std::map<std::size_t, Box> place(const CallGraph& graph, int& width, int& height) {
  std::map<std::size_t, Box> boxes;
  std::map<std::size_t, int> rows;
  width = height = 0;
  const auto columns = steps_away(graph);
  for (const std::size_t component : graph.components) {
    const std::size_t column = columns.at(component);
    const Box box{static_cast<int>(column) * (kBoxWidth + kGapX), rows[column]++ * (kBoxHeight + kGapY)};
    width = std::max(width, box.x + kBoxWidth);
    height = std::max(height, box.y + kBoxHeight);
    boxes[component] = box;
  }
  return boxes;
}

std::string arrow_head(int x, int y, bool leftwards) {
  const int back = leftwards ? 8 : -8;
  return fmt::format("<path class=\"head\" d=\"M{} {}l{} -5v10z\"/>", x, y, back);
}

std::string arrow(const Call& call, const Box& from, const Box& to) {
  const bool forwards = to.x > from.x;
  const int x1 = from.x + (forwards || to.x == from.x ? kBoxWidth : 0);
  const int x2 = to.x + (forwards ? 0 : kBoxWidth);
  const int y1 = from.y + kBoxHeight / 2, y2 = to.y + kBoxHeight / 2;
  const int bend = to.x == from.x ? kGapX / 2 : forwards ? (x2 - x1) / 2 : -(x1 - x2) / 2;
  std::string out = fmt::format("<g class=\"call{}\">", call.failed > 0 ? " broke" : "");
  out += fmt::format("<path d=\"M{} {}C{} {} {} {} {} {}\"/>", x1, y1, x1 + bend, y1,
                     to.x == from.x ? x2 + bend : x2 - bend, y2, x2, y2);
  out += arrow_head(x2, y2, !forwards);
  const std::string label = shorten(call_label(call), kLabelColumns);
  if (!label.empty()) {
    const int middle = to.x == from.x ? x1 + bend : (x1 + x2) / 2;
    out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>", middle, (y1 + y2) / 2 - 6,
                       html(label));
  }
  return out + "</g>\n";
}

std::string box(const Topology& topology, std::size_t position, const Box& at) {
  const model::Component& component = topology.components[position];
  std::string out = fmt::format("<g class=\"component{}\">", topology.cause_at == position ? " cause" : "");
  out += fmt::format("<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"6\"/>", at.x, at.y, kBoxWidth,
                     kBoxHeight);
  out += fmt::format("<text class=\"name\" x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                     at.x + kBoxWidth / 2, at.y + 21, html(shorten(component.name, kNameColumns)));
  out += fmt::format("<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text></g>\n", at.x + kBoxWidth / 2,
                     at.y + 39, html(shorten(component_label(component), kLabelColumns)));
  return out;
}

}  // namespace

std::string call_drawing(const Topology& topology) {
  const CallGraph graph = call_graph(topology);
  if (graph.calls.empty()) return {};
  int width = 0, height = 0;
  const auto boxes = place(graph, width, height);
  std::string out = fmt::format(
      "<svg class=\"calls\" viewBox=\"-{0} -{1} {2} {3}\" style=\"max-width:{2}px\" role=\"img\" "
      "aria-labelledby=\"calls-title calls-text\">\n",
      kEdge, kEdge + 12, width + 2 * kEdge + kGapX / 2, height + 2 * kEdge + 12);
  out += "<title id=\"calls-title\">Components and calls</title>\n";
  std::string words;
  for (const Call* call : graph.calls)
    words += fmt::format("{}{} calls {}{}", words.empty() ? "" : "; ", topology.components[call->from].name,
                         topology.components[call->to].name,
                         call->failed > 0 ? " (" + call_label(*call) + ")" : "");
  out += "<desc id=\"calls-text\">" + html(words) + "</desc>\n";
  for (const Call* call : graph.calls) out += arrow(*call, boxes.at(call->from), boxes.at(call->to));
  for (const auto& [position, at] : boxes) out += box(topology, position, at);
  return out + "</svg>\n";
}

}  // namespace loadtriage::report
