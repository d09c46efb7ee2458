#include "report/json_run.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

Json json_component(const Diagnosis& diagnosis, std::size_t position) {
  const model::Component& component = diagnosis.topology.components[position];
  Json one = Json::object();
  one["name"] = text(component.name);
  one["kind"] = model::name_of(component.kind);
  put(one, "technology", component.technology);
  put(one, "names", component.names);
  put(one, "addresses", component.addresses);
  std::vector<std::string> inputs;
  for (const model::InputId input : component.inputs)
    if (input < diagnosis.evidence.inputs.size()) inputs.push_back(diagnosis.evidence.inputs[input].path);
  put(one, "inputs", inputs);
  put(one, "because", component.because);
  if (diagnosis.topology.cause_at == position) one["cause_stands_here"] = true;
  return one;
}

Json json_telling(const Diagnosis& diagnosis, const model::Telling& telling) {
  Json one = Json::object();
  put(one, "text", telling.text);
  if (telling.where.line > 0) put_json(one, "source", json_source(diagnosis.evidence, telling.where));
  return one;
}

Json json_call(const Diagnosis& diagnosis, const model::Call& call) {
  Json one = Json::object();
  one["from"] = text(diagnosis.topology.components[call.from].name);
  one["to"] = text(diagnosis.topology.components[call.to].name);
  one["told_by"] = texts(call.told_by);
  put(one, "count", call.count);
  one["failed"] = number(call.failed);
  put(one, "how", call.how);
  put_json(one, "seen", json_telling(diagnosis, call.seen));
  if (call.broke) put_json(one, "broke", json_telling(diagnosis, *call.broke));
  return one;
}

}  // namespace

Json json_topology(const Diagnosis& diagnosis) {
  const model::Topology& topology = diagnosis.topology;
  if (topology.components.empty()) return {};
  Json components = Json::array(), calls = Json::array();
  for (std::size_t i = 0; i < topology.components.size(); ++i)
    components.push_back(json_component(diagnosis, i));
  for (const model::Call& call : topology.calls) calls.push_back(json_call(diagnosis, call));
  Json one = Json::object();
  one["components"] = std::move(components);
  one["calls"] = std::move(calls);
  put(one, "notes", topology.notes);
  return one;
}

}  // namespace loadtriage::report
