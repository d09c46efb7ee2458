#include "base/shell_word.h"

#include <algorithm>
#include <utility>

namespace loadtriage {
namespace {

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

// Special to no shell, wherever it stands. `~` and `=` are left out: they are at a word's start.
bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-./:,+@%").find(c) != std::string_view::npos;
}

bool is_plain(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return is_plain(c); });
}

std::string without_controls(std::string_view text) {
  std::string out(text);
  std::replace_if(out.begin(), out.end(), is_control, ' ');
  return out;
}

// For a text within single quotes: each quote ends them, stands for itself, begins them anew.
std::string inside_single_quotes(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out;
}

std::string quoted(std::string_view text) { return "'" + inside_single_quotes(text) + "'"; }

// A comment is no comment where a shell is told so (zsh, interactively): nothing of a value
// may act there either.
std::string in_comment(std::string text) {
  std::replace_if(
      text.begin(), text.end(),
      [](char c) { return !is_plain(c) && c != ' ' && c != '=' && static_cast<unsigned char>(c) < 0x80; },
      '_');
  return text;
}

}  // namespace

std::string shell_word(std::string_view text) {
  const std::string clean = without_controls(text);
  const std::string word = clean.starts_with('-') ? "./" + clean : clean;
  return !word.empty() && is_plain(word) ? word : quoted(word);
}

void ShellCommand::read(char c) {
  const bool escaped = std::exchange(escaped_, false);
  const bool starts_word = std::exchange(at_word_start_, false);
  switch (within_) {
    case Within::comment:
      return;
    case Within::single_quotes:
      if (c == '\'') within_ = Within::words;
      return;
    case Within::double_quotes:
      if (!escaped && c == '"') within_ = Within::words;
      escaped_ = !escaped && c == '\\';
      return;
    case Within::words:
      if (escaped) return;
      if (c == '\\') escaped_ = true;
      if (c == '\'') within_ = Within::single_quotes;
      if (c == '"') within_ = Within::double_quotes;
      if (c == '#' && starts_word) within_ = Within::comment;
      at_word_start_ = std::string_view(" \t\n;|&(<>").find(c) != std::string_view::npos ||
                       (starts_word && (c == '\'' || c == '"'));
      return;
  }
}

void ShellCommand::add(std::string_view written) {
  for (const char c : written) read(c);
  text_ += written;
}

void ShellCommand::add_value(std::string_view value) {
  std::string clean = without_controls(value);
  if (at_word_start_ && clean.starts_with('-')) clean.insert(0, "./");
  switch (within_) {
    case Within::comment:
      text_ += in_comment(clean);
      break;
    case Within::single_quotes:
      text_ += inside_single_quotes(clean);
      break;
    case Within::double_quotes:
      // Out of the double quotes and back: `!` can't be quoted within them.
      text_ += is_plain(clean) ? clean : "\"" + quoted(clean) + "\"";
      break;
    case Within::words:
      text_ += is_plain(clean) ? clean : quoted(clean);
      break;
  }
  if (!clean.empty()) at_word_start_ = false;
}

}  // namespace loadtriage
