#include "report/story.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <map>
#include <set>

#include "base/quantity.h"
#include "base/shell_word.h"
#include "base/text.h"

namespace loadtriage::report {
namespace {

Supports heaviest_first(const model::Finding& finding, bool favours) {
  Supports chosen;
  for (const auto& support : finding.support)
    if (support.favours == favours) chosen.push_back(&support);
  std::stable_sort(chosen.begin(), chosen.end(), [](const auto* a, const auto* b) {
    return std::abs(a->log_odds) > std::abs(b->log_odds);
  });
  return chosen;
}

const model::Finding* first_finding(const model::Diagnosis& diagnosis) {
  return diagnosis.causes.empty() ? nullptr : &diagnosis.causes.front().finding;
}

}  // namespace

std::optional<FilePlace> file_place(const model::Evidence& evidence,
                                    const std::optional<model::SourceRef>& where) {
  if (!where || where->input >= evidence.inputs.size()) return std::nullopt;
  return FilePlace{evidence.inputs[where->input].from_here(), where->line};
}

std::string describe(const FilePlace& place) {
  return place.line == 0 ? place.path : fmt::format("{}:{}", place.path, place.line);
}

std::string signature_command(const model::Diagnosis& diagnosis) {
  for (const auto& pattern : diagnosis.evidence.unknown)
    if (const auto place = file_place(diagnosis.evidence, pattern.example.where))
      return "loadtriage rules new --from " + shell_word(describe(*place));
  return {};
}

std::optional<FilePlace> place_of(const model::Diagnosis& diagnosis, const model::Finding& finding) {
  for (const auto* support : favouring(finding))
    if (auto place = file_place(diagnosis.evidence, support->where)) return place;
  return std::nullopt;
}

FilePlace some_place_of(const model::Diagnosis& diagnosis, const model::Finding* finding) {
  if (finding != nullptr)
    if (auto place = place_of(diagnosis, *finding)) return *place;
  const auto& evidence = diagnosis.evidence;
  for (const char* key : {"http_req_failed", "http_reqs"})
    if (const auto* metric = evidence.find_metric(key))
      if (const auto place = file_place(evidence, metric->where)) return *place;
  for (const auto& input : evidence.inputs)
    if (!input.kind.empty()) return {input.from_here(), 0};
  return {evidence.inputs.empty() ? "loadtriage" : evidence.inputs.front().from_here(), 0};
}

Supports favouring(const model::Finding& finding) { return heaviest_first(finding, true); }
Supports contradicting(const model::Finding& finding) { return heaviest_first(finding, false); }

Supports quoting(const Supports& pieces, LineIs when) {
  constexpr std::size_t kBeginning = 40;
  Supports out;
  std::set<std::string_view> quoted;
  for (const auto* piece : pieces) {
    const auto line = trim(piece->quote);
    const auto told = when == LineIs::unsaid ? line.substr(0, kBeginning) : line;
    if (!line.empty() && quoted.insert(line).second && !contains(piece->text, told)) out.push_back(piece);
  }
  return out;
}

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string counted(double number, std::string_view noun) {
  return fmt::format("{} {}{}", format_count(number), noun, number == 1 ? "" : "s");
}

std::string moment(double at_s) {
  if (!std::isfinite(at_s)) return "unknown";
  if (at_s < -0.05) return "-" + moment(-at_s);
  if (at_s < 59.95) return fmt::format("{:.1f} s", std::abs(at_s));
  return format_seconds(at_s);
}

std::string when(double at_s) {
  return at_s < -0.05 ? moment(-at_s) + " before the test" : "at " + moment(at_s);
}

std::string about(double at_s, double width_s) {
  if (width_s < 0.5) return "about " + moment(at_s);
  if (at_s < -0.5) return "about -" + format_seconds(std::round(-at_s));
  return at_s < 0.5 ? "about 0 s" : "about " + format_seconds(std::round(at_s));
}

std::string certainty(double confidence) {
  // No table of outcomes carries more than two digits, and none says that a guess can't be wrong.
  constexpr double kMost = 99;
  const double percent = std::min(kMost, std::floor(confidence * 100 + 1e-9));
  return percent < 1 ? "less than 1 % sure" : fmt::format("{:.0f} % sure", percent);
}

std::string wall_clock(const model::RunInfo& run, double at_s) {
  if (!run.start_ns || !std::isfinite(at_s) || std::abs(at_s) > 1e9) return {};
  using namespace std::chrono;
  const sys_time<nanoseconds> start{nanoseconds(*run.start_ns)};
  const auto time = floor<seconds>(start + nanoseconds(static_cast<std::int64_t>(at_s * 1e9)));
  const auto day = floor<days>(time);
  const year_month_day date(day);
  const hh_mm_ss clock(time - day);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

std::string run_name(const model::Diagnosis& diagnosis) {
  const std::string& script = diagnosis.evidence.run.script;
  return script.substr(script.find_last_of('/') + 1);
}

std::string user_word(const model::RunInfo& run) {
  return run.user_word.empty() ? "VU" : printable(run.user_word);
}

std::string tool_of(const model::RunInfo& run) {
  const std::string name = run.tool.empty() ? "k6" : run.tool;
  const auto& version = run.tool.empty() ? run.k6_version : run.tool_version;
  return version ? name + " " + *version : name;
}

std::vector<std::string> run_facts(const model::Diagnosis& diagnosis) {
  const auto& run = diagnosis.evidence.run;
  std::vector<std::string> facts = {tool_of(run)};
  if (run.duration_s) facts.push_back(format_seconds(*run.duration_s));
  if (run.vus_max)
    facts.push_back((*run.vus_max == 1 ? "" : "up to ") + counted(*run.vus_max, user_word(run)));
  return facts;
}

double meaningful_lines(const model::Evidence& evidence, model::InputId input) {
  double lines = 0;
  for (const auto& log : evidence.logs) {
    if (log.input != input) continue;
    for (const auto& [id, signal] : log.signals) lines += static_cast<double>(signal.count);
    for (const auto& [look, stats] : log.access) lines += static_cast<double>(stats.count);
    for (const auto& [error, seen] : log.request_errors) lines += static_cast<double>(seen.count);
  }
  return lines;
}

bool tells_nothing(const model::Evidence& evidence, model::InputId input) {
  const auto& one = evidence.inputs[input];
  if (one.kind.empty() || one.kind == "empty") return true;
  for (const auto& log : evidence.logs) {
    if (log.input != input || one.fates.samples > 0) continue;
    // Lines without a time and without a level, none of them known: text, for all that was found.
    const auto has_level = [](const auto& entry) { return entry.second.worst != model::Level::unknown; };
    const bool level = std::any_of(log.templates.begin(), log.templates.end(), has_level) ||
                       std::any_of(log.quiet_templates.begin(), log.quiet_templates.end(), has_level);
    return log.events > 0 && log.dated == 0 && !level && meaningful_lines(evidence, input) == 0;
  }
  return false;
}

std::string inputs_line(const model::Evidence& evidence) {
  double read = 0, unknown = 0, unreadable = 0, silent = 0, lines = 0, dropped = 0;
  for (std::size_t i = 0; i < evidence.inputs.size(); ++i) {
    const auto& input = evidence.inputs[i];
    (input.unreadable() ? unreadable : input.kind.empty() ? unknown : read) += 1;
    if (!input.kind.empty() && tells_nothing(evidence, static_cast<model::InputId>(i))) silent += 1;
    lines += static_cast<double>(input.fates.lines);
    dropped += static_cast<double>(input.fates.dropped);
  }
  if (read + unknown + unreadable == 0) return "nothing was read";
  std::string text = counted(read, "input") + " read";
  if (dropped > 0)
    text += fmt::format(", {} of {} lines not understood", format_count(dropped), format_count(lines));
  else if (read > silent && unknown + unreadable + silent == 0)
    text += ", all lines understood";
  if (silent > 0)
    text += fmt::format(", {} of them tell{} nothing", format_count(silent), silent == 1 ? "s" : "");
  if (unknown > 0) text += fmt::format(", {} more not recognised", format_count(unknown));
  if (unreadable > 0) text += fmt::format(", {} more could not be read", format_count(unreadable));
  return text;
}

std::string sentence_of(const model::Diagnosis& diagnosis, const model::RankedCause& cause) {
  if (!diagnosis.causes.empty() && &cause == &diagnosis.causes.front() && !diagnosis.headline.empty())
    return diagnosis.headline;
  return cause.finding.headline.empty() ? cause.finding.title : cause.finding.headline;
}

bool headline_adds(const model::Diagnosis& diagnosis, const model::RankedCause& cause) {
  const auto& own = cause.finding.headline;
  return !own.empty() && own != diagnosis.headline && own != cause.finding.title;
}

std::vector<std::string> measures(const model::Diagnosis& diagnosis, const model::RankedCause& cause) {
  std::vector<std::string> parts = {certainty(cause.confidence)};
  const auto failed = diagnosis.evidence.failed_requests();
  if (cause.share && failed && *failed > 0)
    parts.push_back(fmt::format("explains {} of {}", format_count(std::round(cause.explained)),
                                counted(*failed, "failed request")));
  else if (cause.share)
    parts.push_back(fmt::format("explains {} of the failed requests", format_share(*cause.share)));
  return parts;
}

std::string with_next_step(std::string sentence, const std::vector<std::string>& steps) {
  if (steps.empty()) return sentence;
  return sentence + (sentence.ends_with('.') ? " Next: " : ". Next: ") + steps.front();
}

std::string annotation(const model::Diagnosis& diagnosis, const model::RankedCause& cause) {
  const bool first = &cause == &diagnosis.causes.front();
  return with_next_step(sentence_of(diagnosis, cause),
                        first ? next_steps(diagnosis) : cause.finding.next_steps);
}

std::vector<std::string> second_opinion(const model::Diagnosis& diagnosis) {
  constexpr std::size_t kNamed = 3;
  std::vector<std::string> opinions;
  for (std::size_t i = 0; i < std::min(kNamed, diagnosis.alternatives.size()); ++i) {
    const auto& cause = diagnosis.alternatives[i];
    opinions.push_back(
        fmt::format("{} ({}), {}", cause.finding.title, cause.finding.id, certainty(cause.confidence)));
  }
  return opinions;
}

std::string unexplained_sentence(const model::Diagnosis& diagnosis) {
  const auto& left = diagnosis.unexplained;
  if (!left || *left < 0.5) return {};
  const auto failed = diagnosis.evidence.failed_requests();
  const std::string text = failed && *failed > 0
                               ? fmt::format("{} of {} failed requests ({})", format_count(std::round(*left)),
                                             format_count(*failed), format_share(*left / *failed))
                               : counted(std::round(*left), "failed request");
  return text +
         (diagnosis.causes.empty() ? ": no known cause fits." : ": none of these causes accounts for them.");
}

std::vector<std::string> vacuous_sentences(const model::Diagnosis& diagnosis) {
  struct Group {
    std::string why, names, metric;
    int count = 0;
  };
  std::vector<Group> groups;
  for (const auto& one : diagnosis.vacuous) {
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& g) { return g.why == one.why; });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{one.why, {}, {}, 0});
    if (group->count++ > 0) group->names += ", ";
    if (group->metric != one.metric) group->names += one.metric + " ";
    group->names += one.expression;
    group->metric = one.metric;
  }
  std::vector<std::string> sentences;
  for (const auto& group : groups)
    sentences.push_back(fmt::format("{} passed but {} nothing: {}{}{}", counted(group.count, "threshold"),
                                    group.count == 1 ? "says" : "say", group.names,
                                    group.why.empty() ? "" : ". ", group.why));
  return sentences;
}

const std::vector<std::string>& next_steps(const model::Diagnosis& diagnosis) {
  const auto* first = first_finding(diagnosis);
  return diagnosis.next_steps.empty() && first ? first->next_steps : diagnosis.next_steps;
}

const std::vector<std::string>& verify(const model::Diagnosis& diagnosis) {
  const auto* first = first_finding(diagnosis);
  return diagnosis.verify.empty() && first ? first->verify : diagnosis.verify;
}

const std::string& curl_may_work(const model::Diagnosis& diagnosis) {
  const auto* first = first_finding(diagnosis);
  return diagnosis.curl_may_work.empty() && first ? first->curl_may_work : diagnosis.curl_may_work;
}

Command command_of(std::string_view line) {
  const auto at = line.rfind(" # ");
  if (at == std::string_view::npos) return {std::string(trim(line)), {}};
  return {std::string(trim(line.substr(0, at))), std::string(trim(line.substr(at + 3)))};
}

std::optional<double> onset_s(const model::Diagnosis& diagnosis) {
  if (diagnosis.evidence.timeline.onset_s) return diagnosis.evidence.timeline.onset_s;
  const auto* first = first_finding(diagnosis);
  return first ? first->onset_s : std::nullopt;
}

}  // namespace loadtriage::report
