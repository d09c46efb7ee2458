#include "base/redact.h"

#include <algorithm>
#include <array>

#include "base/ascii.h"
#include "base/secret_shapes.h"

namespace loadtriage {
namespace {

constexpr std::string_view kHidden = "***";
constexpr auto kNoPlace = std::string_view::npos;
// Bounds on what is looked through for the end of something, so that time stays linear.
constexpr std::size_t kLongestAuthority = 1024;  // "user:password@host"
constexpr std::size_t kLongestScheme = 32;       // "Bearer "

constexpr bool is_word(char c) { return is_letter(c) || is_digit(c); }
constexpr bool is_name(char c) { return is_word(c) || c == '_' || c == '-' || c == '.'; }
constexpr bool is_gap(char c) { return c == ' ' || c == '\t'; }
constexpr bool is_quote(char c) { return c == '"' || c == '\'' || c == '`'; }

template <std::size_t N>
bool any_in(const std::array<std::string_view, N>& words, std::string_view text) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != kNoPlace; });
}
template <std::size_t N>
bool is_one(const std::array<std::string_view, N>& words, std::string_view text) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

// The name in small letters without what stands between its words: "X-Api-Key" is "xapikey".
std::string plain_name(std::string_view name) {
  std::string plain;
  for (const char c : name)
    if (is_word(c)) plain += lower(c);
  return plain;
}

// What the name of a setting says of its value.
enum class Holds { nothing, secret, maybe, header };

Holds holds_of(std::string_view name, char before) {
  static constexpr std::array<std::string_view, 18> kSecret = {
      "password",  "passwd",     "passwort",   "passphrase",    "secret",     "apikey",
      "accesskey", "privatekey", "signingkey", "encryptionkey", "accountkey", "credential",
      "sessionid", "sessid",     "csrf",       "xsrf",          "pwd",        "authtoken"};
  static constexpr std::array<std::string_view, 6> kMaybe = {"pass", "pin", "otp", "sig", "jwt", "signature"};
  constexpr std::size_t kLongest = 80;
  if (name.size() > kLongest) name.remove_prefix(name.size() - kLongest);
  const std::string plain = plain_name(name);
  if (plain.ends_with("authorization") || plain.ends_with("cookie")) return Holds::header;
  if (any_in(kSecret, plain) || plain.ends_with("token")) return Holds::secret;
  if (is_one(kMaybe, plain) || plain.ends_with("signature")) return Holds::maybe;
  return plain == "key" && (before == '?' || before == '&') ? Holds::maybe : Holds::nothing;
}

// A value that is plainly no secret.
bool harmless(std::string_view value) {
  static constexpr std::array<std::string_view, 20> kWords = {
      "undefined", "null",  "none", "nil", "missing", "expired", "invalid", "required", "empty",  "unset",
      "true",      "false", "yes",  "no",  "not",     "string",  "failed",  "denied",   "absent", "wrong"};
  std::string small;
  for (const char c : value.substr(0, 16)) small += lower(c);
  return value.empty() || value.find_first_not_of('*') == kNoPlace || is_one(kWords, small);
}

class Redaction {
 public:
  explicit Redaction(std::string_view text) : text_(text), mysql_at_(text.find("mysql")) {
    out_.reserve(text.size());
  }

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  char before() const { return at_ > 0 ? text_[at_ - 1] : '\0'; }
  char peek(std::size_t at) const { return at < text_.size() ? text_[at] : '\0'; }
  std::string_view rest() const { return text_.substr(at_); }

  void keep_to(std::size_t end) {
    out_ += text_.substr(at_, end - at_);
    at_ = end;
  }
  void hide_to(std::size_t end) {
    out_ += kHidden;
    at_ = end;
  }

  void step() {
    if (rest().starts_with("://")) return credentials();
    if (rest().starts_with("%3D") || rest().starts_with("%3d")) return keep_to(at_ + 3);
    const char c = text_[at_];
    const bool begins = !is_word(before()) && before() != '*';
    const bool interesting = is_word(c) || c == '-' || c == '+';
    if (!begins || !interesting) return keep_to(at_ + 1);
    if (const std::size_t size = secret_token_at(rest())) return hide_to(at_ + size);
    if (const std::size_t size = before() == '.' || before() == '-' ? 0 : personal_data_at(rest()))
      return hide_to(at_ + size);
    if (c != '+' && !named_value()) keep_to(name_end());
    if (c == '+') keep_to(at_ + 1);
  }

  // "://user:pass@host", "://token@host"
  void credentials() {
    keep_to(at_ + 3);
    std::string_view whole = text_.substr(at_, kLongestAuthority);
    whole = whole.substr(0, whole.find_first_of(" \t\"'<>"));
    const std::size_t slash = whole.find('/');
    std::size_t at = whole.substr(0, slash).rfind('@');
    const std::size_t colon = whole.substr(0, at == kNoPlace ? slash : at).find(':');
    // A password may hold a slash; what is a port is none.
    if (at == kNoPlace && slash != kNoPlace && colon != kNoPlace &&
        whole.substr(colon + 1, slash - colon - 1).find_first_not_of("0123456789") != kNoPlace)
      at = whole.find('@', slash);
    if (at == kNoPlace) return;
    if (colon != kNoPlace && colon < at) {
      keep_to(at_ + colon + 1);
      return hide_to(at_ + at - colon - 1);
    }
    const std::string_view user = whole.substr(0, at);
    if (user.size() >= 12 && std::any_of(user.begin(), user.end(), is_digit)) hide_to(at_ + at);
  }

  std::size_t name_end() const {
    std::size_t end = at_;
    while (end < text_.size() && (end == at_ || is_name(text_[end]))) ++end;
    return end;
  }

