#include "collect/logs/log_template.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace loadtriage::collect {
namespace {

constexpr std::size_t kLongest = 200;    // of a template
constexpr std::size_t kLookedAt = 1000;  // of a message

// What a character may be, for one look in a table instead of many comparisons.
enum Class : unsigned {
  kOther = 0,
  kDigit = 1,
  kCapital = 2,
  kSmall = 4,
  kHex = 8,
  kMark = 16,
  kTelling = 32
};

constexpr std::array<unsigned char, 256> classes() {
  std::array<unsigned char, 256> table{};
  for (unsigned c = '0'; c <= '9'; ++c) table[c] = kDigit;
  for (unsigned c = 'a'; c <= 'z'; ++c) table[c] = kSmall | (c <= 'f' ? kHex : 0U);
  for (unsigned c = 'A'; c <= 'Z'; ++c) table[c] = kCapital | (c <= 'F' ? kHex : 0U);
  for (const char c : {'-', '_', '%'}) table[static_cast<unsigned char>(c)] = kMark;
  // Of hosts, addresses and paths.
  for (const char c : {'.', ':', '/', '@'}) table[static_cast<unsigned char>(c)] = kMark | kTelling;
  return table;
}
constexpr std::array<unsigned char, 256> kClasses = classes();

unsigned class_of(char c) { return kClasses[static_cast<unsigned char>(c)]; }
bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(char c) { return is_capital(c) || (c >= 'a' && c <= 'z'); }

struct Token {
  std::string_view text;
  unsigned kinds = 0;     // of all its characters
  unsigned common = ~0U;  // of each of them
  std::size_t digits = 0;
};

Token token_at(std::string_view message, std::size_t at) {
  Token token;
  std::size_t end = at;
  for (; end < message.size(); ++end) {
    const unsigned kind = class_of(message[end]);
    if (kind == kOther) break;
    token.kinds |= kind;
    token.common &= kind;
    token.digits += kind & kDigit;
  }
  token.text = message.substr(at, end - at);
  return token;
}

template <std::size_t N>
bool is_one_of(std::string_view word, const std::array<std::string_view, N>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Names that hold a digit and mean the same in each line: "P2024", "HTTP2", "s3", "ipv4". A
// word with a number behind it, "node12", is one of many.
bool is_code(const Token& token) {
  if (token.text.size() > 6 || !is_letter(token.text.front()) || (token.kinds & kMark) != 0) return false;
  return token.digits == 1 || (token.kinds & kSmall) == 0;
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

bool varies(const Token& token) {
  if (token.digits > 0) return !is_code(token);
  if (token.text.size() >= 8 && (token.common & kHex) != 0) return true;
  if ((token.kinds & kTelling) == 0 || token.text.size() < 5) return false;
  const std::size_t at = token.text.find('@');
  if (at != std::string_view::npos && at > 0 && at + 1 < token.text.size()) return true;
  return token.text.find("://") != std::string_view::npos || is_host(token.text);
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

struct Counts {
  std::size_t digits = 0, letters = 0, marks = 0;
};

Counts counts_of(std::string_view text) {
  Counts counts;
  for (const char c : text) {
    const unsigned kind = class_of(c);
    counts.digits += kind & kDigit;
    counts.letters += (kind & (kCapital | kSmall)) != 0 ? 1U : 0U;
    counts.marks += kind == kOther || (kind & kMark) != 0 ? 1U : 0U;
  }
  return counts;
}

// Long hexadecimal or base64-like segments, uuids and numbers are ids.
bool is_id(std::string_view segment) {
  const Counts counts = counts_of(segment);
  if (segment.empty() || counts.digits == 0) return false;
  if (counts.letters == 0) return true;
  if (counts.letters == 1 && segment.front() == 'v' && segment.size() <= 3) return false;  // "v1"
  return segment.size() >= 16 || counts.digits * 2 >= segment.size() ||
         (counts.digits >= 2 && counts.marks > 0 && segment.find('-') != std::string_view::npos);
}

std::size_t end_of_path(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && text[end] != '?' && text[end] != '#' && text[end] != ';' && text[end] != ' ')
    ++end;
  return end;
}

}  // namespace

void write_template(std::string_view message, std::string& out) {
  message = message.substr(0, kLookedAt);
  message = message.substr(0, message.find('\n'));
  out.clear();
  std::size_t i = 0;
  while (i < message.size() && out.size() < kLongest) {
    const Token token = token_at(message, i);
    if (token.text.empty()) {
      if (message[i] != ' ' || out.empty() || out.back() != ' ') out += message[i];
      ++i;
      continue;
    }
    std::size_t end = i + token.text.size();
    const bool telling = (token.kinds & kTelling) != 0;
    const bool path =
        telling && (token.text.front() == '/' || token.text.find("://") != std::string_view::npos);
    // A query belongs to its path.
    if (path && end < message.size() && message[end] == '?')
      end = std::min(message.find_first_of(" \"'", end), message.size());
    if (varies(token) || is_part_of_date(token.text, message.substr(end)) || names_somebody(out)) {
      append_variable(out);
    } else if (const std::size_t deep = deep_part(token.text); deep != std::string_view::npos) {
      out += token.text.substr(0, deep);
      out += kVariable;
    } else {
      out += token.text;
    }
    i = end;
  }
  while (!out.empty() && out.back() == ' ') out.pop_back();
  if (out.size() > kLongest + 40) out.resize(kLongest + 40);
}

std::string template_of(std::string_view message) {
  std::string out;
  write_template(message, out);
  return out;
}

void append_endpoint(std::string_view path, std::string& out) {
  path = path.substr(0, end_of_path(path));
  if (const std::size_t scheme = path.find("://"); scheme != std::string_view::npos) {
    const std::size_t slash = path.find('/', scheme + 3);
    path = slash == std::string_view::npos ? std::string_view("/") : path.substr(slash);
  }
  const std::size_t begin = out.size();
  std::size_t i = 0;
  while (i <= path.size()) {
    const std::size_t end = std::min(path.find('/', i), path.size());
    const std::string_view segment = path.substr(i, end - i);
    out += is_id(segment) ? std::string_view("{id}") : segment;
    if (end == path.size()) break;
    out += '/';
    i = end + 1;
  }
  if (out.size() > begin + kLongest) out.resize(begin + kLongest);
}

std::string endpoint_of(std::string_view path) {
  std::string out;
  append_endpoint(path, out);
  return out;
}

}  // namespace loadtriage::collect
