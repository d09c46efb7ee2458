// Values filled into a shell command: quoted as the place that they are put into asks for.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::expr {

// Follows the quotes of a command while it is put together, left to right.
class ShellFill {
 public:
  // The command's own text.
  std::string literal(std::string_view text);
  // A value of the run: it stays one word, and nothing in it is run.
  std::string value(std::string_view text) const;

 private:
  enum class Inside { nothing, single_quotes, double_quotes, comment };
  Inside inside_ = Inside::nothing;
  bool escaped_ = false;
  char before_ = ' ';
};

}  // namespace loadtriage::expr
