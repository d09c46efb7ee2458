// One measured value of k6's raw points (`--out json`, `--out csv`).
#pragma once
#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "model/source_ref.h"

namespace loadtriage::model {

// The tags of one or many points. `id` is the same for two points of one reader only
// if their tags are equal, so whoever folds points looks a set of tags up once and
// not nine times a request. 0 is never given out.
struct Tags {
  std::uint64_t id = 0;
  std::vector<std::pair<std::string_view, std::string_view>> items;

  // The value of a tag; empty where there is none.
  std::string_view find(std::string_view name) const {
    for (const auto& [key, value] : items)
      if (key == name) return value;
    return {};
  }
};

// The name of a metric. As with tags, `id` is the same for two points of one reader only
// if the names are equal; ids are given out from 1 on.
struct MetricName {
  std::uint64_t id = 0;
  std::string_view text;  // "http_req_duration"
};

// Borrows from its reader: valid only during the call that hands it out.
struct Sample {
  SourceRef where;
  MetricName metric;
  std::int64_t time_ns = 0;    // since the Unix epoch; of a request, its END (k6-facts, section 6)
  double value = 0;            // milliseconds, bytes, or a plain number
  const Tags* tags = nullptr;  // never null
};

}  // namespace loadtriage::model
