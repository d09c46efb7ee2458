// Values written into commands that people paste into a shell.
//
// What comes from the inputs (a host, a file's name) was written by whoever had a hand in the
// test, and a host named `$(reboot)` must stay a word.
#pragma once
#include <string>
#include <string_view>
#include <utility>

namespace loadtriage {

// The text as one word of a POSIX shell: as it is where nothing in it is special to a shell,
// else in single quotes. Control characters become spaces. A word that begins with `-` is
// written `./-...`, so that no command takes it for an option.
std::string shell_word(std::string_view text);

// Writes a command piece by piece, and each value so that a shell reads it as text in the
// place where it stands: bare, within double or single quotes, or in a comment.
class ShellCommand {
 public:
  // Written by a rule: taken as it is.
  void add(std::string_view written);
  // From the inputs.
  void add_value(std::string_view value);

  const std::string& text() const { return text_; }
  std::string take() { return std::move(text_); }

 private:
  enum class Within { words, single_quotes, double_quotes, comment };
  void read(char c);

  std::string text_;
  Within within_ = Within::words;
  bool escaped_ = false;
  bool at_word_start_ = true;
};

}  // namespace loadtriage
