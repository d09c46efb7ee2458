#include "base/redact.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace loadtriage {
namespace {

constexpr std::string_view kHidden = "***";
constexpr std::array<std::string_view, 13> kSecretKeys = {
    "password", "passwd",     "pwd",         "secret",     "token",         "api_key", "apikey",
    "api-key",  "passphrase", "private_key", "access_key", "authorization", "cookie"};

constexpr bool is_word(char c) {
  return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_token(char c) { return is_word(c) || c == '.' || c == '+' || c == '/' || c == '=' || c == '~'; }

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() &&
         std::equal(prefix.begin(), prefix.end(), text.begin(),
                    [](char wanted, char seen) { return wanted == lower(seen); });
}

// The end of a run of token characters that begins at `from`.
std::size_t token_end(std::string_view text, std::size_t from) {
  while (from < text.size() && is_token(text[from])) ++from;
  return from;
}

// "://user:pass@host": where the password ends, or `from` when there is none.
std::size_t credentials_end(std::string_view text, std::size_t from) {
  const std::size_t end = text.find_first_of(" \t\"'<>/", from);
  const std::size_t at = text.substr(0, end).rfind('@');
  return at == std::string_view::npos || at < from ? from : at;
}

// A secret's value behind its key: skips quotes, the separator and an auth scheme.
// Returns where the value begins, or npos when no separator follows.
std::size_t value_begin(std::string_view text, std::size_t from) {
  while (from < text.size() &&
         (is_word(text[from]) || text[from] == '"' || text[from] == '\'' || text[from] == '\\'))
    ++from;
  if (from >= text.size() || (text[from] != '=' && text[from] != ':')) return std::string_view::npos;
  ++from;
  while (from < text.size() &&
         (text[from] == ' ' || text[from] == '"' || text[from] == '\'' || text[from] == '\\'))
    ++from;
  for (const std::string_view scheme : {"bearer ", "basic "})
    if (starts_with_ignoring_case(text.substr(from), scheme)) from += scheme.size();
  return from;
}

std::size_t value_end(std::string_view text, std::size_t from) {
  const std::size_t end = text.find_first_of(" \t\"',;&)}\\", from);
  return end == std::string_view::npos ? text.size() : end;
}

// A value that is plainly no secret: a number of few digits, a word such as "undefined".
bool harmless(std::string_view value) {
  static constexpr std::array<std::string_view, 7> kWords = {"undefined", "null",    "none",    "missing",
                                                             "expired",   "invalid", "required"};
  return value.size() < 4 || std::find(kWords.begin(), kWords.end(), value) != kWords.end() ||
         value.find_first_not_of("*") == std::string_view::npos;
}

bool is_jwt(std::string_view token) {
  return token.size() > 40 && token.substr(0, 3) == "eyJ" && std::count(token.begin(), token.end(), '.') >= 2;
}

bool is_cloud_key(std::string_view token) {
  return (token.size() == 20 && (token.substr(0, 4) == "AKIA" || token.substr(0, 4) == "ASIA")) ||
         (token.size() >= 36 && (token.substr(0, 4) == "ghp_" || token.substr(0, 4) == "gho_")) ||
         (token.size() >= 30 && token.substr(0, 8) == "sk_live_");
}

// Whether a secret, or the name of one, may begin with this letter: those of kSecretKeys,
// of "bearer ", and of tokens such as "eyJ" and "ghp_".
constexpr bool may_begin_secret(char c) {
  switch (lower(c)) {
    case 'a':
    case 'b':
    case 'c':
    case 'e':
    case 'g':
    case 'p':
    case 's':
    case 't':
      return true;
    default:
      return false;
  }
}

}  // namespace

std::string redact(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  std::size_t i = 0;
  while (i < text.size()) {
    if (text[i] == ':' && text.substr(i, 3) == "://") {
      out += "://";
      i += 3;
      const std::size_t at = credentials_end(text, i);
      const std::size_t colon = text.substr(0, at).find(':', i);
      if (at > i && colon != std::string_view::npos) {
        out.append(text.substr(i, colon - i + 1)).append(kHidden);
        i = at;
      }
      continue;
    }
    if (!may_begin_secret(text[i]) ||
        (i > 0 && is_word(text[i - 1]) && text[i - 1] != '_' && text[i - 1] != '-')) {
      out += text[i++];
      continue;
    }
    const std::size_t end = token_end(text, i);
    const std::string_view token = text.substr(i, end - i);
    if (is_jwt(token) || is_cloud_key(token)) {
      out += kHidden;
      i = end;
      continue;
    }
    if (starts_with_ignoring_case(text.substr(i), "bearer ")) {
      const std::size_t begin = i + 7;
      const std::size_t stop = token_end(text, begin);
      if (stop - begin >= 16) {
        out.append(text.substr(i, 7)).append(kHidden);
        i = stop;
        continue;
      }
    }
    const bool key = std::any_of(kSecretKeys.begin(), kSecretKeys.end(), [&](std::string_view name) {
      return starts_with_ignoring_case(text.substr(i), name);
    });
    const std::size_t begin = key ? value_begin(text, i) : std::string_view::npos;
    if (begin != std::string_view::npos) {
      const std::size_t stop = value_end(text, begin);
      out.append(text.substr(i, begin - i));
      out.append(harmless(text.substr(begin, stop - begin)) ? text.substr(begin, stop - begin) : kHidden);
      i = std::max(stop, begin);
      if (i == begin && stop == begin) continue;
      continue;
    }
    out += text[i++];
  }
  return out;
}

}  // namespace loadtriage
