// gzip, unpacked by ISA-L: about three times as fast as zlib on k6's raw points.
#include <isa-l/igzip_lib.h>

#include <algorithm>
#include <cstring>
#include <limits>

#include "input/unpack.h"

namespace loadtriage::input {
namespace {

constexpr std::size_t kPackedSize = std::size_t{1} << 20;

class GzipStream : public ByteStream {
 public:
  GzipStream(std::unique_ptr<ByteStream> packed, Notes& notes)
      : packed_(std::move(packed)), notes_(notes), input_(new std::uint8_t[kPackedSize]) {
    state_ = std::make_unique<inflate_state>();
    isal_inflate_init(state_.get());
    state_->next_in = input_.get();
  }

  std::size_t read(char* into, std::size_t size) override {
    while (!finished_) {
      if (between_members_ && !begin_member()) break;
      if (state_->avail_in == 0) refill();
      if (const std::size_t made = inflate(into, size); made > 0) return made;
    }
    return 0;
  }

  std::string error() const override { return packed_->error(); }

 private:
  // Reads on behind what is not used yet.
  void refill() {
    std::memmove(input_.get(), state_->next_in, state_->avail_in);
    state_->next_in = input_.get();
    const std::size_t free = kPackedSize - state_->avail_in;
    const std::size_t got = packed_->read(reinterpret_cast<char*>(input_.get()) + state_->avail_in, free);
    state_->avail_in += static_cast<std::uint32_t>(got);
    at_end_ = got == 0;
  }

  // Whether another member follows. Zeros are padding, as tape archives have it.
  bool begin_member() {
    while (state_->avail_in < 2 && !at_end_) refill();
    const std::uint8_t* next = state_->next_in;
    if (state_->avail_in >= 2 && next[0] == 0x1F && next[1] == 0x8B) {
      isal_inflate_reset(state_.get());
      state_->crc_flag = ISAL_GZIP;
      between_members_ = false;
      return true;
    }
    const bool padding = std::all_of(next, next + state_->avail_in, [](std::uint8_t b) { return b == 0; });
    if (!padding) notes_.push_back("bytes behind the end of the gzip data are ignored");
    finished_ = true;
    return false;
  }

  std::size_t inflate(char* into, std::size_t size) {
    const std::uint32_t room = static_cast<std::uint32_t>(
        std::min<std::size_t>(size, std::numeric_limits<std::uint32_t>::max() / 2));
    const std::uint32_t waiting = state_->avail_in;
    state_->next_out = reinterpret_cast<std::uint8_t*>(into);
    state_->avail_out = room;
    const int outcome = isal_inflate(state_.get());
    const std::size_t made = room - state_->avail_out;

    if (outcome == ISAL_INCORRECT_CHECKSUM) {
      notes_.lost("gzip checksum does not match; some of the text may be wrong");
      finished_ = true;
    } else if (outcome < 0 || outcome == ISAL_NEED_DICT) {
      stop("gzip data is damaged");
    } else if (state_->block_state == ISAL_BLOCK_FINISH) {
      between_members_ = true;
    } else if (made == 0 && waiting == state_->avail_in && (at_end_ || waiting > 0)) {
      stop("gzip data ends too early");
    }
    return made;
  }

  void stop(const char* why) {
    notes_.lost(std::string(why) + "; what came before is used");
    finished_ = true;
  }

  std::unique_ptr<ByteStream> packed_;
  Notes& notes_;
  std::unique_ptr<std::uint8_t[]> input_;
  std::unique_ptr<inflate_state> state_;
  bool between_members_ = true;
  bool at_end_ = false;
  bool finished_ = false;
};

}  // namespace

std::unique_ptr<ByteStream> make_gzip_stream(std::unique_ptr<ByteStream> packed, Notes& notes) {
  return std::make_unique<GzipStream>(std::move(packed), notes);
}

}  // namespace loadtriage::input
