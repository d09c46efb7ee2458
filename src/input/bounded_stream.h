// Holds an archive to a bound: 70 MB of gzip can be 70 GB of equal lines.
#pragma once
#include <cstdint>
#include <memory>

#include "input/file_system.h"
#include "input/notes.h"

namespace loadtriage::input {

// What one archive may become.
struct UnpackLimits {
  std::uint64_t bytes = std::uint64_t{64} << 30;
  // Times its own size, once it is larger than kRatioFrom. Logs are packed 10 to 40 times.
  std::uint64_t ratio = 200;

  static constexpr std::uint64_t kRatioFrom = std::uint64_t{1} << 30;
};

// Passes on what `bytes` holds, and counts it in `count`, which must outlive the stream.
std::unique_ptr<ByteStream> make_counted_stream(std::unique_ptr<ByteStream> bytes, std::uint64_t& count);

// Reads the unpacked stream until a limit is passed; `notes` says so then.
class BoundedStream : public ByteStream {
 public:
  // `unpack` makes the stream to read from the (counted) packed one.
  template <typename Unpack>
  BoundedStream(std::unique_ptr<ByteStream> packed, const UnpackLimits& limits, Notes& notes, Unpack unpack)
      : limits_(limits), notes_(notes), unpacked_(unpack(make_counted_stream(std::move(packed), packed_))) {}

  std::size_t read(char* into, std::size_t size) override;
  std::string error() const override { return unpacked_->error(); }

 private:
  UnpackLimits limits_;
  Notes& notes_;
  std::uint64_t packed_ = 0, made_ = 0;
  bool stopped_ = false;
  std::unique_ptr<ByteStream> unpacked_;
};

}  // namespace loadtriage::input
