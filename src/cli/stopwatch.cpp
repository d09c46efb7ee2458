#include "cli/stopwatch.h"

#include <fmt/format.h>

namespace loadtriage::cli {

void Stopwatch::lap(std::string stage) {
  const Clock::time_point now = Clock::now();
  laps_.emplace_back(std::move(stage), now - last_);
  last_ = now;
}

std::string Stopwatch::describe() const {
  std::string out;
  double sum = 0;
  for (const auto& [stage, spent] : laps_) {
    out += fmt::format("{:<20} {:>10.2f} ms\n", stage, spent.count());
    sum += spent.count();
  }
  return out + fmt::format("{:<20} {:>10.2f} ms\n", "all", sum);
}

}  // namespace loadtriage::cli
