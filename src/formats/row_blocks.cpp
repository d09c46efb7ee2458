#include "formats/row_blocks.h"

#include <algorithm>
#include <utility>

namespace loadtriage::formats {
namespace {
constexpr std::size_t kLongestMend = std::size_t{64} << 10;
}  // namespace

bool RowBlocks::next(input::OwnedBlock& block) {
  if (has_ahead_) {
    std::swap(block, ahead_);
    has_ahead_ = false;
  } else if (!next_(block)) {
    return false;
  }
  if (std::count(block.text.begin(), block.text.end(), '"') % 2 != 0) mend(block);
  return true;
}

void RowBlocks::mend(input::OwnedBlock& block) {
  has_ahead_ = next_(ahead_);
  if (!has_ahead_) return;
  const std::string_view text = ahead_.text.substr(0, kLongestMend);
  bool quoted = true;
  std::size_t size = 0;
  for (std::size_t i = 0; i < text.size() && size == 0; ++i) {
    if (text[i] == '"') quoted = !quoted;
    if (text[i] == '\n' && !quoted) size = i + 1;
  }
  const auto before = static_cast<std::size_t>(block.text.data() - block.storage.data());
  block.storage.append(text.substr(0, size));
  block.text = block.storage.view().substr(before);
  ahead_.text.remove_prefix(size);
  ahead_.offset += size;
  ahead_.first_line += static_cast<std::uint64_t>(
      std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(size), '\n'));
  if (ahead_.text.empty()) has_ahead_ = false;
}

std::string_view take_line(input::OwnedBlock& block) {
  const std::size_t size = std::min(block.text.find('\n'), block.text.size() - 1) + 1;
  const std::string_view line = block.text.substr(0, size);
  block.text.remove_prefix(size);
  block.offset += size;
  ++block.first_line;
  return line;
}

}  // namespace loadtriage::formats
