// How far reading has come, on a terminal, while somebody waits.
//
// Nothing is ever written in the first second, so short work stays silent; when reading
// ends the line is wiped. The bar counts the bytes as they are stored, packed or not.
#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <ostream>
#include <string>
#include <thread>

#include "cli/world.h"
#include "input/file_system.h"

namespace loadtriage::cli {

// Whether standard error is a terminal that a person looks at: not in CI, not a dumb one.
bool wants_progress(const World& world);

struct ReadSoFar {
  std::uint64_t bytes = 0;
  std::optional<std::uint64_t> all;  // nothing: not known
  double elapsed_s = 0;
};

// One line of at most `columns` columns, without its end:
// "reading  43 % [########            ] 1.2 GB of 2.8 GB, 412 MB/s, 4 s left".
std::string draw(const ReadSoFar& so_far, int columns);

class ProgressBar {
 public:
  ProgressBar() = default;
  ~ProgressBar() { hide(); }
  ProgressBar(const ProgressBar&) = delete;
  ProgressBar& operator=(const ProgressBar&) = delete;

  // Draws to `err` from a thread of its own until hide() is called. Nobody else may write
  // there meanwhile.
  void show(std::ostream& err, std::optional<std::uint64_t> all, int columns);
  void hide();

  // The same stream, its bytes counted while the bar is shown. The bar must outlive it.
  std::unique_ptr<input::ByteStream> watched(std::unique_ptr<input::ByteStream> stream);

 private:
  void keep_drawing(std::ostream& err, std::optional<std::uint64_t> all, int columns);

  std::atomic<std::uint64_t> bytes_{0};
  std::mutex mutex_;
  std::condition_variable over_changed_;
  bool over_ = false;  // under mutex_
  std::thread drawer_;
};

}  // namespace loadtriage::cli
