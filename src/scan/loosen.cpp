#include "scan/loosen.h"

#include <algorithm>
#include <bitset>
#include <cstddef>

#include "base/ascii.h"
#include "scan/skeleton.h"

namespace loadtriage::scan {
namespace {

using Bytes = std::bitset<256>;

constexpr char kNumber = Skeleton::kNumber, kId = Skeleton::kId;
static_assert(kNumber == '0' && kId == 'Q');  // as they are written in patterns below

constexpr bool is_hex_digit(char c) { return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'f'); }
constexpr bool is_in_word(char c) { return is_digit(c) || is_letter(c); }

void add(Bytes& bytes, unsigned first, unsigned last) {
  for (unsigned c = first; c <= last; ++c) bytes.set(c);
}

// Of `d`, `w` and `s`; none for other letters.
Bytes named_class(char letter) {
  Bytes bytes;
  if (letter == 's')
    for (const char c : {' ', '\t', '\n', '\v', '\f', '\r'}) bytes.set(static_cast<unsigned char>(c));
  if (letter == 'd' || letter == 'w') add(bytes, '0', '9');
  if (letter == 'w') {
    add(bytes, 'a', 'z');
    add(bytes, 'A', 'Z');
    bytes.set('_');
  }
  return bytes;
}

// What a skeleton may have in the place of one of them.
struct MayBe {
  bool number = false, id = false;
};
MayBe may_be(const Bytes& bytes) {
  MayBe may;
  for (unsigned c = 0; c < 128; ++c) {
    if (!bytes[c]) continue;
    may.number = may.number || is_digit(static_cast<char>(c));
    may.id = may.id || is_hex_digit(static_cast<char>(c));
  }
  return may;
}

struct Times {
  std::size_t least = 1, most = 1;  // kEndless: without bound
  bool lazy = false;
};
constexpr std::size_t kEndless = static_cast<std::size_t>(-1);

class Loosener {
 public:
  explicit Loosener(std::string_view pattern) : pattern_(pattern) {}

  std::optional<std::string> run() {
    alternatives(true);
    if (bad_ || at_ < pattern_.size()) return std::nullopt;
    return std::move(out_);
  }

 private:
  char peek(std::size_t ahead = 0) const {
    return at_ + ahead < pattern_.size() ? pattern_[at_ + ahead] : '\0';
  }
  bool more() const { return !bad_ && at_ < pattern_.size(); }

  // `fresh`: what comes next does not go on with a number or an id that stands before it.
  void alternatives(bool fresh) {
    fresh_ = fresh;
    while (more() && peek() != ')') {
      if (peek() == '|') {
        out_ += pattern_[at_++];
        fresh_ = fresh;
      } else {
        piece();
      }
    }
  }

  void piece() {
    const char c = peek();
    if (c == '(') return group();
    if (c == '[') return bracketed();
    if (c == '\\') return escaped();
    if (c == '^' || c == '$') {
      out_ += pattern_[at_++];
      fresh_ = true;
      return;
    }
    if (c == '*' || c == '+' || c == '?') return fail();
    if (c == '.') {
      ++at_;
      Bytes any;
      return repeated(".", any.set());
    }
    if (is_in_word(c)) return word();
    ++at_;
    Bytes one;
    repeated(pattern_.substr(at_ - 1, 1), one.set(static_cast<unsigned char>(c)));
  }

  void group() {
    std::size_t head = 1;
    if (peek(1) == '?') {
      head = 2;
      if (peek(2) == 'P') {
        const std::size_t close = pattern_.find('>', at_);
        if (peek(3) != '<' || close == std::string_view::npos) return fail();
        head = close + 1 - at_;
      } else {
        while (peek(head) == 'i' || peek(head) == 'm' || peek(head) == 's') ++head;
        if (peek(head) != ':' && (peek(head) != ')' || head == 2)) return fail();
        ++head;
      }
    }
    const std::string_view opening = pattern_.substr(at_, head);
    at_ += head;
    out_ += opening.ends_with('>') || head == 1 ? std::string_view("(?:") : opening;
    if (opening.ends_with(')')) return;  // flags alone
    if (++depth_ > kDeepest) return fail();
    const std::size_t close = closing(at_);
    const bool once = !repeats_at(close + 1);
    alternatives(fresh_ && once);
    --depth_;
    if (peek() != ')') return fail();
    ++at_;
    out_ += ')';
    const std::size_t times = at_;
    (void)take_times();
    out_ += pattern_.substr(times, at_ - times);
    fresh_ = false;
  }

