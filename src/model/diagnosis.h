// The causes in order, and all that a report says. Owns its Evidence, so a reporter
// needs nothing else.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/baseline.h"
#include "model/evidence.h"
#include "model/finding.h"
#include "model/topology.h"

namespace loadtriage::model {

enum class Verdict { passed, degraded, failed, invalid };

// primary, secondary, tertiary, then "further"; "alternative": what it could be instead;
// latent causes are LatentWalls.
enum class Role { primary, secondary, tertiary, further, alternative };

struct RankedCause {
  Finding finding;
  Role role = Role::primary;
  double confidence = 0;           // 0 to 1; means what it says (docs/ranking.md)
  std::optional<double> share;     // of the failed requests; absent where the cause is about something else
  double explained = 0;            // failed requests attributed to it
  std::vector<std::string> chain;  // symptom ids below it, nearest first
};

// A cause that may be at work, and how likely that is against all others.
struct Hypothesis {
  std::string cause;
  double at_work = 0;
};

// Causes that may be at work together, and no other; empty: none that is known.
struct LikelySet {
  std::vector<std::string> causes;
  double probability = 0;
};

// A threshold that could not fail, or whose passing says nothing.
struct VacuousThreshold {
  std::string metric;  // key
  std::string expression;
  std::string why;
};

struct Diagnosis {
  Evidence evidence;
  Verdict verdict = Verdict::passed;
  std::string headline;  // one sentence that can stand alone
  std::vector<RankedCause> causes;
  std::vector<RankedCause> alternatives;  // what else it could be, the likeliest first
  std::vector<Hypothesis> hypotheses;     // all that were weighed, the likeliest first
  std::vector<LikelySet> likely_sets;     // the likeliest, first; what `--explain` shows
  std::vector<LatentWall> latent;
  std::optional<double> unexplained;  // failed requests no cause accounts for

  std::string smoking_gun;                  // the observation that argues most for the first cause
  std::vector<std::string> unreal_latency;  // latencies that no server had a part in
  std::vector<VacuousThreshold> vacuous;
  std::vector<std::string> healthy_look;  // what a healthy run would show
  std::string curl_may_work;
  std::vector<std::string> verify;        // commands to paste, a comment behind ` # `
  std::vector<std::string> next_steps;    // in order
  Topology topology;                      // components and calls
  std::optional<Baseline> baseline;       // the earlier run that was given with this one
  std::vector<std::string> not_examined;  // what was not looked at, not found, or would settle it
};

std::string_view name_of(Verdict verdict);
std::string_view name_of(Role role);

}  // namespace loadtriage::model
