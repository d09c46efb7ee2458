#include "base/addresses.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/text.h"

namespace loadtriage {
namespace {

constexpr std::size_t kLongestHost = 128;
constexpr std::size_t kLongestUrlScheme = 24;
constexpr int kGreatestPort = 65535;
// Below it a word with a number is hardly ever an address: `line:12`, `attempt:3`.
constexpr int kLeastPortOfWord = 80;

bool is_host_char(char c) { return is_letter(c) || is_digit(c) || c == '.' || c == '-' || c == '_'; }
bool is_scheme_char(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '-' || c == '.'; }

// `main.go:120`
bool is_source(std::string_view host) {
  constexpr std::array<std::string_view, 27> kSources = {
      ".js", ".mjs", ".cjs", ".jsx", ".ts",    ".tsx",   ".py",  ".go",  ".rb",
      ".rs", ".cs",  ".kt",  ".php", ".c",     ".h",     ".cc",  ".cpp", ".java",
      ".ex", ".exs", ".erl", ".lua", ".swift", ".scala", ".sql", ".yml", ".yaml"};
  return std::any_of(kSources.begin(), kSources.end(),
                     [&](std::string_view ending) { return host.ends_with(ending); });
}

bool is_ipv4(std::string_view host) {
  int dots = 0, digits = 0, value = 0;
  for (const char c : host) {
    if (c == '.') {
      if (digits == 0) return false;
      ++dots, digits = value = 0;
    } else if (is_digit(c) && ++digits <= 3) {
      value = value * 10 + (c - '0');
      if (value > 255) return false;
    } else {
      return false;
    }
  }
  return dots == 3 && digits > 0;
}

bool is_ipv6(std::string_view host) {
  if (host.size() < 2 || std::count(host.begin(), host.end(), ':') < 2) return false;
  return std::all_of(host.begin(), host.end(), [](char c) {
    return is_digit(c) || c == ':' || c == '.' || (lower(c) >= 'a' && lower(c) <= 'f');
  });
}

bool is_name(std::string_view host) {
  if (host.empty() || host.size() > kLongestHost || !is_letter(host.front())) return false;
  if (host.back() == '.' || host.back() == '-' || host.back() == '_') return false;
  return std::all_of(host.begin(), host.end(), is_host_char) && !contains(host, "..");
}

// `SqlExceptionHelper:138` is a place in a program: who writes down a host does it in small letters.
bool has_capitals(std::string_view host) {
  for (const std::string_view label : split(host, '.'))
    if (!label.empty() && is_upper(label.front())) return true;
  return false;
}

// The number that the text begins with, and where it ends; 0 for none that is a port.
int port_at(std::string_view text, std::size_t& end) {
  int port = 0;
  for (end = 0; end < text.size() && end < 6 && is_digit(text[end]); ++end)
    port = port * 10 + (text[end] - '0');
  return end == 0 || end > 5 || port > kGreatestPort ? 0 : port;
}

// "db", "db:5432", "[::1]:5432"; nothing else may stand around it.
std::optional<Address> read_authority(std::string_view text) {
  Address address;
  std::string_view host = text, rest;
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    host = text.substr(1, close - 1);
    rest = text.substr(close + 1);
    if (!is_ipv6(host)) return std::nullopt;
  } else if (const std::size_t colon = text.rfind(':'); colon != std::string_view::npos) {
    host = text.substr(0, colon);
    rest = text.substr(colon);
  }
  if (!rest.empty()) {
    std::size_t end = 0;
    address.port = rest.starts_with(':') ? port_at(rest.substr(1), end) : 0;
    if (address.port == 0 || end + 1 != rest.size()) return std::nullopt;
  }
  if (!is_ipv4(host) && !is_ipv6(host) && !is_name(host)) return std::nullopt;
  address.host = to_lower_ascii(host);
  return address;
}

// What stands behind `scheme://`: one address or, with commas between them, several.
void add_authorities(std::string_view scheme, std::string_view rest, std::size_t most,
                     std::vector<Address>& found) {
  // `tcp(db:3306)` is how a driver writes it.
  std::string_view authority = rest.substr(0, rest.find_first_of("/?#\"'` \t\n\r;<>\\)}|"));
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos)
    authority.remove_prefix(at + 1);
  for (const std::string_view one : split(authority, ',')) {
    if (found.size() >= most) return;
    std::string_view bare = one;
    while (!bare.empty() && (bare.back() == '.' || bare.back() == ':' || bare.back() == ','))
      bare.remove_suffix(1);
    auto address = read_authority(bare);
    if (!address) continue;
    address->scheme = to_lower_ascii(scheme);
    found.push_back(std::move(*address));
  }
}

// The scheme that ends in front of `colon`: its last part, as in `jdbc:postgresql://`.
std::string_view scheme_before(std::string_view text, std::size_t colon) {
  std::size_t begin = colon;
  while (begin > 0 && colon - begin < kLongestUrlScheme && is_scheme_char(text[begin - 1])) --begin;
  while (begin < colon && !is_letter(text[begin])) ++begin;
  return text.substr(begin, colon - begin);
}