  // Where the group ends in which `at` stands.
  std::size_t closing(std::size_t at) const {
    std::size_t open = 0;
    for (; at < pattern_.size(); ++at) {
      if (pattern_[at] == '\\') {
        ++at;
      } else if (pattern_[at] == '[') {
        at = end_of_brackets(at) - 1;
      } else if (pattern_[at] == '(') {
        ++open;
      } else if (pattern_[at] == ')' && open-- == 0) {
        break;
      }
    }
    return at;
  }

  // Behind the bracket that closes the class at `at`.
  std::size_t end_of_brackets(std::size_t at) const {
    ++at;
    if (at < pattern_.size() && pattern_[at] == '^') ++at;
    if (at < pattern_.size() && pattern_[at] == ']') ++at;
    for (; at < pattern_.size() && pattern_[at] != ']'; ++at)
      if (pattern_[at] == '\\') ++at;
    return std::min(at + 1, pattern_.size());
  }

  bool repeats_at(std::size_t at) const {
    if (at >= pattern_.size()) return false;
    const char c = pattern_[at];
    return c == '*' || c == '+' || c == '?' || (c == '{' && counted(at).has_value());
  }

  struct Counted {
    Times times;
    std::size_t end = 0;
  };
  // "{2}", "{2,}", "{2,5}"; anything else in braces is meant as it is.
  std::optional<Counted> counted(std::size_t at) const {
    const auto number = [&](std::size_t& value) {
      const std::size_t begin = ++at;
      value = 0;
      for (; at < pattern_.size() && is_digit(pattern_[at]) && at - begin < 5; ++at)
        value = value * 10 + static_cast<std::size_t>(pattern_[at] - '0');
      return at > begin;
    };
    Counted counted;
    if (!number(counted.times.least)) return std::nullopt;
    counted.times.most = counted.times.least;
    if (at < pattern_.size() && pattern_[at] == ',' && !number(counted.times.most))
      counted.times.most = kEndless;
    if (at >= pattern_.size() || pattern_[at] != '}') return std::nullopt;
    counted.end = at + 1;
    return counted;
  }

  Times take_times() {
    Times times;
    const char c = peek();
    if (c == '*' || c == '+' || c == '?') {
      times = {c == '+' ? 1U : 0U, c == '?' ? 1U : kEndless, false};
      ++at_;
    } else if (const auto count = c == '{' ? counted(at_) : std::nullopt) {
      times = count->times;
      at_ = count->end;
    } else {
      return times;
    }
    if (peek() == '?') {
      times.lazy = true;
      ++at_;
    }
    return times;
  }

  void write(const Times& times) {
    const auto [least, most, lazy] = times;
    if (least == 1 && most == 1) return;
    if (most == kEndless && least < 2)
      out_ += least == 0 ? '*' : '+';
    else if (most == 1)
      out_ += '?';
    else
      out_ +=
          '{' + std::to_string(least) + ',' + (most == kEndless ? std::string() : std::to_string(most)) + '}';
    if (lazy) out_ += '?';
  }

  // A character of `bytes`, written as `text`, and how often it stands there.
  void repeated(std::string_view text, const Bytes& bytes) {
    Times times = take_times();
    const MayBe may = may_be(bytes);
    if (!may.id) {
      out_ += text;
      write(times);
      fresh_ = fresh_ || times.least > 0;
      return;
    }
    if ((bytes[kNumber] || !may.number) && bytes[kId])
      out_ += text;
    else
      ((out_ += "(?:") += text) += may.number ? "|[0Q])" : "|Q)";
    // The first of them is there, if only as what stands for it, unless that stood before.
    times.least = std::min<std::size_t>(times.least, fresh_ ? 1 : 0);
    write(times);
    fresh_ = false;
  }

  // Letters and digits that stand there once each.
  void word() {
    const std::size_t begin = at_;
    while (is_in_word(peek()) && !repeats_at(at_ + 1)) ++at_;
    const std::string_view text = pattern_.substr(begin, at_ - begin);
    if (text.empty()) {
      ++at_;
      Bytes one;
      return repeated(pattern_.substr(begin, 1), one.set(static_cast<unsigned char>(pattern_[begin])));
    }
    bool hex = true;
    for (const char c : text) hex = hex && is_hex_digit(c);
    if (!hex) {
      out_ += without_numbers(text, fresh_);
    } else {
      ((out_ += "(?:") += without_numbers(text, fresh_)) += "|Q)";
      if (!fresh_) out_ += '?';
    }
    fresh_ = !is_hex_digit(text.back());
  }

