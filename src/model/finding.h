// What a rule claims about a run, and what it rests on.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "model/source_ref.h"

namespace loadtriage::model {

enum class CauseKind { root, symptom };

// How often something holds when a cause is at work, and otherwise.
struct Clue {
  std::string observation;  // the message that it looks for; empty: a condition of this cause alone
  double when_true = 0.5, otherwise = 0.5;
};

// One piece of evidence for or against a cause, ready to be read.
struct Support {
  std::string text;
  bool favours = true;  // false: it contradicts the cause
  double log_odds = 0;  // what it adds; negative when it contradicts
  std::optional<SourceRef> where;
  std::string quote;  // the line at `where`, where one is kept
  std::optional<double> at_s;
};

// A wall that this run did not reach.
struct LatentWall {
  std::string cause;  // id
  std::string title;
  std::string text;       // the sum, in units
  double reached_at = 0;  // the share of the offered load at which it is met: orders the walls
  std::string source;     // where the limit comes from
};

// What the cause touches: decides how much of the run's trouble it can account for.
enum class Affects { failures, latency, checks, load, validity };

struct Finding {
  std::string id;  // of taxonomy.md, or a team's own
  std::string title;
  CauseKind kind = CauseKind::root;
  Affects affects = Affects::failures;
  double log_odds = 0;        // prior and all support, as if it had no rival
  double prior_log_odds = 0;  // before anything is known
  std::vector<Clue> clues;    // those that hold
  double ceiling = 1;         // how sure anything may be, given what was read
  std::vector<Support> support;
  // For each of Evidence::failures: how many of its requests the cause can account
  // for (0 to the cell's count).
  std::vector<double> claims;
  std::optional<double> onset_s;
  std::string headline;  // the sentence behind the verdict, filled with this run's numbers
  std::vector<std::string> leads_to;
  std::vector<std::string> because;
  std::vector<std::string> ruled_out;
  std::vector<std::string> absent;  // observations that no input holds, which `ruled_out` rests on
  std::vector<std::string> verify;
  std::vector<std::string> next_steps;
  std::string settle;         // the input that would settle it, where something deeper may hide
  std::string curl_may_work;  // why a single request may succeed all the same
  // The numbers that matter for this cause: name and value, such as pool_size 10.
  struct KeyFact {
    std::string name;
    double value = 0;
    std::string unit;
    std::string text;
  };
  std::vector<KeyFact> facts;
};

}  // namespace loadtriage::model
