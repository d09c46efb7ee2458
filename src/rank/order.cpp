#include "rank/order.h"

#include <algorithm>
#include <cmath>

#include "base/log_odds.h"
#include "base/quantity.h"
#include "rank/attribution.h"
#include "rank/hypotheses.h"
#include "rank/narrative.h"
#include "rank/onset.h"
#include "rank/trouble.h"
#include "rank/unknown_fault.h"

namespace loadtriage::rank {
namespace {

using model::Affects;
using model::CauseKind;
using model::Diagnosis;
using model::Evidence;
using model::Finding;
using model::RankedCause;
using model::Verdict;

// A cause of something that the run does not suffer from is none.
bool applies(const Finding& finding, const Trouble& trouble) {
  switch (finding.affects) {
    case Affects::failures:
      // A pool that ran dry may only slow requests down, so a missed latency counts too.
      return trouble.unknown || trouble.failures_matter() || trouble.latency_failed ||
             (trouble.thresholds_failed && trouble.failed > 0);
    case Affects::latency:
      return true;  // its rule knows what slow means
    case Affects::checks:
      return true;
    case Affects::load:
      return true;
    case Affects::validity:
      return true;
  }
  return true;
}

struct Candidate {
  Finding finding;
  double confidence = 0;
  double share = 0;   // of the failed requests, that it could account for alone
  double weight = 0;  // what it is ordered by
  std::vector<std::string> chain;
};

// What a cause weighs. One about failures is worth the share of failures it accounts
// for; one that accounts for none of them, though there are, next to nothing. One about
// latency or load matters less the more requests failed outright.
double weight_of(const Candidate& candidate, const Trouble& trouble) {
  const double confidence = candidate.confidence;
  const double failing = trouble.unknown             ? 0.5
                         : trouble.failures_matter() ? std::min(1.0, 0.5 + 2 * trouble.failed_share)
                                                     : 0;
  switch (candidate.finding.affects) {
    case Affects::failures: {
      if (trouble.unknown) return confidence;
      const double share = trouble.failed > 0 ? candidate.share : 0.5;
      return confidence * (0.05 + 0.95 * share) * (trouble.failures_matter() ? 1.0 : 0.6);
    }
    case Affects::validity:
      return confidence;
    case Affects::latency:
    case Affects::load:
    case Affects::checks:
      return confidence * std::max(0.25, 1 - 0.7 * failing);
  }
  return confidence;
}

// Below this nobody is told of a cause, not even as something that it could be.
constexpr double kWorthNaming = 0.02;

// What a cause accounts for when all is told: what it produces is its own.
void take_claims(Finding& upper, const Finding& lower) {
  if (upper.claims.size() < lower.claims.size()) upper.claims.resize(lower.claims.size(), 0);
  for (std::size_t i = 0; i < lower.claims.size(); ++i)
    upper.claims[i] = std::max(upper.claims[i], lower.claims[i]);
  if (upper.affects != Affects::failures && !upper.onset_s) upper.onset_s = lower.onset_s;
}

double below_ceiling(double probability, double ceiling) {
  return probability <= 0.5 ? probability : 0.5 + (probability - 0.5) * (ceiling - 0.5) / 0.5;
}

// What the network says of each finding.
struct Judged {
  std::vector<Candidate> reported;      // more likely than not, or the likeliest of all
  std::vector<Candidate> alternatives;  // what else it could be
  std::vector<model::Hypothesis> hypotheses;
  std::vector<model::LikelySet> likely_sets;
};

constexpr std::size_t kSetsShown = 5;

// What `--explain` shows of the network.
void keep_odds(Judged& judged, const Posterior& posterior, const std::vector<Finding>& findings) {
  for (std::size_t i = 0; i < findings.size(); ++i)
    judged.hypotheses.push_back({findings[i].id, posterior.at_work[i]});
  std::stable_sort(judged.hypotheses.begin(), judged.hypotheses.end(),
                   [](const auto& a, const auto& b) { return a.at_work > b.at_work; });
  for (std::size_t i = 0; i < std::min(kSetsShown, posterior.sets.size()); ++i) {
    model::LikelySet& set = judged.likely_sets.emplace_back();
    set.probability = posterior.sets[i].probability;
    for (const std::size_t node : posterior.sets[i].nodes) set.causes.push_back(findings[node].id);
  }
}

bool produces(const Network& network, std::size_t upper, std::size_t lower) {
  const auto& effects = network.nodes[upper].effects;
  return std::any_of(effects.begin(), effects.end(),
                     [&](const Effect& effect) { return effect.node == lower; });
}

// The chain below a reported cause: what it produces, and what would be said if it were not known.
bool stands_in_chain(const Network& network, const std::vector<Finding>& findings, std::size_t upper,
                     std::size_t lower) {
  return probability_of(findings[lower].log_odds) >= 0.5 && produces(network, upper, lower);
}

// More likely than not, or the likeliest where it is more likely than not that there is any.
std::vector<bool> likely_ones(const Posterior& posterior) {
  const auto& at_work = posterior.at_work;
  const auto likeliest = std::max_element(at_work.begin(), at_work.end());
  std::vector<bool> likely;
  for (auto one = at_work.begin(); one != at_work.end(); ++one)
    likely.push_back(*one >= 0.5 || (posterior.none < 0.5 && one == likeliest));
  return likely;
}

constexpr double kSureEnough = 0.7;

bool stands_in_a_log(const Finding& finding) {
  return std::any_of(finding.support.begin(), finding.support.end(), [](const model::Support& support) {
    return support.favours && support.where && support.where->line > 0;
  });
}

// A symptom stands below a root that produces it, however plain it is to see: the system is full
// because its pool ran dry, and not beside that. A root that no line tells of and that is hardly
// likelier than not stays below what is plain.
void leave_symptoms_to_roots(const Evidence& evidence, const Network& network,
                             const std::vector<Finding>& findings, const Posterior& posterior,
                             std::vector<bool>& reported) {
  for (std::size_t lower = 0; lower < findings.size(); ++lower) {
    if (!reported[lower] || findings[lower].kind != CauseKind::symptom) continue;
    const double share = claimed_share(evidence, findings[lower]);
    for (std::size_t upper = 0; upper < findings.size(); ++upper)
      if (reported[upper] && findings[upper].kind == CauseKind::root &&
          (stands_in_a_log(findings[upper]) || posterior.at_work[upper] >= kSureEnough) &&
          produces(network, upper, lower) && claimed_share(evidence, findings[upper]) >= 0.5 * share)
        reported[lower] = false;
  }
}

// How likely it is that `other` is at work and `first` is not.
double instead_of(const Posterior& posterior, std::size_t first, std::size_t other) {
  double sum = 0;
  for (const CauseSet& set : posterior.sets) {
    const auto holds = [&](std::size_t node) {
      return std::binary_search(set.nodes.begin(), set.nodes.end(), node);
    };
    if (holds(other) && !holds(first)) sum += set.probability;
  }
  return sum;
}

std::size_t likeliest_reported(const Posterior& posterior, const std::vector<bool>& reported) {
  std::size_t first = 0;
  double most = -1;
  for (std::size_t i = 0; i < reported.size(); ++i) {
    if (!reported[i] || posterior.at_work[i] <= most) continue;
    most = posterior.at_work[i];
    first = i;
  }
  return first;
}

Judged judge(const Evidence& evidence, std::vector<Finding> findings, const Trouble& trouble,
             const Graph& graph) {
  if (auto unknown = unknown_fault(evidence)) findings.push_back(std::move(*unknown));
  std::erase_if(findings, [&](const Finding& finding) { return !applies(finding, trouble); });
  const Network network = network_of(evidence, findings, trouble, graph);
  const Posterior posterior = infer(network);
  Judged judged;
  keep_odds(judged, posterior, findings);
  std::vector<bool> is_reported = likely_ones(posterior);
  leave_symptoms_to_roots(evidence, network, findings, posterior, is_reported);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    if (!is_reported[i]) continue;
    Candidate candidate;
    candidate.confidence = below_ceiling(posterior.at_work[i], findings[i].ceiling);
    candidate.finding = findings[i];
    for (std::size_t j = 0; j < findings.size(); ++j) {
      if (j == i || is_reported[j] || !stands_in_chain(network, findings, i, j)) continue;
      candidate.chain.push_back(findings[j].id);
      take_claims(candidate.finding, findings[j]);
    }
    candidate.share = claimed_share(evidence, candidate.finding);
    candidate.weight = weight_of(candidate, trouble);
    judged.reported.push_back(std::move(candidate));
  }
  if (judged.reported.empty()) return judged;
  const std::size_t first = likeliest_reported(posterior, is_reported);
  for (std::size_t i = 0; i < findings.size(); ++i) {
    const double instead = instead_of(posterior, first, i);
    // What is about the test's validity says nothing of the failures.
    if (is_reported[i] || i == first || instead < kWorthNaming || findings[i].affects == Affects::validity)
      continue;
    Candidate candidate;
    candidate.confidence = candidate.weight = instead;
    candidate.finding = findings[i];
    judged.alternatives.push_back(std::move(candidate));
  }
  return judged;
}

model::Role role_at(std::size_t position) {
  switch (position) {
    case 0:
      return model::Role::primary;
    case 1:
      return model::Role::secondary;
    case 2:
      return model::Role::tertiary;
    default:
      return model::Role::further;
  }
}

void rank_causes(Diagnosis& diagnosis, std::vector<Candidate> candidates) {
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.finding.id < b.finding.id;
  });
  std::vector<const Finding*> findings;
  for (const Candidate& candidate : candidates) findings.push_back(&candidate.finding);
  const Attribution attribution = attribute(diagnosis.evidence, findings);
  const double failed = diagnosis.evidence.failed_requests().value_or(0);
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    RankedCause cause;
    cause.role = role_at(i);
    cause.confidence = candidates[i].confidence;
    cause.explained = attribution.explained[i];
    if (failed > 0 && (cause.explained > 0 || candidates[i].finding.affects == Affects::failures))
      cause.share = std::min(1.0, cause.explained / failed);
    cause.chain = std::move(candidates[i].chain);
    cause.finding = std::move(candidates[i].finding);
    diagnosis.causes.push_back(std::move(cause));
  }
  if (failed > 0) diagnosis.unexplained = attribution.left;
}

