// What is left of a text when its numbers and ids are taken out: a run of digits reads `0`, a
// word of hexadecimal digits with both digits and letters reads `Q`.
//
//   10.4.7.23 GET /orders/5d9f31aa/lines took 118 ms  ->  0.0.0.0 GET /orders/Q/lines took 0 ms
//
// Of a gigabyte of log a few hundred skeletons make up nearly all lines. loosen() says what
// a skeleton shows of the texts that have it.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace loadtriage::scan {

class Skeleton {
 public:
  static constexpr std::size_t kLongest = 4096;  // text
  // Both are parts of words, so that words begin and end where they do in the text.
  static constexpr char kNumber = '0', kId = 'Q';

  // Of at most kLongest bytes. Valid until the next call.
  std::string_view of(std::string_view text);

 private:
  static constexpr std::size_t kWord = 64;
  static constexpr std::size_t kWords = kLongest / kWord + 2;
  using Marks = std::array<std::uint64_t, kWords>;  // a bit a byte

  void mark(std::size_t size);

  // Both with room to read and write a little more than there is.
  std::unique_ptr<char[]> text_ = std::make_unique<char[]>(kLongest + 2 * kWord);
  std::unique_ptr<char[]> out_ = std::make_unique<char[]>(kLongest + 2 * kWord);
  Marks digits_{}, words_{}, not_hex_{};  // words: letters and digits; not_hex: other letters
};

}  // namespace loadtriage::scan
