#include "formats/tools/user_steps.h"

#include <utility>

namespace loadtriage::formats::tools {

void UserSteps::widen() {
  std::map<std::int64_t, Step> wider;
  for (const auto& [number, step] : steps_) {
    Step& into = wider[number >= 0 ? number / 2 : (number - 1) / 2];
    into.began += step.began;
    into.ended += step.ended;
  }
  steps_ = std::move(wider);
  width_ns_ *= 2;
}

UserSteps::Step& UserSteps::at(std::int64_t time_ns) {
  while (steps_.size() >= kMost) widen();
  return steps_[time_ns / width_ns_];
}

void UserSteps::began(std::int64_t time_ns) { at(time_ns).began += 1; }
void UserSteps::ended(std::int64_t time_ns) { at(time_ns).ended += 1; }

void UserSteps::merge(const UserSteps& other) {
  while (width_ns_ < other.width_ns_) widen();
  for (const auto& [number, step] : other.steps_) {
    Step& into = at(number * other.width_ns_);
    into.began += step.began;
    into.ended += step.ended;
  }
}

// A user that began and ended within a stretch was at work in it.
void UserSteps::give(Requests& requests) const {
  double working = 0;
  for (const auto& [number, step] : steps_) {
    const std::int64_t time_ns = number * width_ns_;
    working += step.began;
    requests.users(time_ns, working);
    working -= step.ended;
    if (step.ended > 0) requests.iterations(time_ns, step.ended);
  }
}

}  // namespace loadtriage::formats::tools