// What else it could be, the likeliest first; nothing is attributed to what is not concluded.
void add_alternatives(Diagnosis& diagnosis, std::vector<Candidate> candidates) {
  std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
    if (a.weight != b.weight) return a.weight > b.weight;
    return a.finding.id < b.finding.id;
  });
  for (Candidate& candidate : candidates) {
    RankedCause cause;
    cause.role = model::Role::alternative;
    cause.confidence = candidate.confidence;
    cause.finding = std::move(candidate.finding);
    diagnosis.alternatives.push_back(std::move(cause));
  }
}

Verdict verdict_of(const Diagnosis& diagnosis, const Trouble& trouble) {
  if (trouble.unknown && !diagnosis.causes.empty() &&
      diagnosis.causes.front().finding.affects == Affects::failures)
    return Verdict::failed;
  if (!diagnosis.causes.empty() && diagnosis.causes.front().finding.affects == Affects::validity)
    return Verdict::invalid;
  // Neither k6 nor an access log counts a request: that is no good news, it is no news.
  if (diagnosis.causes.empty() && trouble.unknown && trouble.requests <= 0 && !trouble.judged)
    return Verdict::invalid;
  if (trouble.failures_matter() && (trouble.failed_share >= 0.05 || trouble.errors_failed))
    return Verdict::failed;
  if (trouble.errors_failed) return Verdict::failed;
  if (trouble.failures_matter() || trouble.thresholds_failed || !diagnosis.causes.empty())
    return Verdict::degraded;
  return Verdict::passed;
}

