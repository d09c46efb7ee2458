#include "formats/json/flat.h"

#include <cstring>
#include <string>

#include "formats/json/unescape.h"

namespace loadtriage::formats {
namespace {

constexpr std::size_t kMostMembers = 256;
constexpr int kDeepestMember = 6;

bool ends_word(char c) {
  return c == ',' || c == '}' || c == ']' || c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\0';
}

class FlatReader {
 public:
  FlatReader(std::string_view text, TextArena& arena, FlatObject& object)
      : text_(text), arena_(arena), object_(object) {}

  bool read() {
    if (text_.empty() || text_.front() != '{') return false;
    at_ = 1;
    const bool good = read_members({}, 0);
    object_.end = at_;
    if (good) return true;
    // What was complete counts, unless the fault is not the end of the text.
    object_.cut = at_ >= text_.size();
    return object_.cut && !object_.members.empty();
  }

 private:
  void skip_spaces() {
    while (at_ < text_.size() && static_cast<unsigned char>(text_[at_]) <= ' ') ++at_;
  }
  bool take(char c) {
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  // The raw text between the quotes; `escaped` says whether there is a backslash in it.
  bool read_string(std::string_view& raw, bool& escaped) {
    if (!take('"')) return false;
    const std::size_t begin = at_;
    escaped = false;
    for (;;) {
      at_ = end_of_plain(text_, at_);
      if (at_ >= text_.size()) return false;
      if (text_[at_] == '"') {
        raw = text_.substr(begin, at_ - begin);
        ++at_;
        return true;
      }
      escaped = true;
      at_ += 2;
      if (at_ > text_.size()) {
        at_ = text_.size();
        return false;
      }
    }
  }

  std::string_view plain(std::string_view raw, bool escaped) {
    if (!escaped) return raw;
    scratch_.clear();
    append_unescaped(raw, scratch_);
    return arena_.store(scratch_);
  }

  std::string_view name_under(std::string_view path, std::string_view key) {
    if (path.empty()) return key;
    char* begin = arena_.room(path.size() + 1 + key.size());
    std::memcpy(begin, path.data(), path.size());
    begin[path.size()] = '.';
    if (!key.empty()) std::memcpy(begin + path.size() + 1, key.data(), key.size());
    return {begin, path.size() + 1 + key.size()};
  }

  bool read_members(std::string_view path, int depth) {
    skip_spaces();
    if (take('}')) return true;
    for (;;) {
      skip_spaces();
      std::string_view raw;
      bool escaped = false;
      if (!read_string(raw, escaped)) return false;
      skip_spaces();
      if (!take(':')) return false;
      skip_spaces();
      if (!read_value(name_under(path, plain(raw, escaped)), depth)) return false;
      skip_spaces();
      if (take(',')) continue;
      return take('}');
    }
  }

  bool read_value(std::string_view name, int depth) {
    if (at_ >= text_.size()) return false;
    const char c = text_[at_];
    if (c == '"') {
      std::string_view raw;
      bool escaped = false;
      if (!read_string(raw, escaped)) return false;
      add(name, plain(raw, escaped), FlatMember::Kind::text);
      return true;
    }
    if (c == '{' && depth < kDeepestMember) {
      ++at_;
      return read_members(name, depth + 1);
    }
    const std::size_t begin = at_;
    if (c == '{' || c == '[') {
      if (!skip_nested()) return false;
      add(name, text_.substr(begin, at_ - begin), FlatMember::Kind::list);
      return true;
    }
    while (at_ < text_.size() && !ends_word(text_[at_])) ++at_;
    if (at_ == begin || at_ == text_.size()) return false;
    const bool number = c == '-' || (c >= '0' && c <= '9');
    add(name, text_.substr(begin, at_ - begin), number ? FlatMember::Kind::number : FlatMember::Kind::word);
    return true;
  }

  bool skip_nested() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
      const char c = text_[at_];
      if (c == '"') {
        std::string_view raw;
        bool escaped = false;
        if (!read_string(raw, escaped)) return false;
        continue;
      }
      ++at_;
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) return true;
    }
    return false;
  }

  void add(std::string_view name, std::string_view value, FlatMember::Kind kind) {
    if (object_.members.size() < kMostMembers) object_.members.push_back({name, value, kind});
  }

  std::string_view text_;
  TextArena& arena_;
  FlatObject& object_;
  std::size_t at_ = 0;
  std::string scratch_;
};

}  // namespace

const FlatMember* FlatObject::find(std::string_view name) const {
  for (const FlatMember& member : members)
    if (member.name == name) return &member;
  return nullptr;
}

std::size_t FlatObject::position(const FlatMember* member) const {
  return member == nullptr ? kNoMember : static_cast<std::size_t>(member - members.data());
}

std::string_view FlatObject::text(std::string_view name) const {
  const FlatMember* member = find(name);
  return member == nullptr ? std::string_view() : member->value;
}

bool read_flat(std::string_view text, TextArena& arena, FlatObject& object) {
  object.members.clear();
  object.cut = false;
  return FlatReader(text, arena, object).read();
}

}  // namespace loadtriage::formats
