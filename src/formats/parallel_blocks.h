// Reads the blocks of one large input on several threads.
#pragma once
#include <functional>
#include <memory>
#include <string_view>

#include "formats/adapter.h"
#include "input/source.h"

namespace loadtriage::formats {

// Reads whole lines of one format. One object serves one thread and sees some of the
// blocks, in order; it must not need the others to understand them.
class BlockReader {
 public:
  virtual ~BlockReader() = default;
  virtual void read(std::string_view text, std::uint64_t first_line, std::uint64_t offset) = 0;
  virtual void finish() = 0;  // no more blocks come
};

using MakeReader = std::function<std::unique_ptr<BlockReader>(Sink&)>;
// Gives the next block; false at the end.
using NextBlock = std::function<bool(input::OwnedBlock&)>;

// `threads` readers (0: as many as the machine has processors), each with a fork of the
// sink, which is joined at the end. An input of a single block, or a single thread, is
// read with the sink itself. The result does not depend on the number of threads as
// long as joining does not depend on the order.
void read_blocks(const NextBlock& next, Sink& sink, const MakeReader& make, unsigned threads);

}  // namespace loadtriage::formats
