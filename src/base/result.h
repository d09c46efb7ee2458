// A value, or the notices that say why there is none.
#pragma once
#include <cassert>
#include <utility>
#include <variant>

#include "base/notice.h"

namespace loadtriage {

// Holds a T, or at least one Notice of severity `error`. All faults of a file are
// reported at once, so an error is always a list.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Notices errors) : state_(std::in_place_index<1>, std::move(errors)) {
    assert(!std::get<1>(state_).empty() && "a failed result says why");
  }
  Result(Notice error) : Result(Notices{std::move(error)}) {}

  bool ok() const { return state_.index() == 0; }
  explicit operator bool() const { return ok(); }

  // Only when ok().
  T& value() { return std::get<0>(state_); }
  const T& value() const { return std::get<0>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

  // Only when not ok().
  const Notices& errors() const { return std::get<1>(state_); }

 private:
  std::variant<T, Notices> state_;
};

}  // namespace loadtriage