// The fact of that name with that number, which somebody stated, stands under the name; false where
// nobody did. Of two components that state one it is the one that the cause means.
bool put_stated_first(Evidence& evidence, const Finding::KeyFact& key) {
  const auto first = evidence.facts.find(key.name);
  if (first == evidence.facts.end()) return false;
  if (first->second.number == key.value) return true;
  const auto others = evidence.other_facts.find(key.name);
  if (others == evidence.other_facts.end()) return false;
  for (model::Fact& other : others->second) {
    if (other.number != key.value) continue;
    std::swap(other, first->second);
    return true;
  }
  return false;
}

// Facts carry the numbers that matter for the first cause: what it says of them wins
// over what other signatures captured, but not over what the user stated.
void place_facts(Diagnosis& diagnosis) {
  Evidence& evidence = diagnosis.evidence;
  if (!diagnosis.causes.empty()) {
    for (const Finding::KeyFact& key : diagnosis.causes.front().finding.facts) {
      if (put_stated_first(evidence, key)) continue;
      model::Fact fact;
      fact.number = key.value;
      fact.text = key.text;
      fact.unit = key.unit;
      fact.source = diagnosis.causes.front().finding.id;
      evidence.facts[key.name] = std::move(fact);
    }
  }
  const auto add = [&](const char* name, std::optional<double> value, const char* unit) {
    if (!value) return;
    model::Fact fact;
    fact.number = value;
    fact.text = format_count(*value);
    fact.unit = unit;
    fact.source = evidence.run.tool.empty() ? "k6" : evidence.run.tool;
    evidence.facts[name] = std::move(fact);
  };
  add("requests", evidence.requests(), "requests");
  add("failed_requests", evidence.failed_requests(), "requests");
  add("vus_max", evidence.run.vus_max, "VUs");
  add("dropped_iterations", dropped_iterations(evidence), "iterations");
}

