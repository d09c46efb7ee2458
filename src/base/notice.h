// What the program says about its own inputs and about the request made of it.
//
// A notice reads: place, level, what was seen; then the source line with a caret;
// then a hint. The text is lower case, has no full stop, and puts code in backticks.
// It says what is there before it says what should be.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace loadtriage {

enum class Severity { note, warning, error };

// Where in which text. `line` and `column` count from 1; 0 means "not known".
// A column counts bytes, because that is what an editor's "go to column" takes.
struct Place {
  std::string path;
  std::uint64_t line = 0;
  std::uint64_t column = 0;
};

// The offending line with a caret under its `column` (see Place), `length` bytes long.
struct Snippet {
  std::string line;
  std::uint64_t length = 1;
  std::string label;  // stands behind the caret: "did you mean `at_least`?"
};

struct Notice {
  Severity severity = Severity::error;
  Place place;
  std::string text;
  std::vector<Snippet> snippet = {};  // none or one
  std::string hint = {};
};

using Notices = std::vector<Notice>;

std::string_view name_of(Severity severity);

// The notice as a person reads it, ending with a line feed. Control characters of
// the quoted line are made visible, so no input can reach the terminal as a command.
std::string describe(const Notice& notice);

// An error without a source line: "PATH: error: TEXT", then the hint.
Notice make_error(std::string path, std::string text, std::string hint = {});

}  // namespace loadtriage
