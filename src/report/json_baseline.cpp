#include "report/json_run.h"

namespace loadtriage::report {
namespace {

Json json_figure(const model::Baseline::Figure& figure) {
  Json one = Json::object();
  one["name"] = text(figure.name);
  one["unit"] = text(figure.unit);
  put(one, "before", figure.before);
  put(one, "now", figure.now);
  put(one, "population", figure.population);
  return one;
}

Json json_change(const model::Baseline::Change& change) {
  Json one = Json::object();
  one["name"] = text(change.name);
  put(one, "before", change.before);
  put(one, "now", change.now);
  return one;
}

Json json_sign(const model::Baseline::Sign& sign) {
  Json one = Json::object();
  one["name"] = text(sign.name);
  one["before"] = number(sign.before);
  one["now"] = number(sign.now);
  return one;
}

template <typename T>
Json array_of(const std::vector<T>& all, Json (*one)(const T&)) {
  Json array = Json::array();
  for (const T& each : all) array.push_back(one(each));
  return array;
}

}  // namespace

Json json_baseline(const model::Diagnosis& diagnosis) {
  if (!diagnosis.baseline) return nullptr;
  const model::Baseline& baseline = *diagnosis.baseline;
  Json one = Json::object();
  one["paths"] = texts(baseline.paths);
  one["figures"] = array_of(baseline.figures, json_figure);
  put_json(one, "changes", array_of(baseline.changes, json_change));
  put_json(one, "observations", array_of(baseline.signs, json_sign));
  put(one, "notes", baseline.notes);
  return one;
}

}  // namespace loadtriage::report
