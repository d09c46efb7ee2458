// reviewdog's diagnostics, one JSON object a line.
#include "report/json_value.h"
#include "report/reporter.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

std::string diagnostic(std::string_view id, const char* severity, std::string_view words,
                       const FilePlace& place) {
  Json one = Json::object();
  one["message"] = text(words);
  one["location"]["path"] = text(place.path);
  if (place.line > 0) one["location"]["range"]["start"]["line"] = place.line;
  one["severity"] = severity;
  one["source"]["name"] = "loadtriage";
  one["code"]["value"] = text(id);
  return dump_line(one);
}

std::string write_rdjsonl(const Diagnosis& diagnosis, const Style&) {
  std::string out;
  for (const auto& cause : diagnosis.causes)
    out += diagnostic(cause.finding.id, cause.role == model::Role::primary ? "ERROR" : "WARNING",
                      annotation(diagnosis, cause), some_place_of(diagnosis, &cause.finding));
  for (const auto& wall : diagnosis.latent)
    out += diagnostic(wall.cause, "INFO", "Not reached by this run: " + wall.text,
                      some_place_of(diagnosis, nullptr));
  return out;
}

}  // namespace

extern const Reporter rdjsonl;
const Reporter rdjsonl = {"rdjsonl", "reviewdog diagnostics (rdjsonl)", write_rdjsonl};

}  // namespace loadtriage::report
