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

// GitLab drops entries without a place.
Json entry(std::string_view id, std::string_view title, const char* severity, std::string_view description,
           const FilePlace& place) {
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
    entries.push_back(entry(cause.finding.id, cause.finding.title, severity_of(cause),
                            annotation(diagnosis, cause), some_place_of(diagnosis, &cause.finding)));
  for (const auto& wall : diagnosis.latent)
    entries.push_back(entry(wall.cause, wall.title, "info", "Not reached by this run: " + wall.text,
                            some_place_of(diagnosis, nullptr)));
  return dump(entries);
}

}  // namespace

extern const Reporter gitlab;
const Reporter gitlab = {"gitlab", "GitLab Code Quality report", write_gitlab};

}  // namespace loadtriage::report
