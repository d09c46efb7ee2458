#include <zstd.h>

#include "input/unpack.h"

namespace loadtriage::input {
namespace {

struct FreeStream {
  void operator()(ZSTD_DStream* stream) const { ZSTD_freeDStream(stream); }
};

class ZstdStream : public ByteStream {
 public:
  ZstdStream(std::unique_ptr<ByteStream> packed, Notes& notes)
      : packed_(std::move(packed)), notes_(notes), state_(ZSTD_createDStream()) {
    input_.resize(std::size_t{1} << 18);
  }

  std::size_t read(char* into, std::size_t size) override {
    while (!finished_) {
      if (waiting_.pos == waiting_.size && !at_end_) refill();
      ZSTD_outBuffer out{into, size, 0};
      const std::size_t used_before = waiting_.pos;
      // After a frame is complete the next call begins the next frame by itself.
      if (waiting_.pos < waiting_.size || inside_frame_) {
        const std::size_t hint = ZSTD_decompressStream(state_.get(), &out, &waiting_);
        if (ZSTD_isError(hint)) {
          finished_ = true;
          if (frames_ > 0 && !inside_frame_)
            notes_.push_back("bytes behind the end of the zstd data are ignored");
          else
            notes_.lost("zstd data is damaged; what came before is used");
          return out.pos;
        }
        inside_frame_ = hint != 0;
        if (!inside_frame_) ++frames_;
      }
      if (out.pos > 0) return out.pos;
      if (at_end_ && waiting_.pos == used_before) {
        finished_ = true;
        if (inside_frame_) notes_.lost("zstd data ends too early; what came before is used");
      }
    }
    return 0;
  }

  std::string error() const override { return packed_->error(); }

 private:
  void refill() {
    const std::size_t got = packed_->read(input_.data(), input_.size());
    waiting_ = {input_.data(), got, 0};
    at_end_ = got == 0;
  }

  std::unique_ptr<ByteStream> packed_;
  Notes& notes_;
  std::unique_ptr<ZSTD_DStream, FreeStream> state_;
  std::string input_;
  ZSTD_inBuffer waiting_{nullptr, 0, 0};
  std::size_t frames_ = 0;
  bool inside_frame_ = false;
  bool at_end_ = false;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> make_zstd_stream(std::unique_ptr<ByteStream> packed, Notes& notes) {
  return std::make_unique<ZstdStream>(std::move(packed), notes);
}

}  // namespace loadtriage::input
