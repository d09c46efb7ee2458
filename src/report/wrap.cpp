#include "report/wrap.h"

#include "base/text.h"

namespace loadtriage::report {
namespace {

bool is_unit(std::string_view word) {
  for (const std::string_view unit : {"%", "ms", "s", "min", "h", "B", "kB", "MB", "GB", "VUs"})
    if (word == unit || (word.size() == unit.size() + 1 && word.starts_with(unit) &&
                         contains(",.;:)", word.substr(unit.size()))))
      return true;
  return false;
}

bool ends_in_digit(std::string_view word) {
  return !word.empty() && word.back() >= '0' && word.back() <= '9';
}

std::vector<std::string> tokens_of(std::string_view text) {
  std::vector<std::string> tokens;
  for (const auto word : split(text, ' ')) {
    if (word.empty()) continue;
    if (!tokens.empty() && is_unit(word) && ends_in_digit(tokens.back()))
      tokens.back() += " " + std::string(word);
    else
      tokens.emplace_back(word);
  }
  return tokens;
}

}  // namespace

std::vector<std::string> wrap(std::string_view text, std::size_t columns) {
  std::vector<std::string> lines(1);
  for (const auto& token : tokens_of(printable(text))) {
    const bool first = lines.back().empty();
    if (!first && width_of(lines.back()) + 1 + width_of(token) > columns)
      lines.emplace_back(token);
    else
      lines.back() += (first ? "" : " ") + token;
  }
  return lines;
}

}  // namespace loadtriage::report
