#include "formats/tools/text.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "formats/time/durations.h"

namespace loadtriage::formats::tools {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A comma between digits groups thousands.
std::string without_groups(std::string_view text, std::size_t& length) {
  std::string plain;
  std::size_t i = 0;
  for (; i < text.size(); ++i) {
    const bool groups = text[i] == ',' && i + 3 < text.size() && is_digit(text[i + 1]) &&
                        is_digit(text[i + 2]) && is_digit(text[i + 3]);
    if (groups) continue;
    const bool sign = (text[i] == '-' || text[i] == '+') && (i == 0 || plain.back() == 'e');
    const bool exponent = text[i] == 'e' && i > 0 && i + 1 < text.size() &&
                          (is_digit(text[i + 1]) || text[i + 1] == '-' || text[i + 1] == '+');
    if (!is_digit(text[i]) && text[i] != '.' && !sign && !exponent) break;
    plain += text[i];
  }
  length = i;
  return plain;
}

double thousands(char unit) {
  switch (unit) {
    case 'k':
    case 'K':
      return 1e3;
    case 'M':
      return 1e6;
    case 'G':
      return 1e9;
    default:
      return 0;
  }
}

}  // namespace

void Lines::settle() {
  if (number_ == 0) return;
  ++fates_.lines;
  if (fate_ == 1)
    ++fates_.samples;
  else if (fate_ == 2)
    ++fates_.continuations;
  else if (fate_ == 3)
    ++fates_.events;
  else if (trim(line_).empty())
    ++fates_.blank;
  else
    ++fates_.dropped;
}

bool Lines::next(std::string_view& line) {
  if (rest_.empty()) return false;
  settle();
  const std::size_t end = std::min(rest_.find('\n'), rest_.size());
  line_ = rest_.substr(0, end);
  rest_.remove_prefix(std::min(end + 1, rest_.size()));
  if (!line_.empty() && line_.back() == '\r') line_.remove_suffix(1);
  ++number_;
  fate_ = 0;
  line = line_;
  return true;
}

model::LineFates Lines::fates() {
  settle();
  number_ = 0;
  return fates_;
}

std::optional<double> take_number(std::string_view& text) {
  std::size_t length = 0;
  const std::string plain = without_groups(text, length);
  double value = 0;
  const auto read = std::from_chars(plain.data(), plain.data() + plain.size(), value);
  if (read.ec != std::errc{} || read.ptr != plain.data() + plain.size()) return std::nullopt;
  text.remove_prefix(length);
  return value;
}

std::optional<double> number_of(std::string_view text) {
  text = trim(text);
  auto value = take_number(text);
  if (!value || text.empty()) return value;
  const double unit = thousands(text.front());
  if (text.size() != 1 || unit == 0) return std::nullopt;
  return *value * unit;
}

std::optional<double> milliseconds_of(std::string_view text) {
  text = trim(text);
  if (const std::size_t hours = text.find('h'); hours != std::string_view::npos) {
    const auto whole = number_of(text.substr(0, hours));
    if (!whole) return std::nullopt;
    if (hours + 1 == text.size()) return *whole * 3.6e6;
    const auto rest = milliseconds_of(text.substr(hours + 1));
    return rest ? std::optional(*whole * 3.6e6 + *rest) : std::nullopt;
  }
  std::string_view rest = text;
  const auto value = take_number(rest);
  if (value && trim(rest) == "m") return *value * 60'000;
  if (value && trim(rest) == "secs") return *value * 1000;
  if (value && trim(rest) == "sec") return *value * 1000;
  return number_of(text) ? std::nullopt : duration_ms(text);
}

std::optional<double> bytes_of(std::string_view text) {
  text = trim(text);
  const auto value = take_number(text);
  text = trim(text);
  if (!value) return std::nullopt;
  if (text.empty() || text == "B" || text == "bytes") return value;
  constexpr double kKilo = 1024;
  switch (text.front()) {
    case 'K':
    case 'k':
      return *value * kKilo;
    case 'M':
      return *value * kKilo * kKilo;
    case 'G':
      return *value * kKilo * kKilo * kKilo;
    default:
      return std::nullopt;
  }
}

std::optional<std::string_view> behind(std::string_view line, std::string_view name) {
  line = trim(line);
  if (line.substr(0, name.size()) != name) return std::nullopt;
  return trim(line.substr(name.size()));
}

std::vector<std::string_view> words_of(std::string_view line) {
  std::vector<std::string_view> words;
  for (std::size_t at = line.find_first_not_of(" \t"); at != std::string_view::npos;
       at = line.find_first_not_of(" \t", at)) {
    const std::size_t end = std::min(line.find_first_of(" \t", at), line.size());
    words.push_back(line.substr(at, end - at));
    at = end;
  }
  return words;
}

int status_code(std::string_view text) {
  const auto number = number_of(text);
  return number && *number > -1000 && *number < 1000 ? static_cast<int>(*number) : 0;
}

int status_in(std::string_view text, std::string_view before) {
  const std::size_t found = text.find(before);
  if (found == std::string_view::npos) return 0;
  text.remove_prefix(found + before.size());
  if (text.size() < 3 || !std::all_of(text.begin(), text.begin() + 3, is_digit)) return 0;
  if (text.size() > 3 && is_digit(text[3])) return 0;
  const int status = (text[0] - '0') * 100 + (text[1] - '0') * 10 + (text[2] - '0');
  return status >= 100 && status < 600 ? status : 0;
}

}  // namespace loadtriage::formats::tools