  // A name and its value; false, with nothing done, when it is none or hides nothing.
  bool named_value() {
    const std::size_t end = name_end();
    const std::string_view name = text_.substr(at_, end - at_);
    if (name == "-p" || (name.starts_with("-p") && !name.starts_with("--"))) return mysql_password(end);
    if (lower(name.front()) == 'b' && plain_name(name) == "bearer") return bearer(end);
    const Holds holds = holds_of(name, before());
    if (holds == Holds::nothing) return false;
    bool prose = false;
    std::size_t value = value_begin(end, name, prose);
    if (value == kNoPlace) return false;
    const bool quoted = value > 0 && is_quote(text_[value - 1]);
    if (holds == Holds::header) return header(value, quoted);
    const std::size_t stop = quoted ? quote_end(value) : bare_end(value);
    const std::string_view secret = text_.substr(value, stop - value);
    const bool has_digit = std::any_of(secret.begin(), secret.end(), is_digit);
    if (prose && !has_digit) return false;  // ends at a blank
    const bool doubtful =
        holds == Holds::maybe && (secret.size() < 6 || !has_digit || text_[value - 1] == ' ');
    if (doubtful || harmless(secret)) {
      if (secret.size() < kLongestAuthority) return false;
      keep_to(stop);  // not to be walked again from each name in it
      return true;
    }
    keep_to(value);
    hide_to(stop);
    return true;
  }

  // Behind the name: what closes it, a separator, what opens the value. kNoPlace: no value follows.
  std::size_t value_begin(std::size_t at, std::string_view name, bool& prose) const {
    const bool option = name.starts_with("--");
    const bool element = before() == '<' && peek(at) == '>';
    const auto skip = [&](auto is) {
      while (at < text_.size() && is(text_[at])) ++at;
    };
    const auto is_escape = [](char c) { return c == '\\'; };
    if (element) return at + 1;
    skip([](char c) { return is_quote(c) || c == '\\' || c == ']'; });
    const bool spaced = is_gap(peek(at));
    skip(is_gap);
    if (text_.substr(at, 3) == "%3D" || text_.substr(at, 3) == "%3d") return at + 3;
    if (peek(at) == '=' || peek(at) == ':') {
      ++at;
      if (peek(at) == '>' || peek(at) == '=') ++at;
    } else if (spaced && text_.substr(at, 3) == "is ") {
      prose = true;
      at += 3;
    } else if (!option || !spaced || peek(at) == '-') {
      return kNoPlace;
    }
    skip(is_gap);
    skip([](char c) { return c == '[' || c == '{'; });
    skip(is_escape);
    if (is_quote(peek(at))) ++at;
    return at;
  }

  std::size_t quote_end(std::size_t from) const {
    const char quote = text_[from - 1];
    const bool escaped = from > 1 && text_[from - 2] == '\\';
    for (std::size_t i = from; i < text_.size(); ++i) {
      if (text_[i] == quote) return i;
      if (text_[i] == '\\' && escaped && peek(i + 1) == quote) return i;
      if (text_[i] == '\\') ++i;
    }
    return text_.size();
  }

  std::size_t bare_end(std::size_t from) const {
    return std::min(text_.find_first_of(" \t\"',;&)}]<>\\", from), text_.size());
  }

  // `key=value`, `key="value"` or a value alone.
  std::size_t item_end(std::size_t from) const {
    const std::size_t end = std::min(text_.find_first_of(" \t\"',;)}]<>\\", from), text_.size());
    return end > from && text_[end - 1] == '=' && is_quote(peek(end)) ? quote_end(end + 1) + 1 : end;
  }

  // Authorization and cookies: a scheme perhaps, then items with commas or semicolons between.
  bool header(std::size_t value, bool quoted) {
    static constexpr std::array<std::string_view, 8> kSchemes = {
        "bearer", "basic", "digest", "token", "apikey", "negotiate", "ntlm", "aws4hmacsha256"};
    std::size_t begin = value;
    const std::size_t space = text_.substr(value, kLongestScheme).find(' ');
    if (space != kNoPlace && is_one(kSchemes, plain_name(text_.substr(value, space))))
      begin = value + space + 1;
    std::size_t stop = quoted ? quote_end(value) : std::min(item_end(begin), text_.size());
    while (!quoted && (peek(stop) == ',' || peek(stop) == ';')) {
      std::size_t next = stop + 1;
      while (is_gap(peek(next))) ++next;
      const std::size_t end = item_end(next);
      if (text_.substr(next, end - next).find('=') == kNoPlace) break;
      stop = std::min(end, text_.size());
    }
    if (begin >= stop || harmless(text_.substr(begin, stop - begin))) return false;
    keep_to(begin);
    hide_to(stop);
    return true;
  }

  // "Bearer eyJ..." without a header's name.
  bool bearer(std::size_t end) {
    constexpr std::size_t kLeast = 16;
    if (peek(end) != ' ') return false;
    const std::size_t stop = bare_end(end + 1);
    if (stop - end - 1 < kLeast) return false;
    keep_to(end + 1);
    hide_to(stop);
    return true;
  }

  // "mysql -u root -pSECRET"
  bool mysql_password(std::size_t end) {
    if (end - at_ < 6 || mysql_at_ > at_ || !is_gap(before())) return false;
    keep_to(at_ + 2);
    hide_to(bare_end(at_));
    return true;
  }

  std::string_view text_;
  std::size_t mysql_at_;  // kNoPlace: nowhere
  std::string out_;
  std::size_t at_ = 0;
};

}  // namespace

std::string redact(std::string_view text) { return Redaction(text).run(); }

}  // namespace loadtriage