  static std::string without_numbers(std::string_view text, bool fresh) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
      const bool digit = is_digit(text[i]);
      if (digit && i > 0 && is_digit(text[i - 1])) continue;
      out += digit ? kNumber : text[i];
      if (digit && i == 0 && !fresh) out += '?';
    }
    return out;
  }

  void escaped() {
    const char c = peek(1);
    const std::size_t begin = at_;
    at_ += 2;
    if (c == 'b' || c == 'A') {
      out_ += pattern_.substr(begin, 2);
      fresh_ = true;
      return;
    }
    if (c == 'z') {
      out_ += pattern_.substr(begin, 2);
      return;
    }
    if (c == 'B') {
      fresh_ = false;  // in the middle of a number it holds, in its skeleton it need not
      return;
    }
    at_ = begin;
    Bytes bytes;
    if (!take_escape(bytes)) return fail();
    repeated(pattern_.substr(begin, at_ - begin), bytes);
  }

  // Adds what the escape at the present place stands for.
  bool take_escape(Bytes& bytes) {
    const char c = peek(1);
    at_ += 2;
    if (const char small = lower(c); small == 'd' || small == 'w' || small == 's') {
      bytes |= small == c ? named_class(small) : ~named_class(small);
      return true;
    }
    if (c == 'n' || c == 't' || c == 'r') {
      bytes.set(c == 'n' ? '\n' : c == 't' ? '\t' : '\r');
      return true;
    }
    if (c == 'x') {
      const auto digit = [](char h) { return is_digit(h) ? h - '0' : lower(h) - 'a' + 10; };
      if (!is_hex_digit(peek()) || !is_hex_digit(peek(1))) return false;
      bytes.set(static_cast<std::size_t>(digit(peek()) * 16 + digit(peek(1))));
      at_ += 2;
      return true;
    }
    if (c == '\0' || is_in_word(c)) return false;
    bytes.set(static_cast<unsigned char>(c));
    return true;
  }

  void bracketed() {
    const std::size_t begin = at_, end = end_of_brackets(at_);
    ++at_;
    Bytes bytes;
    const bool inverted = peek() == '^';
    if (inverted) ++at_;
    for (bool first = true; at_ + 1 < end; first = false) {
      if (peek() == '[' || (peek() == ']' && !first)) return fail();
      Bytes low;
      if (!take_member(low)) return fail();
      if (peek() == '-' && at_ + 2 < end) {
        ++at_;
        Bytes high;
        if (!take_member(high) || low.count() != 1 || high.count() != 1) return fail();
        add(bytes, static_cast<unsigned>(low._Find_first()), static_cast<unsigned>(high._Find_first()));
      } else {
        bytes |= low;
      }
    }
    if (at_ + 1 != end || peek() != ']') return fail();
    ++at_;
    // Where case does not matter, the class holds more than is written in it.
    for (unsigned c = 'a'; c <= 'z'; ++c)
      if (bytes[c] || bytes[c - 32]) add_both(bytes, c, inverted);
    repeated(pattern_.substr(begin, end - begin), inverted ? ~bytes : bytes);
  }

  // An inverted class may leave out less, never more.
  static void add_both(Bytes& bytes, unsigned small, bool inverted) {
    const bool both = bytes[small] && bytes[small - 32];
    bytes.set(small, !inverted || both);
    bytes.set(small - 32, !inverted || both);
  }

  bool take_member(Bytes& bytes) {
    if (peek() == '\\') return take_escape(bytes);
    bytes.set(static_cast<unsigned char>(peek()));
    ++at_;
    return true;
  }

  void fail() { bad_ = true; }

  static constexpr int kDeepest = 100;
  std::string_view pattern_;
  std::string out_;
  std::size_t at_ = 0;
  int depth_ = 0;
  bool fresh_ = true;
  bool bad_ = false;
};

}  // namespace

std::optional<std::string> loosen(std::string_view pattern) { return Loosener(pattern).run(); }

}  // namespace loadtriage::scan
