// Where the time of an analysis went, for --stats.
#pragma once
#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace loadtriage::cli {

class Stopwatch {
 public:
  // Ends a stage and names it.
  void lap(std::string stage);
  std::string describe() const;  // one line a stage

 private:
  using Clock = std::chrono::steady_clock;
  Clock::time_point last_ = Clock::now();
  std::vector<std::pair<std::string, std::chrono::duration<double, std::milli>>> laps_;
};

}  // namespace loadtriage::cli
