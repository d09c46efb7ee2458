// The table of rules/topology.yaml, for tests.
#pragma once
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "rules/load_file.h"
#include "topology/table.h"

namespace loadtriage::test {

inline const topology::Table& real_table() {
  static const topology::Table table = [] {
    std::ifstream file(std::string(LOADTRIAGE_SOURCE_DIR) + "/rules/topology.yaml");
    std::ostringstream text;
    text << file.rdbuf();
    const auto document = rules::parse_yaml("rules/topology.yaml", text.str());
    REQUIRE(document);
    Notices faults;
    rules::FileReader reader(*document, rules::Trust::check_all, faults);
    topology::Table read;
    rules::load_topology(reader, read);
    for (const Notice& fault : faults) FAIL_CHECK(describe(fault));
    return read;
  }();
  return table;
}

}  // namespace loadtriage::test
