// The lines of a text that is read as a whole, and numbers as tools for people write them.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/adapter.h"

namespace loadtriage::formats::tools {

constexpr std::size_t kLargestText = std::size_t{64} << 20;

// Counts what became of each line, and gives them one by one without their ends.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  bool next(std::string_view& line);
  std::uint64_t number() const { return number_; }  // of the line that was given last
  std::size_t left() const { return rest_.size(); }

  // The fate of the line given last; it is dropped otherwise, or blank.
  void sample() { fate_ = 1; }
  void passed_over() { fate_ = 2; }
  void event() { fate_ = 3; }
  // All fates; lines not given yet have none.
  model::LineFates fates();

 private:
  void settle();

  std::string_view rest_, line_;
  std::uint64_t number_ = 0;
  int fate_ = 0;
  model::LineFates fates_;
};

// "1,234", "12.5", "1.2k", "3M": a number with a unit of a thousand or a million, and what is
// left behind it.
std::optional<double> take_number(std::string_view& text);
// The whole text as such a number.
std::optional<double> number_of(std::string_view text);
// "244.29us", "1.10s", "12 ms", "1.2m", "350.1 µs" in milliseconds; "1m2.5s" too.
std::optional<double> milliseconds_of(std::string_view text);
// "444.83KB", "1.2MB" in bytes.
std::optional<double> bytes_of(std::string_view text);

// What stands behind `name` at the beginning of the line (blanks before it aside), trimmed.
std::optional<std::string_view> behind(std::string_view line, std::string_view name);

std::vector<std::string_view> words_of(std::string_view line);

// A status of HTTP, or another small number that stands where one is expected; 0 for none.
int status_code(std::string_view text);

// A status that stands in an error text: "500 Server Error", "found 500"; 0 for none.
int status_in(std::string_view text, std::string_view before);

}  // namespace loadtriage::formats::tools
