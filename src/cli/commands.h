// The commands besides `analyze`.
#pragma once
#include <string>
#include <vector>

#include "cli/options.h"
#include "cli/world.h"

namespace loadtriage::cli {

int list_rules(const RuleOptions& options, World& world);
int show_rule(const RuleOptions& options, const std::string& cause, World& world);
int check_rules(const RuleOptions& options, World& world);
int test_rules(const RuleOptions& options, const std::vector<std::string>& causes, World& world);
int print_vocabulary(World& world);
// A signature file to start from, made of one line of a log ("FILE:LINE").
int new_signature(const std::string& from, World& world);
int explain_cause(const RuleOptions& options, const std::string& cause, World& world);
int list_formats(const RuleOptions& options, World& world);
// What the samples of each line format are taken for, one format a line.
int show_confusion(const RuleOptions& options, World& world);

// Prints what went wrong; kCannot when there is an error among it.
int report(const Notices& notices, World& world);

}  // namespace loadtriage::cli
