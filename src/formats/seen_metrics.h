// Remembers the metrics of points and which came after which: the points of a request
// always come in the same order, so the next name is nearly always known before it is read.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/same_bytes.h"
#include "model/sample.h"

namespace loadtriage::formats {

struct SeenMetric {
  std::string text;
  model::MetricName name;
  // What stands around the rest of a point of this metric, as the reader needs it.
  std::string before, behind;
  std::array<SeenMetric*, 2> followers = {};  // the two that came behind it last, the later first
};

// Memory is bounded: when too many were seen, all are forgotten and get new ids when they
// recur.
class SeenMetrics {
 public:
  // The two that are likely next; null for none.
  const std::array<SeenMetric*, 2>& likely() const { return last_ != nullptr ? last_->followers : none_; }

  // The likely one whose text stands at `at`; then it is the next. Null for neither.
  SeenMetric* expected(const char* at, const char* end, std::string SeenMetric::*text) {
    for (SeenMetric* metric : likely()) {
      if (metric == nullptr || (metric->*text).empty() || !begins_with(at, end, metric->*text)) continue;
      follow(*metric);
      return metric;
    }
    return nullptr;
  }

  // The next metric is this one: one of likely(), or what find() gave.
  void follow(SeenMetric& metric) {
    if (last_ != nullptr && last_->followers[0] != &metric) {
      last_->followers[1] = last_->followers[0];
      last_->followers[0] = &metric;
    }
    last_ = &metric;
  }

  // Made when it was not seen yet; the texts around it are then empty.
  SeenMetric& find(std::string_view name);

 private:
  std::unordered_map<std::string_view, std::unique_ptr<SeenMetric>> seen_;
  std::array<SeenMetric*, 2> none_ = {};
  SeenMetric* last_ = nullptr;
  std::uint64_t last_id_ = 0;
};

}  // namespace loadtriage::formats
