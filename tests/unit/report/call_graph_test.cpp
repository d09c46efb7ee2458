#include "report/calls/call_graph.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "base/text.h"
#include "support/sample_diagnosis.h"

namespace loadtriage::report {
namespace {

using model::Topology;

Topology three() {
  Topology topology;
  using enum model::ComponentKind;
  for (const auto& [name, kind] :
       {std::pair("k6", generator), {"orders", application}, {"orders-db", database}}) {
    model::Component component;
    component.name = name;
    component.kind = kind;
    topology.components.push_back(component);
  }
  topology.components[2].technology = "PostgreSQL";
  model::Call test, query;
  test.to = 1;
  test.count = 2450;
  query.from = 1;
  query.to = 2;
  query.failed = 64;
  query.how = {"refused"};
  topology.calls = {test, query};
  topology.cause_at = 2;
  return topology;
}

TEST_CASE("calls: one sentence, with what broke") {
  CHECK(who_calls_whom(three()) ==
        "k6 → orders → orders-db. Broken: orders → orders-db (64 failed: refused)");
}

TEST_CASE("calls: nothing to tell of two components, or without a call") {
  Topology topology = three();
  topology.calls.clear();
  CHECK(who_calls_whom(topology).empty());
  CHECK(mermaid(topology).empty());
  CHECK(call_drawing(topology).empty());
  topology = three();
  topology.components.pop_back();
  topology.calls.pop_back();
  CHECK(who_calls_whom(topology).empty());
}

TEST_CASE("calls: a circle ends") {
  Topology topology = three();
  model::Call back;
  back.from = 2;
  back.to = 1;
  topology.calls.push_back(back);
  CHECK(who_calls_whom(topology).starts_with("k6 → orders → orders-db; orders-db → orders."));
}

TEST_CASE("calls: a flowchart for Markdown") {
  CHECK(join(mermaid(three()), "\n") ==
        "flowchart LR\n"
        "  c0([\"k6<br>load generator\"])\n"
        "  c1[\"orders<br>application\"]\n"
        "  c2[(\"orders-db<br>database · PostgreSQL\")]\n"
        "  c0 -->|\"2,450 calls\"| c1\n"
        "  c1 --x|\"64 failed: refused\"| c2\n"
        "  linkStyle 1 stroke:#b3261e,stroke-width:2px\n"
        "  classDef cause stroke:#b3261e,stroke-width:3px\n"
        "  class c2 cause");
}

TEST_CASE("calls: no name leaves its label") {
  const Topology topology =
      test::of_every_kind("\"]; click c0 \"javascript:x\" <b>`|#quot;\x1b[2J\n```").topology;
  for (const std::string& line : mermaid(topology)) {
    CHECK(line.find('\x1b') == std::string::npos);
    CHECK(line.find('`') == std::string::npos);
    CHECK(line.find("<b>") == std::string::npos);
    CHECK(line.find('\n') == std::string::npos);
    const auto quotes = static_cast<int>(std::count(line.begin(), line.end(), '"'));
    CHECK((quotes == 0 || quotes == 2));
  }
  const std::string drawing = call_drawing(topology);
  CHECK(drawing.find("<b>") == std::string::npos);
  CHECK(drawing.find('\x1b') == std::string::npos);
}

TEST_CASE("calls: the drawing has no scripts and marks what broke") {
  const std::string drawing = call_drawing(three());
  CHECK(drawing.find("<script") == std::string::npos);
  CHECK(drawing.find("class=\"call broke\"") != std::string::npos);
  CHECK(drawing.find("class=\"component cause\"") != std::string::npos);
  CHECK(drawing.find("orders calls orders-db (64 failed: refused)") != std::string::npos);
}

TEST_CASE("calls: pictures show the first components and say how many are left out") {
  Topology topology = three();
  for (int i = 0; i < 100; ++i) {
    topology.components.emplace_back().name = "x" + std::to_string(i);
    model::Call call;
    call.from = 1;
    call.to = topology.components.size() - 1;
    topology.calls.push_back(call);
  }
  const CallGraph graph = call_graph(topology);
  CHECK(graph.components.size() == CallGraph::kMost);
  CHECK(graph.left_out == 103 - CallGraph::kMost);
}

}  // namespace
}  // namespace loadtriage::report
