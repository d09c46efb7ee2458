#include "formats/logs/log_blocks.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "formats/logs/log_events.h"
#include "input/line_count.h"

namespace loadtriage::formats {
namespace {

constexpr unsigned kMostLogThreads = 16;

// Small logs are read on several threads, too: the first block is given out in pieces.
constexpr std::size_t kPieceSize = std::size_t{128} << 10;

struct Piece {
  std::string_view text;
  std::uint64_t first_line = 1;
  std::uint64_t offset = 0;
  std::uint64_t end() const { return offset + text.size(); }
};

Piece whole(const input::OwnedBlock& block) { return {block.text, block.first_line, block.offset}; }

std::vector<Piece> pieces_of(const input::OwnedBlock& block) {
  std::vector<Piece> pieces;
  Piece rest = whole(block);
  while (!rest.text.empty()) {
    const std::size_t feed =
        rest.text.size() > kPieceSize ? rest.text.find('\n', kPieceSize) : rest.text.size();
    Piece piece = rest;
    piece.text = rest.text.substr(0, std::min(feed, rest.text.size() - 1) + 1);
    pieces.push_back(piece);
    rest.text.remove_prefix(piece.text.size());
    rest.first_line += input::count_lines(piece.text);
    rest.offset += piece.text.size();
  }
  return pieces;
}

// The lines of a piece from one offset in the input to another.
void read_lines(LogEvents& events, const Piece& piece, std::uint64_t from, std::uint64_t to) {
  std::uint64_t number = piece.first_line, offset = piece.offset;
  for (std::string_view rest = piece.text; !rest.empty() && offset < to; ++number) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    if (offset >= from) events.line(rest.substr(0, end), number, offset);
    const std::size_t taken = std::min(end + 1, rest.size());
    rest.remove_prefix(taken);
    offset += taken;
  }
}

void read_all(LogEvents& events, const Piece& piece) {
  read_lines(events, piece, piece.offset, piece.end());
  events.keep();
}

// A piece, and what one thread made of it.
struct Part {
  input::OwnedBlock block;  // where the piece lies, unless it is of the first blocks
  Piece piece;
  std::uint64_t number = 0;
  std::unique_ptr<Sink> sink;
  std::unique_ptr<LogEvents> events;
};

class LogBlocks {
 public:
  LogBlocks(const NextBlock& next, const LogProfile& profile, model::InputId input, Sink& sink,
            unsigned threads)
      : next_(next),
        profile_(profile),
        input_(input),
        sink_(sink),
        most_(2 * threads + 1),
        before_(std::make_unique<LogEvents>(profile, input, sink)),
        guess_(before_->times()) {}

  // Reads the first two blocks, if there are as many; false when they are a single piece.
  bool begin() {
    for (input::OwnedBlock& block : first_blocks_) {
      if (!next_(block)) break;
      const std::vector<Piece> pieces = pieces_of(block);
      first_.insert(first_.end(), pieces.begin(), pieces.end());
    }
    return first_.size() > 1;
  }
  // All in this thread.
  void read_here() {
    for (const Piece& piece : first_) read_all(*before_, piece);
    input::OwnedBlock block;
    while (next_(block)) read_all(*before_, whole(block));
  }
  // What each thread does.
  void work() {
    try {
      while (std::unique_ptr<Part> part = take()) {
        read_all(*part->events, part->piece);
        part->sink->complete();
        put(std::move(part));
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      room_.notify_all();
    }
  }
  void finish() {
    if (failure_) std::rethrow_exception(failure_);
    before_->finish();
  }

 private:
  // The next block with a reader for it; waits when many wait to be joined.
  std::unique_ptr<Part> take() {
    const std::lock_guard reading(reading_);
    auto part = std::make_unique<Part>();
    {
      std::unique_lock lock(mutex_);
      room_.wait(lock, [&] { return taken_ - joined_ < most_ || failure_; });
      if (failure_) return nullptr;
      if (!used_.empty()) {
        part->block = std::move(used_.back());
        used_.pop_back();
      }
      part->number = taken_++;
    }
    if (part->number < first_.size())
      part->piece = first_[part->number];
    else if (next_(part->block))
      part->piece = whole(part->block);
    else
      return nullptr;
    const std::lock_guard lock(mutex_);
    part->sink = sink_.fork();
    part->events = std::make_unique<LogEvents>(profile_, input_, *part->sink);
    part->events->begin_in_the_middle(guess_);
    return part;
  }

  // Whoever brings the part that all others wait for joins what is there.
  void put(std::unique_ptr<Part> part) {
    std::unique_lock lock(mutex_);
    done_.emplace(part->number, std::move(part));
    if (joining_) return;
    joining_ = true;
    for (auto next = done_.find(joined_); next != done_.end(); next = done_.find(joined_)) {
      part = std::move(next->second);
      done_.erase(next);
      lock.unlock();
      join(*part);
      lock.lock();
      used_.push_back(std::move(part->block));
      guess_ = before_->times();
      ++joined_;
      room_.notify_all();
    }
    joining_ = false;
  }

  void join(Part& part) {
    const auto& began_at = part.events->began_at();
    const std::uint64_t seam = began_at ? began_at->offset : part.piece.end();
    read_lines(*before_, part.piece, part.piece.offset, seam);
    if (part.events->follows(*before_)) {
      part.events->succeed(*before_);
      sink_.join(std::move(part.sink));
      before_ = std::move(part.events);
      return;
    }
    read_lines(*before_, part.piece, seam, part.piece.end());
    before_->keep();
  }

  const NextBlock& next_;
  const LogProfile& profile_;
  const model::InputId input_;
  Sink& sink_;
  const std::uint64_t most_;  // blocks under way at a time
  std::array<input::OwnedBlock, 2> first_blocks_;
  std::vector<Piece> first_;  // of them

  std::mutex reading_;  // held while a block is read; taken before the other
  std::mutex mutex_;    // of all below; before_ belongs to who is joining
  std::condition_variable room_;
  std::uint64_t taken_ = 0, joined_ = 0;
  std::map<std::uint64_t, std::unique_ptr<Part>> done_;
  std::vector<input::OwnedBlock> used_;  // their memory is used again
  bool joining_ = false;
  std::unique_ptr<LogEvents> before_;  // has read all that was joined
  LogTimes guess_;
  std::exception_ptr failure_;
};

}  // namespace

void read_log_blocks(const NextBlock& next, const LogProfile& profile, model::InputId input, Sink& sink,
                     unsigned threads) {
  if (threads == 0) threads = std::clamp(std::thread::hardware_concurrency(), 1U, kMostLogThreads);
  LogBlocks blocks(next, profile, input, sink, threads);
  const bool many = blocks.begin();
  if (threads == 1 || !many) {
    blocks.read_here();
    return blocks.finish();
  }
  std::vector<std::thread> helpers;
  try {
    while (helpers.size() + 1 < threads) helpers.emplace_back(&LogBlocks::work, &blocks);
  } catch (const std::system_error&) {
    // No thread is left to have: fewer do it, too.
  }
  blocks.work();
  for (std::thread& helper : helpers) helper.join();
  blocks.finish();
}

}  // namespace loadtriage::formats
