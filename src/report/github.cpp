// GitHub workflow commands: annotations on the run, printed to the log of a step.
#include <fmt/format.h>

#include "base/text.h"
#include "report/escape.h"
#include "report/reporter.h"
#include "report/story.h"

namespace loadtriage::report {
namespace {

using model::Diagnosis;

const char* level_of(const Diagnosis& diagnosis, const model::RankedCause& cause) {
  const bool bad =
      diagnosis.verdict == model::Verdict::failed || diagnosis.verdict == model::Verdict::invalid;
  return bad && cause.role == model::Role::primary ? "error" : "warning";
}

std::string command(std::string_view level, std::string_view title, const std::optional<FilePlace>& place,
                    std::string_view message) {
  std::string properties;
  if (place) {
    properties = "file=" + github_property(place->path) + ",";
    if (place->line > 0) properties += fmt::format("line={},", place->line);
  }
  return fmt::format("::{} {}title={}::{}\n", level, properties, github_property(title),
                     github_data(message));
}

std::string verdict_command(const Diagnosis& diagnosis) {
  const bool bad =
      diagnosis.verdict == model::Verdict::failed || diagnosis.verdict == model::Verdict::invalid;
  const char* level = diagnosis.verdict == model::Verdict::passed ? "notice" : bad ? "error" : "warning";
  return command(level, "load test " + std::string(name_of(diagnosis.verdict)), std::nullopt,
                 with_next_step(diagnosis.headline, next_steps(diagnosis)));
}

std::string write_github(const Diagnosis& diagnosis, const Style&) {
  if (diagnosis.causes.empty()) return verdict_command(diagnosis);
  std::string out;
  for (const auto& cause : diagnosis.causes)
    out += command(level_of(diagnosis, cause), cause.finding.title + " (" + cause.finding.id + ")",
                   place_of(diagnosis, cause.finding), annotation(diagnosis, cause));
  for (const auto& wall : diagnosis.latent)
    out += command("notice", "Latent: " + wall.title + " (" + wall.cause + ")", std::nullopt, wall.text);
  return out;
}

}  // namespace

extern const Reporter github;
const Reporter github = {"github", "GitHub Actions annotations, for the log of a workflow step",
                         write_github};

}  // namespace loadtriage::report
