#include "formats/json/document.h"

#include <charconv>
#include <cmath>

namespace loadtriage::formats {
namespace {

constexpr int kDeepestDocument = 128;

class DocumentReader {
 public:
  DocumentReader(std::string_view text, std::size_t begin, std::uint64_t line, std::uint64_t base)
      : text_(text), at_(begin), line_(line), base_(base) {}

  JsonDocument read() {
    JsonDocument document;
    read_value(document.root, 0);
    document.end = at_;
    document.end_line = line_;
    document.cut = stop_ == Stop::cut;
    document.damaged = stop_ == Stop::damaged;
    document.had_nan = had_nan_;
    document.pruned = kept_ > kMostJsonValues;
    return document;
  }

 private:
  enum class Stop { none, cut, damaged };

  bool stopped() const { return stop_ != Stop::none; }
  void stop() { stop_ = at_ >= text_.size() ? Stop::cut : Stop::damaged; }

  void skip_blanks() {
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n')
        ++line_;
      else if (c != ' ' && c != '\t' && c != '\r')
        return;
    }
  }

  // Whether the next character is `c`, which is then passed over.
  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // False when the value is not complete; a list or an object then still holds what it had.
  bool read_value(JsonValue& value, int depth) {
    skip_blanks();
    value.line = line_;
    value.offset = base_ + at_;
    if (at_ >= text_.size() || depth > kDeepestDocument) return stop(), false;
    switch (text_[at_]) {
      case '{':
        return read_object(value, depth);
      case '[':
        return read_list(value, depth);
      case '"':
        value.kind = JsonValue::Kind::text;
        return read_text(value.text);
      default:
        return read_word(value);
    }
  }

  bool read_object(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::object;
    ++at_;
    while (!take('}')) {
      std::string key;
      if (at_ >= text_.size() || text_[at_] != '"') return stop(), false;
      if (!read_text(key)) return false;
      if (!take(':')) return stop(), false;
      if (!read_member(value, depth, &key)) return false;
      if (!take(',')) {
        if (take('}')) return true;
        return stop(), false;
      }
    }
    return true;
  }

  bool read_list(JsonValue& value, int depth) {
    value.kind = JsonValue::Kind::list;
    ++at_;
    while (!take(']')) {
      if (!read_member(value, depth, nullptr)) return false;
      if (!take(',')) {
        if (take(']')) return true;
        return stop(), false;
      }
    }
    return true;
  }

  // A member that was not complete is kept when it is a list or an object: its own
  // complete members are worth having. A cut number or text could be any other.
  bool read_member(JsonValue& parent, int depth, std::string* key) {
    JsonValue member;
    const bool complete = read_value(member, depth + 1);
    if ((complete || !member.items.empty()) && ++kept_ <= kMostJsonValues) {
      if (key) parent.keys.push_back(std::move(*key));
      parent.items.push_back(std::move(member));
    }
    return complete;
  }

  bool read_text(std::string& into) {
    for (++at_; at_ < text_.size();) {
      const auto plain = text_.find_first_of("\"\\\n", at_);
      if (plain == std::string_view::npos) break;
      into.append(text_, at_, plain - at_);
      at_ = plain;
      if (text_[at_] == '"') return ++at_, true;
      if (text_[at_] == '\n') {  // not allowed, but nothing is lost by taking it
        ++line_;
        into += text_[at_++];
      } else if (!read_escape(into)) {
        return false;
      }
    }
    at_ = text_.size();
    return stop(), false;
  }

  bool read_escape(std::string& into) {
    if (at_ + 1 >= text_.size()) return at_ = text_.size(), stop(), false;
    const char c = text_[at_ + 1];
    at_ += 2;
    switch (c) {
      case 'n':
        into += '\n';
        return true;
      case 't':
        into += '\t';
        return true;
      case 'r':
        into += '\r';
        return true;
      case 'b':
        into += '\b';
        return true;
      case 'f':
        into += '\f';
        return true;
      case 'u':
        return read_unicode(into);
      default:
        into += c;
        return true;
    }
  }

  std::optional<std::uint32_t> read_unit() {
    std::uint32_t unit = 0;
    if (at_ + 4 > text_.size()) return std::nullopt;
    const char* first = text_.data() + at_;
    const auto [end, fault] = std::from_chars(first, first + 4, unit, 16);
    if (fault != std::errc() || end != first + 4) return std::nullopt;
    at_ += 4;
    return unit;
  }

