#include "collect/logs/modes.h"

#include <algorithm>

namespace loadtriage::collect {
namespace {

// Words of names that say nothing of the mode.
constexpr std::string_view kFillers[] = {"no",   "host", "upstream", "unnamed", "connection", "set",
                                         "high", "not",  "server",   "request", "limit"};

std::string_view mode_of(std::string_view name) { return name.substr(name.find('.') + 1); }

bool has_word(std::string_view mode, std::string_view wanted) {
  for (std::size_t at = 0; at < mode.size();) {
    const std::size_t end = std::min(mode.find('-', at), mode.size());
    if (mode.substr(at, end - at) == wanted) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

bool same_mode(std::string_view one, std::string_view other) {
  if (one.starts_with("noise.") || other.starts_with("noise.")) return true;
  const std::string_view mode = mode_of(one), other_mode = mode_of(other);
  for (std::size_t at = 0; at < mode.size();) {
    const std::size_t end = std::min(mode.find('-', at), mode.size());
    const std::string_view word = mode.substr(at, end - at);
    if (std::find(std::begin(kFillers), std::end(kFillers), word) == std::end(kFillers) &&
        has_word(other_mode, word))
      return true;
    at = end + 1;
  }
  return false;
}

}  // namespace loadtriage::collect
