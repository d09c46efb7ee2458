#include "input/storage.h"

#include <algorithm>
#include <cassert>
#include <cstring>
#include <utility>

namespace loadtriage::input {

Storage::Storage(Storage&& other) noexcept { *this = std::move(other); }

Storage& Storage::operator=(Storage&& other) noexcept {
  bytes_ = std::move(other.bytes_);
  size_ = std::exchange(other.size_, 0);
  capacity_ = std::exchange(other.capacity_, 0);
  return *this;
}

void Storage::reserve(std::size_t capacity) {
  if (bytes_ && capacity <= capacity_) return;
  // Not value-initialised: a block is overwritten at once by what is read into it.
  std::unique_ptr<char[]> larger(new char[capacity + kPadding]);
  if (size_ > 0) std::memcpy(larger.get(), bytes_.get(), size_);
  bytes_ = std::move(larger);
  capacity_ = capacity;
  resize(size_);
}

void Storage::append(std::string_view bytes) {
  if (size_ + bytes.size() > capacity_ || !bytes_) {
    reserve(std::max(size_ + bytes.size(), capacity_ * 2));
  }
  if (!bytes.empty()) std::memcpy(bytes_.get() + size_, bytes.data(), bytes.size());
  resize(size_ + bytes.size());
}

void Storage::resize(std::size_t size) {
  assert(bytes_ && size <= capacity_ && "room is reserved before it is used");
  size_ = size;
  std::memset(bytes_.get() + size, 0, kPadding);
}

}  // namespace loadtriage::input
