#include "input/peeked_stream.h"

#include <algorithm>
#include <cstring>

namespace loadtriage::input {

std::string_view PeekedStream::peek(std::size_t size) {
  while (ahead_.size() - used_ < size) {
    const std::size_t held = ahead_.size();
    ahead_.resize(used_ + size);
    const std::size_t got = bytes_->read(ahead_.data() + held, ahead_.size() - held);
    ahead_.resize(held + got);
    if (got == 0) break;
  }
  return std::string_view(ahead_).substr(used_, size);
}

void PeekedStream::skip(std::size_t size) { used_ = std::min(used_ + size, ahead_.size()); }

std::size_t PeekedStream::read(char* into, std::size_t size) {
  if (used_ == ahead_.size()) return bytes_->read(into, size);
  const std::size_t given = std::min(size, ahead_.size() - used_);
  std::memcpy(into, ahead_.data() + used_, given);
  used_ += given;
  return given;
}

}  // namespace loadtriage::input
