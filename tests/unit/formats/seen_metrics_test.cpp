#include "formats/seen_metrics.h"

#include <doctest/doctest.h>

#include <set>
#include <string>

namespace loadtriage::formats {
namespace {

TEST_CASE("seen metrics: what followed a metric before is likely to follow it again") {
  SeenMetrics seen;
  CHECK(seen.likely()[0] == nullptr);
  for (const char* name : {"http_reqs", "checks", "http_reqs", "iterations", "http_reqs"})
    seen.follow(seen.find(name));
  REQUIRE(seen.likely()[0] != nullptr);
  REQUIRE(seen.likely()[1] != nullptr);
  CHECK(seen.likely()[0]->name.text == "iterations");
  CHECK(seen.likely()[1]->name.text == "checks");
  seen.follow(*seen.likely()[1]);
  CHECK(seen.likely()[0]->name.text == "http_reqs");
  CHECK(seen.likely()[1] == nullptr);
}

TEST_CASE("seen metrics: an endless number of names is forgotten, and no id is given out twice") {
  SeenMetrics seen;
  std::set<std::uint64_t> ids;
  for (int i = 0; i < 10'000; ++i) {
    SeenMetric& metric = seen.find("metric " + std::to_string(i));
    CHECK(ids.insert(metric.name.id).second);
    seen.follow(metric);
  }
  CHECK(seen.find("metric 9999").name.id == *ids.rbegin());
  CHECK(ids.insert(seen.find("metric 0").name.id).second);
}

}  // namespace
}  // namespace loadtriage::formats
