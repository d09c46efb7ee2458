#include "collect/log_template.h"

#include <algorithm>
#include <array>

namespace loadtriage::collect {
namespace {

constexpr std::size_t kLongest = 200;    // of a template
constexpr std::size_t kLookedAt = 1000;  // of a message
constexpr std::string_view kVariable = "<*>";

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }
bool is_part(char c) {
  return is_digit(c) || is_letter(c) || c == '-' || c == '_' || c == '.' || c == ':' || c == '/' ||
         c == '%' || c == '@';
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Names that hold a digit and mean the same in each line: "P2024", "HTTP2", "s3", "ipv4". A
// word with a number behind it, "node12", is one of many.
bool is_code(std::string_view token, std::ptrdiff_t digits) {
  if (token.size() > 6 || !is_letter(token.front())) return false;
  if (!std::all_of(token.begin(), token.end(), [](char c) { return is_digit(c) || is_letter(c); }))
    return false;
  return digits == 1 ||
         std::none_of(token.begin(), token.end(), [](char c) { return is_letter(c) && !is_capital(c); });
}

// "db.shop.example.com", but no "java.net.SocketException" and no "server.js".
bool is_host(std::string_view token) {
  constexpr std::array<std::string_view, 10> kEnds = {"com", "net",   "org",      "edu",   "gov",
                                                      "io",  "local", "internal", "cloud", "dev"};
  const std::size_t dot = token.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;
  std::string_view end = token.substr(dot + 1);
  end = end.substr(0, end.find(':'));
  return is_one_of(end, kEnds) && std::none_of(token.begin(), token.end(), is_capital) &&
         token.find('/') == std::string_view::npos;
}

bool varies(std::string_view token) {
  const auto digits = std::count_if(token.begin(), token.end(), is_digit);
  if (digits > 0) return !is_code(token, digits);
  if (token.size() < 5) return false;
  if (token.size() >= 8 && token.find_first_not_of("abcdefABCDEF") == std::string_view::npos) return true;
  const std::size_t at = token.find('@');
  if (at != std::string_view::npos && at > 0 && at + 1 < token.size()) return true;
  return token.find("://") != std::string_view::npos || is_host(token);
}

// Where the third segment of a path begins; what is behind it varies. npos: none does.
std::size_t deep_part(std::string_view token) {
  if (token.front() != '/') return std::string_view::npos;
  const std::size_t second = token.find('/', 1);
  if (second == std::string_view::npos) return second;
  const std::size_t third = token.find('/', second + 1);
  return third == std::string_view::npos || third + 1 >= token.size() ? std::string_view::npos : third + 1;
}

// "Mon Jun 13", "Jun 13": `rest` is what stands behind the token.
bool is_part_of_date(std::string_view token, std::string_view rest) {
  constexpr std::array<std::string_view, 7> kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array<std::string_view, 12> kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                        "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  if (token.size() != 3 || !is_capital(token.front())) return false;
  rest.remove_prefix(std::min(rest.find_first_not_of(", "), rest.size()));
  if (rest.empty()) return false;
  if (is_one_of(token, kMonths)) return is_digit(rest.front());
  return is_one_of(token, kDays) && (is_digit(rest.front()) || is_one_of(rest.substr(0, 3), kMonths));
}

// Whether the template so far ends in a name whose value says who or where, not what.
bool names_somebody(std::string_view before) {
  constexpr std::array<std::string_view, 14> kKeys = {"user",     "ruser",  "rhost",  "host", "hostname",
                                                      "username", "client", "server", "file", "path",
                                                      "url",      "pod",    "node",   "ip"};
  if (!before.ends_with('=')) return false;
  before.remove_suffix(1);
  std::size_t begin = before.size();
  while (begin > 0 && (is_letter(before[begin - 1]) || before[begin - 1] == '_')) --begin;
  return is_one_of(before.substr(begin), kKeys);
}

// Lists of any length are one variable: "<*>, <*> <*>".
void append_variable(std::string& out) {
  const std::size_t end = out.find_last_not_of(", ");
  if (end != std::string::npos && end + 1 < out.size() &&
      std::string_view(out).substr(0, end + 1).ends_with(kVariable)) {
    out.resize(end + 1);
    return;
  }
  out += kVariable;
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
  message = message.substr(0, std::min(message.find('\n'), kLookedAt));
  std::string out;
  std::size_t i = 0;
  while (i < message.size() && out.size() < kLongest) {
    if (!is_part(message[i])) {
      if (message[i] != ' ' || out.empty() || out.back() != ' ') out += message[i];
      ++i;
      continue;
    }
    std::size_t end = i;
    while (end < message.size() && is_part(message[end])) ++end;
    const std::string_view token = message.substr(i, end - i);
    const bool path = token.front() == '/' || token.find("://") != std::string_view::npos;
    // A query belongs to its path.
    if (path && end < message.size() && message[end] == '?')
      end = std::min(message.find_first_of(" \"'", end), message.size());
    if (varies(token) || is_part_of_date(token, message.substr(end)) || names_somebody(out)) {
      append_variable(out);
    } else if (const std::size_t deep = deep_part(token); deep != std::string_view::npos) {
      out += token.substr(0, deep);
      out += kVariable;
    } else {
      out += token;
    }
    i = end;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  return out.substr(0, kLongest + 40);
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
