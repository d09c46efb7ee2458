#include "input/decode.h"

#include <algorithm>
#include <cstring>

#include "base/utf8.h"

namespace loadtriage::input {
namespace {

constexpr std::size_t kSniffed = 1024;
constexpr std::size_t kFewestUnits = 8;  // less text than this is no proof of UTF-16
constexpr std::size_t kChunk = std::size_t{1} << 16;

enum class ByteOrder { little, big };

class Utf16Stream : public ByteStream {
 public:
  Utf16Stream(std::unique_ptr<ByteStream> bytes, ByteOrder order, Notes& notes)
      : bytes_(std::move(bytes)), order_(order), notes_(notes) {}

  std::size_t read(char* into, std::size_t size) override {
    while (used_ == text_.size() && !at_end_) convert_more();
    const std::size_t given = std::min(size, text_.size() - used_);
    if (given > 0) std::memcpy(into, text_.data() + used_, given);
    used_ += given;
    return given;
  }

  std::string error() const override { return bytes_->error(); }

 private:
  void convert_more() {
    text_.clear();
    used_ = 0;
    const std::size_t held = raw_.size();  // half a unit from the chunk before
    raw_.resize(held + kChunk);
    const std::size_t got = bytes_->read(raw_.data() + held, kChunk);
    raw_.resize(held + got);
    std::size_t at = 0;
    for (; at + 1 < raw_.size(); at += 2) take(unit(raw_[at], raw_[at + 1]));
    raw_.erase(0, at);
    if (got == 0) finish();
  }

  char32_t unit(char first, char second) const {
    const auto a = static_cast<unsigned char>(first);
    const auto b = static_cast<unsigned char>(second);
    return order_ == ByteOrder::little ? static_cast<char32_t>(b << 8U | a)
                                       : static_cast<char32_t>(a << 8U | b);
  }

  void take(char32_t unit) {
    const bool low = unit >= 0xDC00 && unit <= 0xDFFF;
    if (high_ != 0 && low) {
      append_utf8(text_, 0x10000 + ((high_ - 0xD800) << 10U) + (unit - 0xDC00));
      high_ = 0;
      return;
    }
    if (high_ != 0) append_utf8(text_, high_);  // alone, so it becomes U+FFFD
    const bool high = unit >= 0xD800 && unit <= 0xDBFF;
    high_ = high ? unit : 0;
    if (!high) append_utf8(text_, unit);
  }

  void finish() {
    at_end_ = true;
    if (high_ == 0 && raw_.empty()) return;
    append_utf8(text_, 0xFFFD);
    notes_.push_back("UTF-16 text ends inside a character");
  }

  std::unique_ptr<ByteStream> bytes_;
  ByteOrder order_;
  Notes& notes_;
  std::string raw_;
  std::string text_;
  std::size_t used_ = 0;
  char32_t high_ = 0;  // a first surrogate that waits for its second
  bool at_end_ = false;
};

// UTF-16 of mostly ASCII text has a zero in every other byte, always on one side.
bool has_zeros_on_one_side(std::string_view start, std::size_t side) {
  std::size_t zeros[2] = {0, 0};
  for (std::size_t i = 0; i < start.size(); ++i)
    if (start[i] == '\0') ++zeros[i % 2];
  const std::size_t units = start.size() / 2;
  return units >= kFewestUnits && zeros[side] * 10 >= units * 7 && zeros[1 - side] * 50 <= units;
}

}  // namespace

std::unique_ptr<ByteStream> decode(std::unique_ptr<PeekedStream> bytes, Notes& notes) {
  const std::string_view start = bytes->peek(kSniffed);
  if (start.starts_with("\xEF\xBB\xBF")) {
    bytes->skip(3);
    return bytes;
  }
  const bool utf32 = start.starts_with(std::string_view("\xFF\xFE\0\0", 4));
  if (!utf32 && (start.starts_with("\xFF\xFE") || start.starts_with("\xFE\xFF"))) {
    const ByteOrder order = start[0] == '\xFF' ? ByteOrder::little : ByteOrder::big;
    bytes->skip(2);
    notes.push_back("was UTF-16 with a byte-order mark");
    return std::make_unique<Utf16Stream>(std::move(bytes), order, notes);
  }
  for (const ByteOrder order : {ByteOrder::big, ByteOrder::little}) {
    if (!has_zeros_on_one_side(start, order == ByteOrder::big ? 0 : 1)) continue;
    notes.push_back("was UTF-16 without a byte-order mark");
    return std::make_unique<Utf16Stream>(std::move(bytes), order, notes);
  }
  return bytes;
}

}  // namespace loadtriage::input
