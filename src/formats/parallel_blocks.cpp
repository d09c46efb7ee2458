#include "formats/parallel_blocks.h"

#include <algorithm>
#include <array>
#include <exception>
#include <functional>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace loadtriage::formats {
namespace {

constexpr unsigned kMostThreads = 16;

// Gives each thread the next block when it asks. The bytes are read by the thread that parses
// them, so that they are still in the cache of its processor; meanwhile the others parse.
class Blocks {
 public:
  Blocks(const NextBlock& next, input::OwnedBlock first, input::OwnedBlock second)
      : next_(next), first_{std::move(first), std::move(second)} {}

  // What each thread does.
  void parse_with(BlockReader& reader) {
    try {
      input::OwnedBlock block;
      while (take(block)) reader.read(block.text, block.first_line, block.offset);
      reader.finish();
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
    }
  }
  void rethrow_failure() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  // False when no more blocks come, or when a thread failed: then the others need not go on.
  bool take(input::OwnedBlock& block) {
    const std::unique_lock lock = lock_soon();
    if (failure_) return false;
    if (given_ == first_.size()) return next_(block);
    block = std::move(first_[given_++]);
    return true;
  }

  // To read a block takes less time than to sleep and be woken, unless it is unpacked.
  std::unique_lock<std::mutex> lock_soon() {
    constexpr int kPatience = 200;
    std::unique_lock lock(mutex_, std::try_to_lock);
    for (int i = 0; i < kPatience && !lock.owns_lock(); ++i) {
      std::this_thread::yield();
      lock.try_lock();
    }
    if (!lock.owns_lock()) lock.lock();
    return lock;
  }

  const NextBlock& next_;
  std::array<input::OwnedBlock, 2> first_;
  std::size_t given_ = 0;  // of first_
  std::mutex mutex_;
  std::exception_ptr failure_;
};

// All in the calling thread: the two blocks that were looked at, and the rest.
void read_here(const NextBlock& next, input::OwnedBlock first, input::OwnedBlock second, Sink& sink,
               const MakeReader& make) {
  const auto reader = make(sink);
  reader->read(first.text, first.first_line, first.offset);
  if (!second.text.empty()) {
    do reader->read(second.text, second.first_line, second.offset);
    while (next(second));
  }
  reader->finish();
}

}  // namespace

void read_blocks(const NextBlock& next, Sink& sink, const MakeReader& make, unsigned threads) {
  if (threads == 0) threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostThreads);
  input::OwnedBlock first, second;
  if (!next(first)) {
    make(sink)->finish();
    return;
  }
  const bool more = next(second);
  if (!more) second = {};
  if (threads == 1 || !more) return read_here(next, std::move(first), std::move(second), sink, make);

  std::vector<std::unique_ptr<Sink>> sinks;
  std::vector<std::unique_ptr<BlockReader>> readers;
  for (unsigned i = 0; i < threads; ++i) {
    sinks.push_back(sink.fork());
    readers.push_back(make(*sinks.back()));
  }
  Blocks blocks(next, std::move(first), std::move(second));
  std::vector<std::thread> crew;
  try {
    for (unsigned i = 1; i < threads; ++i)
      crew.emplace_back(&Blocks::parse_with, std::ref(blocks), std::ref(*readers[i]));
  } catch (const std::system_error&) {
    // The system has no more threads to give: those that are there do.
  }
  blocks.parse_with(*readers.front());
  for (std::thread& thread : crew) thread.join();
  blocks.rethrow_failure();
  readers.clear();
  for (auto& part : sinks) sink.join(std::move(part));
}

}  // namespace loadtriage::formats