// The host that ends in front of `colon`; empty where none stands there.
std::string_view host_before(std::string_view text, std::size_t colon) {
  if (colon > 0 && text[colon - 1] == ']') {
    constexpr std::size_t kLongestInBrackets = 48;
    const std::string_view near =
        text.substr(colon - std::min(colon, kLongestInBrackets), std::min(colon, kLongestInBrackets));
    const std::size_t open = near.rfind('[');
    if (open == std::string_view::npos) return {};
    const std::string_view in_brackets = near.substr(open + 1, near.size() - open - 2);
    return is_ipv6(in_brackets) ? in_brackets : std::string_view();
  }
  std::size_t begin = colon;
  while (begin > 0 && colon - begin <= kLongestHost && is_host_char(text[begin - 1])) --begin;
  std::string_view host = text.substr(begin, colon - begin);
  // Node writes `::1:5432`.
  if (host == "1" && text.substr(0, begin).ends_with("::")) return text.substr(begin - 2, 3);
  if (begin > 0 && (text[begin - 1] == ':' || text[begin - 1] == '$' || text[begin - 1] == '%')) return {};
  // The JVM writes `db/10.0.0.7:5432`: the name says more.
  if (is_ipv4(host) && begin > 1 && text[begin - 1] == '/') {
    std::size_t name = begin - 1;
    while (name > 0 && is_host_char(text[name - 1])) --name;
    const std::string_view before = text.substr(name, begin - 1 - name);
    if (is_name(before) && (name == 0 || text[name - 1] != '/')) return before;
  }
  while (!host.empty() && (host.front() == '.' || host.front() == '-' || host.front() == '_'))
    host.remove_prefix(1);
  return host;
}

void add_pair(std::string_view text, std::size_t colon, std::vector<Address>& found) {
  std::size_t end = 0;
  const std::string_view rest = text.substr(colon + 1);
  const int port = port_at(rest, end);
  if (port == 0) return;
  const char next = end < rest.size() ? rest[end] : ' ';
  const char behind = end + 1 < rest.size() ? rest[end + 1] : ' ';
  if (is_letter(next) || next == '_' || (next == ':' && is_digit(behind))) return;
  // Go: `read tcp 10.0.0.3:45678->10.0.0.9:5432`. The first is one's own end.
  if (rest.substr(end).starts_with("->")) return;
  if (next == '.' && is_digit(behind)) return;
  const std::string_view host = host_before(text, colon);
  if (is_ipv4(host) || is_ipv6(host)) {
    found.push_back({{}, to_lower_ascii(host), port});
  } else if (is_name(host) && host.size() > 1 && port >= kLeastPortOfWord && !is_source(host) &&
             !has_capitals(host)) {
    found.push_back({{}, to_lower_ascii(host), port});
  }
}

}  // namespace

bool is_ip(std::string_view host) { return is_ipv4(host) || is_ipv6(host); }

bool is_loopback(std::string_view host) {
  return host == "localhost" || host == "::1" || host == "::" || host == "0.0.0.0" ||
         (host.starts_with("127.") && is_ipv4(host));
}

std::string describe(const Address& address) {
  if (address.host.starts_with('/')) return "unix:" + address.host;
  std::string text = address.scheme.empty() ? std::string() : address.scheme + "://";
  const bool brackets = address.host.find(':') != std::string::npos;
  text += brackets ? "[" + address.host + "]" : address.host;
  return address.port == 0 ? text : text + ":" + std::to_string(address.port);
}

std::optional<Address> read_address(std::string_view text) {
  text = trim(text);
  const std::size_t unix_at = text.find("unix:/");
  if (unix_at == 0 || (unix_at < kLongestUrlScheme && text[unix_at - 1] == '/')) {
    std::string_view path = text.substr(unix_at + 5);
    while (path.starts_with("//")) path.remove_prefix(1);
    std::size_t end = 0;
    while (end < path.size() && end < kLongestHost && (is_host_char(path[end]) || path[end] == '/')) ++end;
    path = path.substr(0, end);
    if (path.size() < 2) return std::nullopt;
    return Address{"unix", std::string(path), 0};
  }
  const std::size_t scheme = text.find("://");
  if (scheme == std::string_view::npos) return read_authority(text);
  std::vector<Address> found;
  add_authorities(scheme_before(text, scheme), text.substr(scheme + 3), 1, found);
  if (found.empty()) return std::nullopt;
  return std::move(found.front());
}

void find_addresses(std::string_view text, std::size_t most, std::vector<Address>& found) {
  found.clear();
  for (std::size_t colon = text.find(':'); colon != std::string_view::npos && found.size() < most;
       colon = text.find(':', colon + 1)) {
    const std::string_view rest = text.substr(colon + 1);
    if (rest.starts_with("//")) {
      const std::string_view scheme = scheme_before(text, colon);
      if (scheme.size() < 2 || (scheme != "unix" && to_lower_ascii(scheme) == "unix")) continue;
      const bool of_socket = rest.substr(2).starts_with("unix:/");
      if (of_socket || scheme == "unix") {
        if (auto socket = read_address(of_socket ? rest.substr(2) : text.substr(colon - scheme.size())))
          found.push_back(std::move(*socket));
        continue;
      }
      const std::size_t before = found.size();
      add_authorities(scheme, rest.substr(2), most, found);
      // What belongs to the URL is not looked at again.
      if (found.size() > before)
        colon += 2 + std::min(rest.substr(2).find_first_of("/?#\"'` \n"), rest.size() - 2);
    } else if (!rest.empty() && is_digit(rest.front())) {
      add_pair(text, colon, found);
    }
  }
}

}  // namespace loadtriage
