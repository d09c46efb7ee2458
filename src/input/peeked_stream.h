// A stream whose first bytes can be looked at before they are read.
#pragma once
#include <memory>
#include <string>
#include <string_view>

#include "input/file_system.h"

namespace loadtriage::input {

class PeekedStream : public ByteStream {
 public:
  explicit PeekedStream(std::unique_ptr<ByteStream> bytes) : bytes_(std::move(bytes)) {}

  // The next `size` bytes, or all there are. Valid until the next call.
  std::string_view peek(std::size_t size);
  void skip(std::size_t size);  // only what was peeked at

  // Once the peeked bytes are handed out, reads go straight through.
  std::size_t read(char* into, std::size_t size) override;
  std::string error() const override { return bytes_->error(); }

 private:
  std::unique_ptr<ByteStream> bytes_;
  std::string ahead_;
  std::size_t used_ = 0;
};

}  // namespace loadtriage::input
