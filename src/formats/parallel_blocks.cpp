#include "formats/parallel_blocks.h"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace loadtriage::formats {
namespace {

constexpr unsigned kMostThreads = 16;

// Hands blocks from the thread that reads bytes to those that parse, and the memory of
// used ones back. Holds a few blocks only: when the parsers are slower, reading waits.
class BlockQueue {
 public:
  explicit BlockQueue(std::size_t most) : most_(most) {}

  void put(input::OwnedBlock block) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return full_.size() < most_ || stopped_; });
    full_.push_back(std::move(block));
    filled_.notify_one();
  }

  // False when no more blocks come.
  bool get(input::OwnedBlock& block) {
    std::unique_lock lock(mutex_);
    filled_.wait(lock, [&] { return !full_.empty() || closed_ || stopped_; });
    if (full_.empty() || stopped_) return false;
    block = std::move(full_.front());
    full_.pop_front();
    room_.notify_one();
    return true;
  }

  void give_back(input::OwnedBlock block) {
    const std::lock_guard lock(mutex_);
    used_.push_back(std::move(block));
  }

  input::OwnedBlock empty_block() {
    const std::lock_guard lock(mutex_);
    if (used_.empty()) return {};
    input::OwnedBlock block = std::move(used_.back());
    used_.pop_back();
    return block;
  }

  void close() {
    const std::lock_guard lock(mutex_);
    closed_ = true;
    filled_.notify_all();
  }

  // A parser failed: the others need not go on.
  void stop(std::exception_ptr why) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::move(why);
    stopped_ = true;
    filled_.notify_all();
    room_.notify_all();
  }

  bool stopped() const {
    const std::lock_guard lock(mutex_);
    return stopped_;
  }
  std::exception_ptr failure() const { return failure_; }

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable filled_, room_;
  std::deque<input::OwnedBlock> full_;
  std::vector<input::OwnedBlock> used_;
  bool closed_ = false, stopped_ = false;
  std::exception_ptr failure_;
};

void parse_from(BlockQueue& queue, BlockReader& reader) {
  try {
    input::OwnedBlock block;
    while (queue.get(block)) {
      reader.read(block.text, block.first_line, block.offset);
      queue.give_back(std::move(block));
    }
    reader.finish();
  } catch (...) {
    queue.stop(std::current_exception());
  }
}

// Ends the threads also when reading bytes throws.
class Crew {
 public:
  explicit Crew(BlockQueue& queue) : queue_(queue) {}
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;
  ~Crew() { wait(); }

  // False when the system has no thread left to give.
  bool add(BlockReader& reader) {
    try {
      threads_.emplace_back(parse_from, std::ref(queue_), std::ref(reader));
      return true;
    } catch (const std::system_error&) {
      return false;
    }
  }
  bool empty() const { return threads_.empty(); }
  void wait() {
    queue_.close();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  BlockQueue& queue_;
  std::vector<std::thread> threads_;
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

  BlockQueue queue(threads + 1);
  std::vector<std::unique_ptr<Sink>> sinks;
  std::vector<std::unique_ptr<BlockReader>> readers;
  for (unsigned i = 0; i < threads; ++i) {
    sinks.push_back(sink.fork());
    readers.push_back(make(*sinks.back()));
  }
  {
    Crew crew(queue);
    for (const auto& reader : readers)
      if (!crew.add(*reader)) break;
    if (crew.empty()) return read_here(next, std::move(first), std::move(second), sink, make);
    queue.put(std::move(first));
    queue.put(std::move(second));
    input::OwnedBlock block;
    while (!queue.stopped() && next(block)) {
      queue.put(std::move(block));
      block = queue.empty_block();
    }
    crew.wait();
  }
  if (queue.failure()) std::rethrow_exception(queue.failure());
  readers.clear();
  for (auto& part : sinks) sink.join(std::move(part));
}

}  // namespace loadtriage::formats
