// Blocks of whole rows: the rows of comma-separated values may span several lines.
#pragma once
#include "formats/parallel_blocks.h"

namespace loadtriage::formats {

// Moves the border between two blocks to where a row ends, when it lies within quotes.
class RowBlocks {
 public:
  // `next` must outlive this.
  explicit RowBlocks(const NextBlock& next) : next_(next) {}

  bool next(input::OwnedBlock& block);

 private:
  void mend(input::OwnedBlock& block);

  const NextBlock& next_;
  input::OwnedBlock ahead_;
  bool has_ahead_ = false;
};

// Takes the first line off the block.
std::string_view take_line(input::OwnedBlock& block);

}  // namespace loadtriage::formats
