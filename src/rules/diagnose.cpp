#include "rules/diagnose.h"

#include <algorithm>
#include <cmath>

#include "base/quantity.h"
#include "base/text.h"
#include "rules/evaluate.h"
#include "rules/run_vocabulary.h"
#include "rules/topology/fact_owners.h"

namespace loadtriage::rules {

using namespace expr;

namespace {

// A sentence stands at a line when it speaks of what was written there: `12 requests were in
// flight for 5 connections` holds because of a message, but no line says it.
bool speaks_of(const ClueRule& rule, const std::string& observation) {
  if (rule.saw == observation) return true;
  const std::string& text = rule.tell.text();
  return contains(text, "\"" + observation + "\"") || contains(text, "'" + observation + "'");
}

bool holds_number(std::string_view line, double wanted) {
  constexpr std::string_view kOfNumbers = "0123456789.";
  for (std::size_t at = line.find_first_of(kOfNumbers); at != std::string_view::npos;) {
    const std::size_t end = std::min(line.find_first_not_of(kOfNumbers, at), line.size());
    if (parse_number(line.substr(at, end - at)) == wanted) return true;
    at = line.find_first_of(kOfNumbers, end);
  }
  return false;
}

// The greatest of all figures stands in one line, which is not the first one's merit: `the
// slowest took 1,201 ms` points at the line that says it, or at none.
const model::Quote* line_for(const ClueRule& rule, const model::Observation& seen) {
  if (seen.quotes.empty()) return nullptr;
  const std::string& text = rule.tell.text();
  const bool of_all = contains(text, ").max") && !contains(text, "quote(") && !contains(text, "seen(");
  if (!of_all) return &seen.quotes.front();
  for (const model::Quote& quote : seen.quotes)
    for (const auto& [name, captured] : seen.captures)
      if (contains(text, name) && captured.max && holds_number(quote.text, *captured.max)) return &quote;
  return nullptr;
}

// A piece of evidence that rests on an observation points at the line that showed it.
void add_places(model::Finding& finding, const Verdict& verdict, const model::Evidence& evidence) {
  std::size_t next = 0;
  for (const Weighed& weighed : verdict.evidence) {
    if (weighed.truth != Truth::yes || next >= finding.support.size()) continue;
    model::Support& support = finding.support[next++];
    for (const std::string& name : weighed.observations) {
      const auto seen = evidence.observations.find(name);
      if (seen == evidence.observations.end() || !speaks_of(*weighed.rule, name)) continue;
      support.at_s = seen->second.first_s;
      const model::Quote* quote = line_for(*weighed.rule, seen->second);
      if (quote == nullptr) continue;
      support.where = quote->where;
      support.quote = quote->text;
      break;
    }
  }
}

void add_facts(model::Finding& finding, const RuleSet& rules, const Verdict& verdict, const Scope& scope) {
  for (const auto& [name, value] : facts_of(rules, verdict, scope)) {
    if (!value.known()) continue;
    model::Finding::KeyFact fact;
    fact.name = name;
    fact.value = value.number().value;
    fact.unit = std::string(name_of(value.number().unit));
    fact.text = describe(value);
    finding.facts.push_back(std::move(fact));
  }
}

// What a rule looked for and found, but as often in healthy seconds: it contradicts.
constexpr double kInnocent = 0.4;

void weigh_innocent(Verdict& verdict, const model::Evidence& evidence) {
  for (const ClueRule& rule : verdict.cause->clues) {
    const auto seen = evidence.observations.find(rule.saw);
    if (rule.saw.empty() || seen == evidence.observations.end() || !seen->second.innocent) continue;
    model::Support support;
    support.text = rule.saw + " was logged as often in healthy seconds as in failing ones";
    support.favours = false;
    support.log_odds = std::log(kInnocent);
    if (!seen->second.quotes.empty()) {
      support.where = seen->second.quotes.front().where;
      support.quote = seen->second.quotes.front().text;
    }
    verdict.log_odds += support.log_odds;
    verdict.innocent.push_back(std::move(support));
  }
}

bool rests_on_summary(const model::Finding& finding, const model::Evidence& evidence) {
  return finding.affects == model::Affects::failures && !evidence.failures.empty() &&
         std::all_of(evidence.failures.begin(), evidence.failures.end(),
                     [](const model::FailureCell& cell) { return cell.from == "summary"; }) &&
         std::all_of(finding.clues.begin(), finding.clues.end(),
                     [](const model::Clue& clue) { return clue.observation.empty(); });
}

// Logs tell what broke, not whether the test took notice: without a figure of the test or
// an access log nothing is surer than the ceiling. A summary alone counts failures and tells
// nothing of them, so what is concluded from durations has a ceiling too.
double ceiling_of(const model::Finding& finding, const RuleSet& rules, const model::Evidence& evidence) {
  const bool log_alone = !evidence.requests() && !evidence.has_access_log;
  if (finding.affects == model::Affects::validity) return 1;
  if (!log_alone && !rests_on_summary(finding, evidence)) return 1;
  const auto ceiling = rules.odds.ceilings.find(log_alone ? "log-alone" : "summary-alone");
  return ceiling == rules.odds.ceilings.end() ? 1 : ceiling->second;
}

// Evidence below this is a hint: it neither dates a cause nor carries it.
constexpr double kTelling = 1;

// A cause that rests on messages accounts for no failure that ended before the first of
// them: one late line does not own all that failed before. A message comes at the end of its
// request or later, and clocks are coarse.
constexpr double kMessageLag_s = 3;

std::optional<double> first_message_s(const Verdict& verdict, const model::Evidence& evidence) {
  std::optional<double> first;
  for (const Weighed& weighed : verdict.evidence) {
    if (weighed.truth != Truth::yes || weighed.rule->log_odds() <= kTelling) continue;
    if (weighed.observations.empty()) return std::nullopt;  // it rests on more than messages
    for (const std::string& name : weighed.observations) {
      const auto seen = evidence.observations.find(name);
      if (seen == evidence.observations.end() || seen->second.count <= 0) continue;
      if (!seen->second.first_s) return std::nullopt;
      first = std::min(first.value_or(*seen->second.first_s), *seen->second.first_s);
    }
  }
  return first;
}

void start_claims_with_evidence(model::Finding& finding, const Verdict& verdict,
                                const model::Evidence& evidence) {
  const auto first = first_message_s(verdict, evidence);
  if (!first) return;
  for (std::size_t i = 0; i < finding.claims.size() && i < evidence.failures.size(); ++i) {
    const model::FailureCell& cell = evidence.failures[i];
    if (finding.claims[i] <= 0 || cell.at.amounts.empty() || !cell.last_s) continue;
    const double from = *first - kMessageLag_s - cell.max_ms.value_or(0) / 1000;
    const double later = cell.at.between(from, *cell.last_s + 2 * cell.at.width_s);
    finding.claims[i] = std::min(finding.claims[i], std::round(later));
  }
}

// What general words say is worth less than what a signature says, however sure the clue
// would be: "no slot" may be about another kind of slot.
constexpr double kWordsSay = 12;

bool rests_on_words(const Weighed& weighed, const model::Evidence& evidence) {
  return std::any_of(weighed.observations.begin(), weighed.observations.end(), [&](const std::string& name) {
    const auto seen = evidence.observations.find(name);
    return seen != evidence.observations.end() && seen->second.by_words;
  });
}

void weaken_words(model::Finding& finding, const Verdict& verdict, const model::Evidence& evidence) {
  std::size_t next = 0;
  for (const Weighed& weighed : verdict.evidence) {
    if (weighed.truth != Truth::yes || next >= finding.clues.size()) continue;
    model::Clue& clue = finding.clues[next++];
    if (rests_on_words(weighed, evidence))
      clue.otherwise = std::max(clue.otherwise, clue.when_true / kWordsSay);
  }
}

// Something holds that makes the cause likelier: without, it can be no more than a guess.
bool speaks_for(const Verdict& verdict) {
  return verdict.considered == Truth::yes &&
         std::any_of(verdict.evidence.begin(), verdict.evidence.end(), [](const Weighed& weighed) {
           return weighed.truth == Truth::yes && weighed.rule->log_odds() > 0;
         });
}

}  // namespace

Judgement judge(const RuleSet& rules, const model::Evidence& evidence, const std::string& explained,
                const model::Topology& topology, const topology::Table& table) {
  RunScope scope(evidence);
  const FactOwners owners(evidence, topology, table);
  Judgement judgement;
  for (const auto& [id, cause] : rules.causes) {
    scope.choose({});
    Verdict verdict = evaluate(rules, cause, scope);
    // Its messages say whom it is about, and that may make other facts the ones it means.
    if (ChosenFacts chosen = owners.choose(verdict); !chosen.empty()) {
      scope.choose(std::move(chosen));
      verdict = evaluate(rules, cause, scope);
    }
    if (verdict.considered == Truth::yes) weigh_innocent(verdict, evidence);
    if (id == explained || explained == kAllCauses) judgement.explanation += explain(verdict);
    for (model::LatentWall& wall : latent_walls(rules, cause, scope))
      judgement.latent.push_back(std::move(wall));
    if (!speaks_for(verdict)) continue;
    model::Finding finding = make_finding(rules, verdict, scope);
    add_places(finding, verdict, evidence);
    weaken_words(finding, verdict, evidence);
    start_claims_with_evidence(finding, verdict, evidence);
    for (const model::Support& support : verdict.innocent) {
      finding.support.push_back(support);
      finding.clues.push_back({"", std::exp(support.log_odds), 1});
    }
    finding.ceiling = ceiling_of(finding, rules, evidence);
    add_facts(finding, rules, verdict, scope);
    judgement.findings.push_back(std::move(finding));
  }
  return judgement;
}

}  // namespace loadtriage::rules
