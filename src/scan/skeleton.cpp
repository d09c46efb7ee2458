#include "scan/skeleton.h"

#include <algorithm>
#include <bit>
#include <cstring>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace loadtriage::scan {
namespace {

struct MarkWords {
  std::uint64_t digits = 0, words = 0, not_hex = 0;
};

#ifdef __SSE2__

// Which bytes lie within `count` + 1 from `first` on.
__m128i within(__m128i bytes, char first, char count) {
  const __m128i from_first = _mm_sub_epi8(bytes, _mm_set1_epi8(first));
  return _mm_cmpeq_epi8(_mm_min_epu8(from_first, _mm_set1_epi8(count)), from_first);
}

std::uint64_t bits_of(__m128i bytes) {
  return static_cast<std::uint64_t>(static_cast<unsigned>(_mm_movemask_epi8(bytes)));
}

MarkWords marks_of(const char* text) {
  MarkWords marks;
  for (unsigned i = 0; i < 4; ++i) {
    const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + 16 * i));
    const __m128i small = _mm_or_si128(bytes, _mm_set1_epi8(0x20));
    const __m128i digits = within(bytes, '0', 9), letters = within(small, 'a', 25);
    marks.digits |= bits_of(digits) << (16 * i);
    marks.words |= bits_of(_mm_or_si128(digits, letters)) << (16 * i);
    marks.not_hex |= bits_of(within(small, 'g', 19)) << (16 * i);
  }
  return marks;
}

#else

MarkWords marks_of(const char* text) {
  MarkWords marks;
  for (unsigned i = 0; i < 64; ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned small = byte | 0x20U;
    const std::uint64_t digit = byte >= '0' && byte <= '9' ? 1 : 0;
    const std::uint64_t letter = small >= 'a' && small <= 'z' ? 1 : 0;
    marks.digits |= digit << i;
    marks.words |= (digit | letter) << i;
    marks.not_hex |= (small >= 'g' ? letter : 0) << i;
  }
  return marks;
}

#endif

// The first place from `at` on, and before `end`, whose bit is set (or clear); `end` where none is.
template <bool set, typename Marks>
std::size_t next(const Marks& marks, std::size_t at, std::size_t end) {
  while (at < end) {
    const std::uint64_t word = (set ? marks[at / 64] : ~marks[at / 64]) >> (at % 64);
    if (word != 0) return std::min(end, at + static_cast<std::size_t>(std::countr_zero(word)));
    at = (at / 64 + 1) * 64;
  }
  return end;
}

template <typename Marks>
bool is_set(const Marks& marks, std::size_t at) {
  return (marks[at / 64] >> (at % 64) & 1U) != 0;
}

// May write up to 15 bytes more than `size`.
char* copy(char* to, const char* from, std::size_t size) {
  for (std::size_t i = 0; i < size; i += 16) std::memcpy(to + i, from + i, 16);
  return to + size;
}

}  // namespace

void Skeleton::mark(std::size_t size) {
  for (std::size_t word = 0; word * kWord < size; ++word) {
    const MarkWords marks = marks_of(text_.get() + word * kWord);
    digits_[word] = marks.digits;
    words_[word] = marks.words;
    not_hex_[word] = marks.not_hex;
  }
}

std::string_view Skeleton::of(std::string_view text) {
  const std::size_t size = text.size();
  std::memcpy(text_.get(), text.data(), size);
  std::memset(text_.get() + size, 0, kWord);
  mark(size);
  const char* const in = text_.get();
  char* out = out_.get();
  std::size_t from = 0;  // not within a word
  for (std::size_t digit = next<true>(digits_, 0, size); digit < size;) {
    std::size_t begin = digit;
    while (begin > from && is_set(words_, begin - 1)) --begin;
    const std::size_t end = next<false>(words_, digit, size);
    if (next<true>(not_hex_, begin, end) == end) {
      out = copy(out, in + from, begin - from);
      *out++ = next<false>(digits_, begin, end) == end ? kNumber : kId;
    } else {
      while (digit < end) {
        out = copy(out, in + from, digit - from);
        *out++ = kNumber;
        from = next<false>(digits_, digit, end);
        digit = next<true>(digits_, from, end);
      }
      out = copy(out, in + from, end - from);
    }
    from = end;
    digit = next<true>(digits_, end, size);
  }
  out = copy(out, in + from, size - from);
  return {out_.get(), static_cast<std::size_t>(out - out_.get())};
}

}  // namespace loadtriage::scan
