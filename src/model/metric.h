// k6's metrics as a summary tells them. Times are milliseconds, data are bytes.
#pragma once
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "model/source_ref.h"

namespace loadtriage::model {

enum class MetricType { counter, gauge, rate, trend };
enum class Contains { plain, time, data };

// A number that is known exactly (low == high) or only to lie within bounds, as a
// percentile of several merged summaries is.
struct Interval {
  double low = 0;
  double high = 0;
  bool exact() const { return low == high; }
  bool operator==(const Interval&) const = default;
};

// The statistics of a trend that the input holds; what it does not hold is absent.
struct Trend {
  std::optional<double> avg, min, max;
  std::map<double, Interval> percentiles;  // 50 is the median; keys in (0, 100)
  std::optional<double> count;             // samples, where summaryTrendStats has it

  // The percentile, taking min and max for 0 and 100; nothing where it is not known.
  std::optional<Interval> percentile(double rank) const;
};

enum class ThresholdResult { passed, failed, unknown };

struct Threshold {
  std::string expression;  // "p(95)<500", as the script has it
  ThresholdResult result = ThresholdResult::unknown;
  std::string observed;  // "p(95)=812.3ms" where the console says so
  SourceRef where;
};

// One metric, or one of its submetrics. Which fields are set depends on the type.
struct Metric {
  std::string name;      // "http_req_duration"
  std::string selector;  // "expected_response:true" for a submetric, else empty
  MetricType type = MetricType::counter;
  Contains contains = Contains::plain;

  std::optional<double> count, per_second;  // counter
  std::optional<double> value, min, max;    // gauge; `value` is the last one
  // rate: how many samples were non-zero and zero. For http_req_failed the non-zero
  // ones are the FAILED requests (k6 calls them "passes"); for checks they passed.
  std::optional<double> nonzero, zero;
  std::optional<double> share;  // rate: nonzero / (nonzero + zero), also where only the share is known
  Trend trend;

  std::vector<Threshold> thresholds;
  SourceRef where;

  // "name" or "name{selector}", k6's own spelling and the key in Evidence::metrics.
  std::string key() const;

  // Whether the metric is known to have no samples at all. Nothing where the input
  // does not tell (a trend of an old summary prints 0 for "no samples" as well).
  std::optional<bool> empty() const;
};

struct Check {
  std::string name;   // "send status is 201"
  std::string group;  // "::send message", empty at the root
  double passes = 0;
  double fails = 0;
  SourceRef where;
};

}  // namespace loadtriage::model
