// The command line: reads the arguments, does what they ask, says what went wrong.
#pragma once
#include <string>
#include <vector>

#include "cli/world.h"

namespace loadtriage::cli {

// Exit statuses, part of the contract with scripts.
constexpr int kPassed = 0;    // the run passed; the command did its work
constexpr int kReported = 1;  // causes or failures are reported; a check found something
constexpr int kCannot = 2;    // the request can't be met; standard error says why

// `arguments` without the program's name. The program's whole behaviour.
int run(const std::vector<std::string>& arguments, World& world);

}  // namespace loadtriage::cli
