#include "formats/json/text_arena.h"

#include <cstring>

namespace loadtriage::formats {

char* TextArena::room(std::size_t size) {
  if (used_ + size > kChunk) {
    more_.push_back(std::make_unique<char[]>(size + 1));
    return more_.back().get();
  }
  char* begin = first_.get() + used_;
  used_ += size;
  return begin;
}

std::string_view TextArena::store(std::string_view text) {
  if (text.empty()) return {};
  char* begin = room(text.size());
  std::memcpy(begin, text.data(), text.size());
  return {begin, text.size()};
}

void TextArena::clear() {
  used_ = 0;
  more_.clear();
}

}  // namespace loadtriage::formats
