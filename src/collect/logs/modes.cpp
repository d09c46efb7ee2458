#include "collect/logs/modes.h"

#include <algorithm>

namespace loadtriage::collect {
namespace {

// Words of names that say nothing of the mode.
constexpr std::string_view kFillers[] = {"no",   "host", "upstream", "unnamed", "connection", "set",
                                         "high", "not",  "server",   "request", "limit"};

std::string_view mode_of(std::string_view name) { return name.substr(name.find('.') + 1); }

// Takes the first word off the mode.
std::string_view take_word(std::string_view& mode) {
  const std::size_t size = std::min(mode.find('-'), mode.size());
  const std::string_view word = mode.substr(0, size);
  mode.remove_prefix(std::min(size + 1, mode.size()));
  return word;
}

bool has_word(std::string_view mode, std::string_view wanted) {
  while (!mode.empty())
    if (take_word(mode) == wanted) return true;
  return false;
}

bool is_filler(std::string_view word) {
  return std::find(std::begin(kFillers), std::end(kFillers), word) != std::end(kFillers);
}

}  // namespace

bool same_mode(std::string_view one, std::string_view other) {
  if (one.starts_with("noise.") || other.starts_with("noise.")) return true;
  for (std::string_view mode = mode_of(one); !mode.empty();) {
    const std::string_view word = take_word(mode);
    if (!is_filler(word) && has_word(mode_of(other), word)) return true;
  }
  return false;
}

}  // namespace loadtriage::collect
