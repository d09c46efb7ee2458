// How many users are at work, from when each began and ended.
//
// The events come from many readers, in no order: they are summed by time first. Memory is
// bounded: of more stretches than kMost, two become one.
#pragma once
#include <cstdint>
#include <map>

#include "formats/tools/rows/requests.h"

namespace loadtriage::formats::tools {

class UserSteps {
 public:
  void began(std::int64_t time_ns);
  void ended(std::int64_t time_ns);
  void merge(const UserSteps& other);
  // The users at work and the iterations that ended, as points.
  void give(Requests& requests) const;

 private:
  struct Step {
    double began = 0, ended = 0;
  };
  static constexpr std::size_t kMost = 4096;
  void widen();
  Step& at(std::int64_t time_ns);

  std::int64_t width_ns_ = 1'000'000'000;
  std::map<std::int64_t, Step> steps_;  // by number; number * width_ns_ is its start
};

}  // namespace loadtriage::formats::tools
