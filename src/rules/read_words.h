// What messages that no signature knows say in words of no technology.
//
// Only messages that come with the failures are looked at (Evidence::unknown): such words
// stand in harmless lines of every log, and it is the company of the failures that makes
// them tell. `storage gate starved, no slot within 1500` is a wait for something shared
// (starved, no slot within), and storage names a database: it becomes `db.pool-timeout`.
#pragma once
#include "model/evidence.h"
#include "rules/rule_set.h"
#include "topology/table.h"

namespace loadtriage::rules {

// Adds an observation, marked as read from words, for each message whose words are known,
// unless a signature has seen the same.
//
// A message that names no component is about the program that wrote it: in a database's own log it
// is the database's. Which formats are whose, `table` says (topology_table.h).
void read_words(const RuleSet& rules, const topology::Table& table, model::Evidence& evidence);

}  // namespace loadtriage::rules