bool was_hit(const Diagnosis& diagnosis, const std::string& id) {
  return std::any_of(diagnosis.causes.begin(), diagnosis.causes.end(), [&](const RankedCause& cause) {
    return cause.finding.id == id ||
           std::find(cause.chain.begin(), cause.chain.end(), id) != cause.chain.end();
  });
}

}  // namespace

Diagnosis order(Evidence evidence, std::vector<Finding> findings, std::vector<model::LatentWall> latent,
                const Graph& graph) {
  Diagnosis diagnosis;
  diagnosis.evidence = std::move(evidence);
  const Trouble trouble = trouble_of(diagnosis.evidence);
  Judged judged = judge(diagnosis.evidence, std::move(findings), trouble, graph);
  rank_causes(diagnosis, std::move(judged.reported));
  add_alternatives(diagnosis, std::move(judged.alternatives));
  diagnosis.hypotheses = std::move(judged.hypotheses);
  diagnosis.likely_sets = std::move(judged.likely_sets);
  diagnosis.verdict = verdict_of(diagnosis, trouble);
  place_onset(diagnosis);
  split_timings(diagnosis);
  place_facts(diagnosis);
  // A wall that the run did hit is reported above, not ahead.
  latent.erase(std::remove_if(latent.begin(), latent.end(),
                              [&](const model::LatentWall& wall) { return was_hit(diagnosis, wall.cause); }),
               latent.end());
  std::stable_sort(latent.begin(), latent.end(), [](const model::LatentWall& a, const model::LatentWall& b) {
    return a.reached_at < b.reached_at;
  });
  diagnosis.latent = std::move(latent);
  narrate(diagnosis, trouble);
  return diagnosis;
}

}  // namespace loadtriage::rank
