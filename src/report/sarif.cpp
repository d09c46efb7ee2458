// SARIF 2.1.0: causes are results, what the program says about its inputs are
// notifications.
#include <algorithm>

#include "base/quantity.h"
#include "report/escape.h"
#include "report/json_value.h"
#include "report/reporter.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

Json message(std::string_view value) { return Json::object({{"text", text(value)}}); }

Json location(const FilePlace& place) {
  Json physical = Json::object();
  physical["artifactLocation"]["uri"] = uri(place.path);
  physical["region"]["startLine"] = 1;
  if (place.line > 0) physical["region"]["startLine"] = place.line;
  return Json::object({{"physicalLocation", std::move(physical)}});
}

Json locations(const Diagnosis& diagnosis, const model::Finding& finding) {
  constexpr std::size_t kMost = 10;
  Json array = Json::array();
  for (const auto* support : favouring(finding)) {
    const auto place = file_place(diagnosis.evidence, support->where);
    if (!place || array.size() == kMost) continue;
    Json one = location(*place);
    one["message"] = message(support->text);
    array.push_back(std::move(one));
  }
  // Code scanning refuses the whole file for one result without a location.
  if (array.empty()) array.push_back(location(some_place_of(diagnosis, &finding)));
  return array;
}

const char* level_of(const model::RankedCause& cause) {
  return cause.role == model::Role::primary ? "error" : "warning";
}

// Each id once, in the order of the results.
struct Rules {
  Json array = Json::array();
  std::size_t index_of(const std::string& id, const std::string& title) {
    const Json name = text(id);
    const auto found =
        std::find_if(array.begin(), array.end(), [&](const Json& rule) { return rule["id"] == name; });
    if (found != array.end()) return static_cast<std::size_t>(found - array.begin());
    array.push_back(Json::object(
        {{"id", name},
         {"shortDescription", message(title)},
         {"fullDescription", message(title)},
         {"help", message("`loadtriage rules explain " + id + "` tells the story and the rule")}}));
    return array.size() - 1;
  }
};

Json result(Rules& rules, const std::string& id, const std::string& title, const char* level,
            std::string_view words) {
  Json one = Json::object();
  one["ruleId"] = text(id);
  one["ruleIndex"] = rules.index_of(id, title);
  one["level"] = level;
  one["message"] = message(words);
  // The same cause in the next run is the same alert.
  one["partialFingerprints"]["cause/v1"] = text(id);
  return one;
}

Json results(const Diagnosis& diagnosis, Rules& rules) {
  Json array = Json::array();
  std::size_t rank = 0;
  for (const auto& cause : diagnosis.causes) {
    const auto& finding = cause.finding;
    Json one = result(rules, finding.id, finding.title, level_of(cause), annotation(diagnosis, cause));
    put_json(one, "locations", locations(diagnosis, finding));
    one["rank"] = number(cause.confidence * 100);
    Json properties = Json::object({{"causeRank", ++rank}, {"confidence", number(cause.confidence)}});
    put(properties, "share", cause.share);
    put(properties, "chain", cause.chain);
    one["properties"] = std::move(properties);
    array.push_back(std::move(one));
  }
  for (const auto& wall : diagnosis.latent) {
    Json one = result(rules, wall.cause, wall.title, "note", wall.text);
    one["locations"] = Json::array({location(some_place_of(diagnosis, nullptr))});
    one["properties"] = Json::object({{"causeRank", ++rank}, {"latent", true}});
    array.push_back(std::move(one));
  }
  return array;
}

Json notification(const char* level, std::string_view words, const FilePlace& place) {
  Json one = Json::object();
  one["level"] = level;
  one["message"] = message(words);
  one["locations"] = Json::array({location(place)});
  return one;
}

Json notifications(const Diagnosis& diagnosis) {
  Json array = Json::array();
  for (const auto& input : diagnosis.evidence.inputs) {
    const FilePlace place{input.from_here(), 0};
    if (input.kind.empty())
      array.push_back(notification(
          "warning", input.unreadable() ? "could not be read" : "not recognised; it tells nothing", place));
    if (input.fates.dropped > 0)
      array.push_back(notification(
          "warning", counted(static_cast<double>(input.fates.dropped), "line") + " not understood", place));
    for (const auto& note : input.notes) array.push_back(notification("note", note, place));
  }
  for (const auto& note : diagnosis.evidence.notes)
    array.push_back(Json::object({{"level", "note"}, {"message", message(note)}}));
  return array;
}

std::string write_sarif(const Diagnosis& diagnosis, const Style& style) {
  Rules rules;
  Json found = results(diagnosis, rules);

  Json driver = Json::object({{"name", "loadtriage"}});
  put(driver, "version", style.version);
  driver["rules"] = std::move(rules.array);

  Json invocation = Json::object({{"executionSuccessful", true}});
  put_json(invocation, "toolExecutionNotifications", notifications(diagnosis));

  Json run = Json::object();
  run["tool"]["driver"] = std::move(driver);
  run["invocations"] = Json::array({std::move(invocation)});
  run["results"] = std::move(found);
  run["columnKind"] = "unicodeCodePoints";
  run["properties"] =
      Json::object({{"verdict", model::name_of(diagnosis.verdict)}, {"headline", text(diagnosis.headline)}});

  Json document = Json::object();
  document["$schema"] = "https://json.schemastore.org/sarif-2.1.0.json";
  document["version"] = "2.1.0";
  document["runs"] = Json::array({std::move(run)});
  return dump(document);
}

}  // namespace

extern const Reporter sarif;
const Reporter sarif = {"sarif", "SARIF 2.1.0, for code scanning and viewers", write_sarif};

}  // namespace loadtriage::report
