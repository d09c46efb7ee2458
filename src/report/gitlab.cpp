// GitLab's Code Quality report: one entry for each cause, shown in merge requests.
#include <fmt/format.h>

#include "report/json_value.h"
#include "report/reporter.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

// FNV-1a, 64 bits: only has to stay the same for the same cause from run to run.
std::string fingerprint(std::string_view id, std::string_view title) {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const std::string_view part : {id, std::string_view("\n"), title})
    for (const char c : part) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  return fmt::format("{:016x}", hash);
}

// GitLab drops entries without a place; a cause that has none points at the first input.
FilePlace place_or_first_input(const Diagnosis& diagnosis, const std::optional<FilePlace>& place) {
  if (place) return *place;
  if (!diagnosis.evidence.inputs.empty()) return {diagnosis.evidence.inputs.front().path, 1};
  return {"loadtriage", 1};
}

Json entry(const Diagnosis& diagnosis, std::string_view id, std::string_view title, const char* severity,
           std::string_view description, const std::optional<FilePlace>& where) {
  const FilePlace place = place_or_first_input(diagnosis, where);
  Json one = Json::object();
  one["description"] = text(description);
  one["check_name"] = text(id);
  one["fingerprint"] = fingerprint(id, title);
  one["severity"] = severity;
  one["location"]["path"] = text(place.path);
  one["location"]["lines"]["begin"] = place.line == 0 ? 1 : place.line;
  return one;
}

const char* severity_of(const model::RankedCause& cause) {
  switch (cause.role) {
    case model::Role::primary:
      return "critical";
    case model::Role::secondary:
      return "major";
    default:
      return "minor";
  }
}

std::string write_gitlab(const Diagnosis& diagnosis, const Style&) {
  Json entries = Json::array();
  for (const auto& cause : diagnosis.causes)
    entries.push_back(entry(diagnosis, cause.finding.id, cause.finding.title, severity_of(cause),
                            annotation(diagnosis, cause), place_of(diagnosis, cause.finding)));
  for (const auto& wall : diagnosis.latent)
    entries.push_back(
        entry(diagnosis, wall.cause, wall.title, "info", "Not reached by this run: " + wall.text, {}));
  return dump(entries);
}

}  // namespace

extern const Reporter gitlab;
const Reporter gitlab = {"gitlab", "GitLab Code Quality report", write_gitlab};

}  // namespace loadtriage::report
