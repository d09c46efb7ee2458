#include "model/metric.h"

#include <doctest/doctest.h>

using namespace loadtriage::model;

TEST_CASE("trend: percentiles are what the input holds, with min and max at the ends") {
  Trend trend;
  trend.max = 90;
  trend.percentiles[95] = {40, 50};
  CHECK(trend.percentile(100) == Interval{90, 90});
  CHECK(trend.percentile(95) == Interval{40, 50});
  CHECK_FALSE(trend.percentile(99).has_value());
  CHECK_FALSE(trend.percentile(0).has_value());
}

TEST_CASE("metric: a submetric's key is spelt as k6 does") {
  Metric metric;
  metric.name = "http_reqs";
  CHECK(metric.key() == "http_reqs");
  metric.selector = "name:send";
  CHECK(metric.key() == "http_reqs{name:send}");
}

TEST_CASE("metric: empty only where the input tells") {
  Metric metric;
  metric.type = MetricType::rate;
  CHECK_FALSE(metric.empty().has_value());
  metric.nonzero = 0;
  metric.zero = 0;
  CHECK(metric.empty() == true);
  metric.zero = 1;
  CHECK(metric.empty() == false);

  Metric trend;
  trend.type = MetricType::trend;
  trend.trend.avg = 0;
  trend.trend.max = 0;
  CHECK_FALSE(trend.empty().has_value());
  trend.trend.max = 3;
  CHECK(trend.empty() == false);
  trend.trend.count = 0;
  CHECK(trend.empty() == true);
}
