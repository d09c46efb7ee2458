#include "collect/log_template.h"

#include <algorithm>
#include <cctype>

namespace loadtriage::collect {
namespace {

constexpr std::size_t kLongest = 200;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0; }
bool is_part(char c) {
  return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '/';
}

// A token varies when it holds a digit, except for short words that name something:
// "P2024", "HTTP2", "s3".
bool varies(std::string_view token) {
  const auto digits = std::count_if(token.begin(), token.end(), is_digit);
  if (digits == 0) return false;
  const auto letters = std::count_if(token.begin(), token.end(), is_letter);
  const bool code =
      letters > 0 && is_letter(token.front()) && token.size() <= 6 &&
      std::all_of(token.begin(), token.end(), [](char c) { return is_digit(c) || is_letter(c); });
  return !code;
}

// Long hexadecimal or base64-like segments, uuids and numbers are ids.
bool is_id(std::string_view segment) {
  const auto digits = std::count_if(segment.begin(), segment.end(), is_digit);
  if (segment.empty() || digits == 0) return false;
  const auto letters = std::count_if(segment.begin(), segment.end(), is_letter);
  if (letters == 0) return true;
  if (letters == 1 && segment.front() == 'v' && segment.size() <= 3) return false;  // "v1"
  return segment.size() >= 16 || digits * 2 >= static_cast<std::ptrdiff_t>(segment.size()) ||
         (digits >= 2 && segment.find('-') != std::string_view::npos);
}

}  // namespace

std::string template_of(std::string_view message) {
  message = message.substr(0, std::min(message.find('\n'), kLongest));
  std::string out;
  std::size_t i = 0;
  while (i < message.size()) {
    if (!is_part(message[i])) {
      if (message[i] != ' ' || out.empty() || out.back() != ' ') out += message[i];
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < message.size() && is_part(message[end])) ++end;
    const std::string_view token = message.substr(i, end - i);
    out += varies(token) ? std::string_view("<*>") : token;
    i = end;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out;
}

std::string endpoint_of(std::string_view path) {
  path = path.substr(0, path.find_first_of("?#; "));
  if (const std::size_t scheme = path.find("://"); scheme != std::string_view::npos) {
    const std::size_t slash = path.find('/', scheme + 3);
    path = slash == std::string_view::npos ? std::string_view("/") : path.substr(slash);
  }
  std::string out;
  std::size_t i = 0;
  while (i <= path.size()) {
    const std::size_t end = std::min(path.find('/', i), path.size());
    const std::string_view segment = path.substr(i, end - i);
    out += is_id(segment) ? std::string_view("{id}") : segment;
    if (end == path.size()) break;
    out += '/';
    i = end + 1;
  }
  return out.substr(0, kLongest);
}

}  // namespace loadtriage::collect
