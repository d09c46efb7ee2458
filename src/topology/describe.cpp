#include "topology/describe.h"

#include <fmt/format.h>

#include "base/quantity.h"
#include "base/text.h"

namespace loadtriage::topology {
namespace {

using model::Topology;

constexpr std::size_t kQuoted = 140;

std::string place(const model::Evidence& evidence, const model::SourceRef& where) {
  if (where.line == 0 || where.input >= evidence.inputs.size()) return {};
  return evidence.inputs[where.input].from_here() + ":" + std::to_string(where.line);
}

std::string told(const model::Evidence& evidence, const model::Telling& telling) {
  std::string text = place(evidence, telling.where);
  if (telling.text.empty()) return text;
  if (!text.empty()) text += "  ";
  return text + shorten(printable(telling.text), kQuoted);
}

std::string component_text(const model::Evidence& evidence, const Topology& topology, std::size_t position) {
  const model::Component& component = topology.components[position];
  std::string text = fmt::format("  {}: {}", component.name, model::name_of(component.kind));
  if (!component.technology.empty()) text += " (" + component.technology + ")";
  if (topology.cause_at == position) text += "; the first cause's evidence stands here";
  text += "\n";
  const auto row = [&](std::string_view label, const std::string& value) {
    if (!value.empty()) text += fmt::format("    {:<10} {}\n", label, value);
  };
  if (component.names.size() > 1) row("names", join(component.names, ", "));
  row("addresses", join(component.addresses, ", "));
  std::vector<std::string> inputs;
  for (const model::InputId input : component.inputs)
    if (input < evidence.inputs.size()) inputs.push_back(evidence.inputs[input].path);
  row("inputs", join(inputs, ", "));
  for (const std::string& why : component.because) row("because", why);
  return text;
}

std::string call_text(const model::Evidence& evidence, const Topology& topology, const model::Call& call) {
  std::string text = fmt::format("  {} -> {}: told by {}", topology.components[call.from].name,
                                 topology.components[call.to].name, join(call.told_by, ", "));
  if (call.count) text += fmt::format("; {} times", format_count(*call.count));
  if (call.failed > 0) {
    text += fmt::format("; {} failed", format_count(call.failed));
    if (!call.how.empty()) text += ": " + join(call.how, ", ");
  }
  text += "\n";
  const std::string seen = told(evidence, call.seen);
  if (!seen.empty()) text += "    seen       " + seen + "\n";
  if (call.broke) text += "    broke      " + told(evidence, *call.broke) + "\n";
  return text;
}

}  // namespace

std::string describe(const model::Diagnosis& diagnosis) {
  const Topology& topology = diagnosis.topology;
  std::string text = "components\n";
  for (std::size_t i = 0; i < topology.components.size(); ++i)
    text += component_text(diagnosis.evidence, topology, i);
  text += topology.calls.empty() ? "no calls are known\n" : "calls\n";
  for (const model::Call& call : topology.calls) text += call_text(diagnosis.evidence, topology, call);
  if (!topology.notes.empty()) text += "notes\n";
  for (const std::string& note : topology.notes) text += "  " + note + "\n";
  return text;
}

}  // namespace loadtriage::topology
