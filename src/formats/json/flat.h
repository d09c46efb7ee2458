// A JSON object as one flat list of members: nested ones have names such as `err.message`.
#pragma once
#include <cstddef>
#include <string_view>
#include <vector>

#include "formats/json/text_arena.h"

namespace loadtriage::formats {

struct FlatMember {
  enum class Kind { text, number, word, list };  // word: true, false, null
  std::string_view name;
  std::string_view value;  // of a text: unescaped; of a list: as it is written
  Kind kind = Kind::text;
};

constexpr std::size_t kNoMember = static_cast<std::size_t>(-1);

// Reads the object that `text` begins with; false when it is none, or is damaged. One
// that is cut keeps its complete members (`cut` is set). Names and values borrow from
// the text and the arena. At most 256 members and 6 levels are kept.
struct FlatObject {
  std::vector<FlatMember> members;
  std::size_t end = 0;
  bool cut = false;

  const FlatMember* find(std::string_view name) const;
  // Of one of the members; kNoMember for none.
  std::size_t position(const FlatMember* member) const;
  std::string_view text(std::string_view name) const;  // empty where there is none
};
bool read_flat(std::string_view text, TextArena& arena, FlatObject& object);

}  // namespace loadtriage::formats
