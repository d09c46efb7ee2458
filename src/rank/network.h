// Causes against each other: a two-layer noisy-OR network over what a run shows.
//
// A node is one cause that may be at work. What is to be explained are its clues (log
// messages and conditions that hold), and burdens: failed requests by how they look, slow
// answers, dropped iterations. A set of causes is as likely as its causes are beforehand,
// times how well it explains all that; sets compete, so what one cause explains no longer
// speaks for another (explaining away), and what nobody explains costs every set the same.
//
//   P(message | set) = 1 - (1 - otherwise) * product over causes of (1 - activity * when_true)
//
// A cause makes its effects active, too: a database that is gone makes the service answer
// 500. So a symptom without a known reason is a node of its own, and loses against a root
// that produces it and explains more. docs/ranking.md has a worked example.
#pragma once
#include <cstddef>
#include <string>
#include <vector>

#include "model/finding.h"

namespace loadtriage::rank {

struct Effect {
  std::size_t node = 0;
  double strength = 0;  // how likely the cause makes it happen
};

struct Node {
  double prior = 0.05;             // how likely it is before anything is known
  std::vector<model::Clue> clues;  // those that hold
  std::vector<double> covers;      // the share of each burden that it can account for, 0 to 1
  std::vector<Effect> effects;     // all that it reaches, not itself
};

struct Network {
  std::vector<Node> nodes;
  std::vector<double> burdens;  // what leaving all of each unexplained costs, in log-odds
};

// Causes that are at work together, and how likely they are against all other sets.
struct CauseSet {
  std::vector<std::size_t> nodes;  // ascending
  double probability = 0;
};

struct Posterior {
  std::vector<double> at_work;  // of each node: that it is one of the causes
  double none = 1;              // that it is none of them
  std::vector<CauseSet> sets;   // the likeliest first
};

// Looks at all single causes, and at pairs and triples of the likeliest.
Posterior infer(const Network& network);

}  // namespace loadtriage::rank
