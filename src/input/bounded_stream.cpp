#include "input/bounded_stream.h"

#include <algorithm>

namespace loadtriage::input {
namespace {

class CountedStream : public ByteStream {
 public:
  CountedStream(std::unique_ptr<ByteStream> bytes, std::uint64_t& count)
      : bytes_(std::move(bytes)), count_(count) {}

  std::size_t read(char* into, std::size_t size) override {
    const std::size_t got = bytes_->read(into, size);
    count_ += got;
    return got;
  }
  std::string error() const override { return bytes_->error(); }

 private:
  std::unique_ptr<ByteStream> bytes_;
  std::uint64_t& count_;
};

std::string gibibytes(std::uint64_t bytes) {
  constexpr std::uint64_t kGibibyte = std::uint64_t{1} << 30;
  if (bytes % kGibibyte == 0) return std::to_string(bytes / kGibibyte) + " GiB";
  return std::to_string(bytes) + " bytes";
}

}  // namespace

std::unique_ptr<ByteStream> make_counted_stream(std::unique_ptr<ByteStream> bytes, std::uint64_t& count) {
  return std::make_unique<CountedStream>(std::move(bytes), count);
}

std::size_t BoundedStream::read(char* into, std::size_t size) {
  if (stopped_) return 0;
  const std::size_t got = unpacked_->read(into, size);
  made_ += got;
  if (made_ > limits_.bytes) {
    notes_.lost("unpacks to more than " + gibibytes(limits_.bytes) +
                "; what came before is used (--max-unpacked allows more)");
    stopped_ = true;
  } else if (made_ > UnpackLimits::kRatioFrom && limits_.ratio > 0 && made_ / limits_.ratio > packed_) {
    notes_.lost("unpacks to more than " + std::to_string(limits_.ratio) +
                " times its size; what came before is used (--max-unpacked allows more)");
    stopped_ = true;
  }
  return got;
}

}  // namespace loadtriage::input
