// Bytes of an input, with room to read on behind them.
//
// Always followed by kPadding zero bytes that may be read, so that parsers which load
// whole vectors (simdjson) need no copy. Moving a Storage leaves the bytes in place.
#pragma once
#include <cstddef>
#include <memory>
#include <string_view>

namespace loadtriage::input {

constexpr std::size_t kPadding = 64;

class Storage {
 public:
  Storage() = default;
  Storage(Storage&& other) noexcept;
  Storage& operator=(Storage&& other) noexcept;

  char* data() { return bytes_.get(); }
  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  std::string_view view() const { return {bytes_.get(), size_}; }

  // Makes room for `capacity` bytes; keeps what is held.
  void reserve(std::size_t capacity);
  void append(std::string_view bytes);
  // Only up to capacity(). Bytes that come into view are what was written there.
  void resize(std::size_t size);
  void clear() { size_ = 0; }

 private:
  std::unique_ptr<char[]> bytes_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace loadtriage::input