  bool read_unicode(std::string& into) {
    auto unit = read_unit();
    if (!unit) {
      if (at_ + 4 > text_.size()) at_ = text_.size();
      return stop(), false;
    }
    if (*unit >= 0xD800 && *unit < 0xDC00 && text_.substr(at_, 2) == "\\u") {
      at_ += 2;
      if (const auto low = read_unit(); low && *low >= 0xDC00 && *low < 0xE000)
        unit = 0x10000 + ((*unit - 0xD800) << 10) + (*low - 0xDC00);
    }
    append_utf8(into, *unit >= 0xD800 && *unit < 0xE000 ? 0xFFFD : *unit);
    return true;
  }

  static void append_utf8(std::string& into, std::uint32_t c) {
    const auto tail = [&](unsigned shift) { into += static_cast<char>(0x80 | ((c >> shift) & 0x3F)); };
    if (c < 0x80) {
      into += static_cast<char>(c);
    } else if (c < 0x800) {
      into += static_cast<char>(0xC0 | (c >> 6));
      tail(0);
    } else if (c < 0x10000) {
      into += static_cast<char>(0xE0 | (c >> 12));
      tail(6), tail(0);
    } else {
      into += static_cast<char>(0xF0 | (c >> 18));
      tail(12), tail(6), tail(0);
    }
  }

  // A number, true, false, null, NaN or Infinity.
  bool read_word(JsonValue& value) {
    auto end = text_.find_first_of(",]} \t\r\n\":{[", at_);
    if (end == std::string_view::npos) return at_ = text_.size(), stop(), false;
    const auto word = text_.substr(at_, end - at_);
    if (!understand(word, value)) return stop_ = Stop::damaged, false;
    at_ = end;
    return true;
  }

  bool understand(std::string_view word, JsonValue& value) {
    using Kind = JsonValue::Kind;
    if (word == "true" || word == "false") {
      value.kind = Kind::boolean;
      value.truth = word == "true";
      return true;
    }
    if (word == "null" || word == "undefined") return true;
    const auto bare = word.substr(word.starts_with('-') || word.starts_with('+') ? 1 : 0);
    if (bare == "NaN" || bare == "Infinity" || bare == "nan" || bare == "inf" || bare == "Inf") {
      had_nan_ = true;
      return true;
    }
    const char* last = word.data() + word.size();
    const auto [stopped_at, fault] = std::from_chars(word.data(), last, value.number);
    if (stopped_at != last || fault == std::errc::invalid_argument || word.empty()) return false;
    // 1e999 is out of range: as little a number as Infinity is.
    if (fault == std::errc() && std::isfinite(value.number)) value.kind = Kind::number;
    return true;
  }

  std::string_view text_;
  std::size_t at_;
  std::uint64_t line_;
  std::uint64_t base_;
  Stop stop_ = Stop::none;
  std::size_t kept_ = 0;
  bool had_nan_ = false;
};

}  // namespace

const JsonValue* JsonValue::find(std::string_view key) const {
  for (std::size_t i = keys.size(); i-- > 0;)
    if (keys[i] == key) return &items[i];
  return nullptr;
}

const JsonValue* JsonValue::find_object(std::string_view key) const {
  const auto* found = find(key);
  return found && found->is(Kind::object) ? found : nullptr;
}

const JsonValue* JsonValue::find_list(std::string_view key) const {
  const auto* found = find(key);
  return found && found->is(Kind::list) ? found : nullptr;
}

std::optional<double> JsonValue::number_at(std::string_view key) const {
  const auto* found = find(key);
  if (!found || !found->is(Kind::number)) return std::nullopt;
  return found->number;
}

std::string_view JsonValue::text_at(std::string_view key) const {
  const auto* found = find(key);
  return found && found->is(Kind::text) ? std::string_view(found->text) : std::string_view();
}

JsonDocument read_json(std::string_view text, std::size_t begin, std::uint64_t line,
                       std::uint64_t base_offset) {
  return DocumentReader(text, begin, line, base_offset).read();
}

}  // namespace loadtriage::formats
