// All that is known, loaded and checked: causes and signatures.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/finding.h"
#include "rules/expression.h"
#include "rules/tree.h"

namespace loadtriage::rules {

// How much a piece of evidence says. The numbers behind the classes are in
// rules/odds.yaml, fitted on real runs (docs/ranking.md); rules name classes only.
struct OddsClasses {
  std::map<std::string, double> log_odds;  // "decisive" -> 3.9, "against" -> -1.4, ...
  std::map<std::string, double> priors;    // "common", "uncommon", "rare"
};

struct EvidenceRule {
  std::optional<Expression> when;  // boolean
  std::string seen;                // an observation's name; fires when it was seen
  std::string odds;                // a class of OddsClasses
  double log_odds = 0;
  Template tell;
  Place place;
};

// A wall this run did not reach; `each` walks a list (facts such as limiters).
struct LatentRule {
  std::optional<Expression> each;  // a list; its item is `item` below
  Expression when;
  std::optional<Expression> reached_at;  // share of the offered load; orders the walls
  Template title;
  Template tell;
  std::optional<Expression> source;  // text
};

// A line of prose, told only when its condition holds (or always, without one).
struct Advice {
  std::optional<Expression> when;
  Template text;
};

struct Example {
  std::string name;
  const Node* body = nullptr;  // facts to set, summary, log lines: see examples.h
  bool fires = true;
  Place place;
};

struct Cause {
  std::string id;
  std::string title;
  std::string story;  // the comment on top of the file
  model::CauseKind kind = model::CauseKind::root;
  model::Affects affects = model::Affects::failures;
  std::string prior;
  double prior_log_odds = 0;
  std::optional<Expression> requires_;  // considered only where this is true
  std::vector<EvidenceRule> evidence;
  std::optional<Expression> explains;  // over one failure cell: status, error_code, ...
  std::optional<Expression> onset;     // seconds
  std::vector<Advice> headline;        // the first that applies
  std::vector<std::string> leads_to;
  std::vector<Advice> because, ruled_out, verify, next_steps, settle, curl_may_work;
  std::vector<LatentRule> latent;
  std::vector<std::string> references;
  std::vector<Example> examples;
  Place place;
};

// What a line of a log, or a name in a summary, means.
struct Signature {
  std::string id;          // "k6.insufficient-vus"
  std::string technology;  // of the file
  std::string shows;       // the observation
  std::string reads;       // "k6-log", "backend-log", "failed-check", "metric"
  std::string pattern;     // RE2 syntax, named captures
  std::vector<std::string> matches, ignores;
  std::string source;      // where the text comes from
  Place place;
};

struct RuleSet {
  OddsClasses odds;
  std::map<std::string, Cause> causes;  // by id
  std::vector<Signature> signatures;    // sorted by id
  std::vector<Document> documents;      // what the above was made from; owns Example::body
};

}  // namespace loadtriage::rules
