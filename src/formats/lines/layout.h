// The layout of a log line, written as a line with names in place of what changes:
//
//   <time> [<thread:text>] <level> <logger> - <message>
//
//   <name>        a word: no white space, up to the first place where the rest fits
//   <name:text>   any text, as short as the rest allows; may be empty
//   <name:int>    digits, perhaps with a sign
//   <name:number> digits with a point
//   <time>        any time stamp (timestamps.h)
//   <uptime>      seconds since the start: a number; <uptime_ms> milliseconds
//   <level>       a word for a level (levels.h), or one of the format's own
//   <level:own>   only one of the format's own
//   <message>     what is left of the line
//   { ... }       may be missing
//   a space       one or more spaces or tabs
//   \             the next character is meant as it is
//
// A match takes a bounded number of steps, whatever the line.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "formats/time/timestamps.h"
#include "model/log_event.h"

namespace loadtriage::formats {

using LevelNames = std::map<std::string, model::Level, std::less<>>;

class Layout {
 public:
  // What a line gave. Borrows from the line and from the layout.
  struct Match {
    struct Field {
      std::string_view name, value;
    };
    std::vector<Field> fields;
    Stamp time;
    bool has_time = false;
    model::Level level = model::Level::unknown;
    std::string_view level_word;
    std::string_view message;
    bool has_message = false;
  };

  // Where it is wrong, and how; empty when the layout is good.
  struct Fault {
    std::size_t offset = 0;
    std::string text;
  };
  Fault compile(std::string_view text);

  bool match(std::string_view line, const LevelNames& levels, TimestampReader& times, Match& match) const;

  // How much a line must show to match: of two layouts, the heavier is the more telling.
  std::size_t weight() const;

  // The names between `<` and `>`, each once.
  std::vector<std::string> names() const;

 private:
  enum class Kind : std::uint8_t {
    literal,
    space,
    word,
    text,
    integer,
    number,
    time,
    uptime,
    level,
    own_level,
    message,
    split
  };
  struct Node {
    Kind kind = Kind::literal;
    std::string text;      // literal; otherwise the name
    std::size_t next = 0;  // split: where it goes on when the option is left out
  };
  struct Walk;

  bool walk(Walk& state, std::size_t node, std::size_t at) const;
  bool walk_field(Walk& state, std::size_t node, std::size_t at) const;
  bool walk_time(Walk& state, std::size_t node, std::size_t at) const;
  bool may_begin(std::size_t node, std::string_view line, std::size_t at) const;
  Fault compile_field(std::string_view text, std::size_t& at);

  std::vector<Node> nodes_;
};

}  // namespace loadtriage::formats
