// What was found out about the skeletons that texts had: a number each.
//
// Bounded, and only to save time: it forgets when it is full, tells which skeletons came
// before, as learning those that come once is not worth it, and rests where hardly any do.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage::scan {

class ShapeMemo {
 public:
  // Before each text: whether to look its skeleton up at all.
  bool wanted();

  // What was learnt of it, if anything.
  std::optional<std::uint32_t> look_up(std::string_view skeleton);
  // Whether the one that was looked up last has, most likely, come before.
  bool came_before();
  // Of the one that was looked up last.
  void learn(std::string_view skeleton, std::uint32_t verdict);
  // That what it knew spared a search.
  void saved() { ++saved_; }

 private:
  static constexpr std::size_t kMost = 8192;
  static constexpr std::size_t kPlaces = 4 * kMost;
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20;
  static constexpr std::uint32_t kWarmUp = 8192;  // texts of a small log are not worth it
  static constexpr std::uint32_t kRound = 4096;   // looked up before the memo judges itself
  static constexpr std::uint32_t kRest = 65536;   // texts that are then left alone

  struct Shape {
    std::uint64_t hash = 0;
    std::uint32_t begin = 0, size = 0;  // in texts_
    std::uint32_t verdict = 0;
  };

  std::vector<Shape> shapes_;
  std::vector<std::uint16_t> places_;  // one more than the position in shapes_; 0: free
  std::vector<std::uint32_t> seen_;    // upper halves of hashes that came once
  std::string texts_;
  std::uint64_t hash_ = 0;
  std::uint32_t waits_ = kWarmUp, looked_up_ = 0, saved_ = 0;
};

}  // namespace loadtriage::scan
