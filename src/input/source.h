// One input as UTF-8 text in blocks of whole lines, whatever it was stored as.
//
// gzip and zstd are unpacked (by magic bytes, concatenated members too), UTF-16 and
// byte-order marks are decoded, so that everything after this room sees plain UTF-8
// lines. Memory is bounded: a block holds at most kBlockSize bytes unless one line is
// longer, and a line longer than kLongestLine is cut there, the rest of it skipped
// and counted in bytes_skipped().
//
// Every text handed out here is followed by kPadding readable bytes (see storage.h).
#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "input/bounded_stream.h"
#include "input/file_system.h"
#include "input/storage.h"

namespace loadtriage::input {

constexpr std::size_t kBlockSize = std::size_t{1} << 20;
constexpr std::size_t kLongestLine = std::size_t{16} << 20;
constexpr std::size_t kHeadSize = std::size_t{64} << 10;

// Whole lines, each ending in a line feed except perhaps the input's last.
// `text` borrows from the Source: valid only until the next call of next().
struct Block {
  std::string_view text;
  std::uint64_t first_line = 1;  // the number of the first line
  std::uint64_t offset = 0;      // of the first byte, in the decoded text
};

// A block that owns its text, to be parsed by another thread while the Source reads
// on. Moving it keeps `text` valid. Hand it to next() again to reuse its memory.
struct OwnedBlock {
  Storage storage;
  std::string_view text;
  std::uint64_t first_line = 1;
  std::uint64_t offset = 0;
};

class Source {
 public:
  // `path` is for messages. Reads nothing yet.
  Source(std::unique_ptr<ByteStream> bytes, std::string path, const UnpackLimits& limits = {});
  ~Source();
  Source(Source&&) noexcept;
  Source& operator=(Source&&) noexcept;

  const std::string& path() const;

  // The first lines of the decoded text (up to kHeadSize), for sniffing. May be called
  // again and again, at any time; does not consume. Of a first line that is longer it
  // is the start.
  std::string_view head();
  // Whether head() is all there is.
  bool head_is_whole();
  // Whether the input holds no byte at all, or decodes to none.
  bool empty();

  // The next block; false at the end.
  bool next(Block& block);
  bool next(OwnedBlock& block);

  // All that is left, for documents that make sense only as a whole; long lines are
  // not cut. Stops at `limit` bytes: `cut` in the answer says so. Valid until the next
  // call of next() or read_all().
  struct Whole {
    std::string_view text;
    bool cut = false;
  };
  Whole read_all(std::size_t limit);

  // What was odd: "was UTF-16 with a byte-order mark", "gzip data ends too early;
  // what came before is used", "NUL bytes: this is a binary file".
  const std::vector<std::string>& notes() const;
  // Whether a part of the input is lost: a damaged or cut archive, a disk that failed, a file
  // that became shorter. The notes say what.
  bool incomplete() const;
  // Whether the head holds more than a stray NUL byte, or much invalid UTF-8, after
  // decoding.
  bool binary();

  // How much of lines longer than kLongestLine was left out so far.
  std::uint64_t bytes_skipped() const;
  // How many bytes of decoded text were handed out or skipped so far.
  std::uint64_t bytes_read() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace loadtriage::input
