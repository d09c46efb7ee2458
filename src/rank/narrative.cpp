#include "rank/narrative.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "rank/validity.h"

namespace loadtriage::rank {
namespace {

using model::Diagnosis;
using model::Finding;
using model::Verdict;

std::string failed_of(const Trouble& trouble) {
  if (trouble.requests == 1 && trouble.failed >= 1) return "the only request failed";
  if (trouble.failed >= trouble.requests)
    return fmt::format("all {} requests failed", format_count(trouble.requests));
  return fmt::format("{} of {} requests failed ({})", format_count(trouble.failed),
                     format_count(trouble.requests), format_share(trouble.failed_share));
}

// The log by name where it is one.
std::string logs_with_errors(const model::Evidence& evidence) {
  std::string name;
  std::size_t logs = 0;
  for (const model::InputLog& log : evidence.logs) {
    if (log.errors.counts().empty() || log.speaker == model::Speaker::k6 ||
        log.input >= evidence.inputs.size())
      continue;
    name = evidence.inputs[log.input].from_here();
    ++logs;
  }
  return logs == 1 ? name : "the logs";
}

std::string passed_headline(const Diagnosis& diagnosis, const Trouble& trouble) {
  if (trouble.requests <= 0) return "nothing in the inputs speaks of a failure";
  std::string text = trouble.failed > 0 ? failed_of(trouble) + ", which no threshold forbids"
                     : trouble.requests == 1
                         ? "the only request succeeded"
                         : fmt::format("all {} requests succeeded", format_count(trouble.requests));
  if (trouble.judged) text += "; every threshold holds";
  if (const double errors = diagnosis.evidence.voice.errors; errors > 0)
    text += fmt::format("; {} error line{} in {} {} with no failure", format_count(errors),
                        errors == 1 ? "" : "s", logs_with_errors(diagnosis.evidence),
                        errors == 1 ? "goes" : "go");
  return text;
}

std::string cause_headline(const Diagnosis& diagnosis, const Trouble& trouble) {
  const Finding& first = diagnosis.causes.front().finding;
  if (!first.headline.empty()) return first.headline;
  return trouble.failed > 0 ? failed_of(trouble) + ": " + first.title : first.title;
}

bool logs_alone(const Diagnosis& diagnosis, const Trouble& trouble) {
  return trouble.unknown && trouble.requests <= 0 && !trouble.judged && diagnosis.evidence.has_backend_log;
}

std::string headline_of(const Diagnosis& diagnosis, const Trouble& trouble) {
  if (!diagnosis.causes.empty() && logs_alone(diagnosis, trouble))
    return cause_headline(diagnosis, trouble) + "; the test's own figures are missing";
  if (!diagnosis.causes.empty()) return cause_headline(diagnosis, trouble);
  if (diagnosis.verdict == Verdict::passed) return passed_headline(diagnosis, trouble);
  if (diagnosis.verdict == Verdict::invalid)
    return "no input counts requests, so the run can't be judged; give k6's summary or console as well";
  if (trouble.failed > 0) return failed_of(trouble) + "; the inputs do not say why";
  return "a threshold was not met; the inputs do not say why";
}

// How telling a piece of evidence is, in words: docs/ranking.md has the classes.
std::string_view how_telling(double log_odds) {
  constexpr double kDecisive = 3.5, kStrong = 2;
  if (log_odds >= kDecisive) return "hardly ever seen without this cause";
  return log_odds >= kStrong ? "seldom seen without this cause"
                             : "the strongest there is, and seen without this cause as well";
}

// The strongest support of the first cause is what argues most for it. Its text stands in full
// with the cause; here the reader only has to know which one it is.
std::string smoking_gun_of(const model::Evidence& evidence, const Finding& finding) {
  const model::Support* strongest = nullptr;
  for (const model::Support& support : finding.support)
    if (support.favours && (strongest == nullptr || support.log_odds > strongest->log_odds))
      strongest = &support;
  if (strongest == nullptr) return {};
  constexpr std::size_t kMostColumns = 72;
  std::string place;
  if (strongest->where && strongest->where->input < evidence.inputs.size()) {
    place = evidence.inputs[strongest->where->input].from_here();
    if (strongest->where->line > 0) place += fmt::format(":{}", strongest->where->line);
    place += ", ";
  }
  return fmt::format("{}\"{}\": {}", place, shorten(strongest->text, kMostColumns),
                     how_telling(strongest->log_odds));
}

void append(std::vector<std::string>& to, const std::vector<std::string>& from) {
  for (const std::string& text : from)
    if (std::find(to.begin(), to.end(), text) == to.end()) to.push_back(text);
}

// Nobody repeats a failed test at full load: small first, then in steps.
constexpr double kSmokeVus = 5;

void add_smoke_run(Diagnosis& diagnosis) {
  const auto vus = diagnosis.evidence.run.vus_max;
  if (!vus || *vus < 4 * kSmokeVus || diagnosis.verdict == Verdict::degraded) return;
  const std::string& user = diagnosis.evidence.run.user_word;
  std::vector<std::string> steps;
  for (const double step : {std::round(*vus / 4), std::round(*vus / 2), *vus})
    if (step > kSmokeVus) steps.push_back(format_count(step));
  diagnosis.next_steps.push_back(fmt::format("Smoke first: {} {}s for 30 s; then {}", kSmokeVus,
                                             user.empty() ? "VU" : user, join(steps, ", ")));
}

// The first cause's advice in full, then what the next ones add.
void gather_advice(Diagnosis& diagnosis) {
  constexpr std::size_t kCausesWithAdvice = 3;
  for (std::size_t i = 0; i < std::min(kCausesWithAdvice, diagnosis.causes.size()); ++i) {
    append(diagnosis.verify, diagnosis.causes[i].finding.verify);
    append(diagnosis.next_steps, diagnosis.causes[i].finding.next_steps);
  }
  if (diagnosis.causes.empty()) return;
  add_smoke_run(diagnosis);
  const Finding& first = diagnosis.causes.front().finding;
  diagnosis.curl_may_work = first.curl_may_work;
  if (!first.settle.empty()) diagnosis.not_examined.push_back(first.settle);
}

// Some tools keep no single requests at all: then nothing is absent.
std::string no_single_requests(const model::Evidence& evidence) {
  const model::RunInfo& run = evidence.run;
  if (run.tool.empty())
    return "no raw points (k6 run --out json=FILE): when requests failed is not known exactly";
  if (run.full_output.empty()) return {};
  return fmt::format("not every {} ({}): when they failed is not known exactly",
                     run.request_word.empty() ? "request" : run.request_word, run.full_output);
}

void note_absent_inputs(Diagnosis& diagnosis, const Trouble& trouble) {
  const model::Evidence& evidence = diagnosis.evidence;
  if (diagnosis.verdict == Verdict::passed) return;
  if (logs_alone(diagnosis, trouble))
    diagnosis.not_examined.push_back(
        "no figures of the test (k6's summary, console or raw points) and no access log: how many requests "
        "failed, and whether these lines have to do with it, is not known");
  if (!evidence.has_backend_log) diagnosis.not_examined.push_back("no log of the backend was given");
  if (!evidence.has_raw_points && (evidence.has_summary || evidence.has_console))
    if (const std::string text = no_single_requests(evidence); !text.empty())
      diagnosis.not_examined.push_back(text);
  for (const model::Input& input : evidence.inputs)
    if (input.kind.empty())
      diagnosis.not_examined.push_back(input.from_here() +
                                       (input.unreadable() ? " could not be read" : " was not recognised"));
}

}  // namespace

void narrate(Diagnosis& diagnosis, const Trouble& trouble) {
  diagnosis.headline = headline_of(diagnosis, trouble);
  if (!diagnosis.causes.empty())
    diagnosis.smoking_gun = smoking_gun_of(diagnosis.evidence, diagnosis.causes.front().finding);
  diagnosis.unreal_latency = unreal_latencies(diagnosis.evidence);
  diagnosis.vacuous = vacuous_thresholds(diagnosis.evidence);
  diagnosis.healthy_look = healthy_look(diagnosis.evidence);
  gather_advice(diagnosis);
  note_absent_inputs(diagnosis, trouble);
}

}  // namespace loadtriage::rank
