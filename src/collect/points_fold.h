// Folds raw points into model::Points, one point at a time.
//
// The nine points of a request are not joined: each goes where its own value belongs, so
// it does not matter where one reader of the input ended and the next began. Texts are
// looked at once for each set of tags (model::Tags::id); a point then costs some tens of
// nanoseconds.
#pragma once
#include <memory>

#include "model/points.h"
#include "model/sample.h"

namespace loadtriage::collect {

class PointsFold {
 public:
  PointsFold();
  ~PointsFold();
  PointsFold(PointsFold&&) noexcept;
  PointsFold& operator=(PointsFold&&) noexcept;

  void add(const model::Sample& sample);
  // What was folded; the fold is empty afterwards.
  model::Points take();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace loadtriage::collect
