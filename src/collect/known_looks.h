// Finds the statistics of a request's look from the tags of its points, quickly where the
// look is known: points whose tags differ only in ids have the same look.
#pragma once
#include <cstddef>
#include <cstdint>
#include <unordered_map>

#include "collect/point_look.h"
#include "model/points.h"

namespace loadtriage::collect {

class KnownLooks {
 public:
  struct Known {
    bool failed = false;
    bool unnamed = false;
    model::LookStats* stats = nullptr;
    std::uint64_t looks_moved = 0;  // when `stats` was looked up
    const model::Look* look = nullptr;
  };

  // Valid until generation() changes: too many different looks, and all are forgotten.
  Known& of(const model::Tags& tags, Protocol protocol);
  std::uint64_t generation() const { return generation_; }

  // The statistics of a look, made when there are none. Valid until points.looks_moved changes.
  static model::LookStats& stats_of(Known& known, model::Points& points);

 private:
  static constexpr std::size_t kMost = 4096;
  struct Hash {
    std::size_t operator()(const model::Look& look) const;
  };
  std::unordered_map<model::Look, Known, Hash> known_;
  std::uint64_t generation_ = 1;
  PointLook scratch_;
};

}  // namespace loadtriage::collect
