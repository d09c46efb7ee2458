#include "base/secret_shapes.h"

#include <algorithm>
#include <string>

#include "base/ascii.h"

namespace loadtriage {
namespace {

constexpr auto kNowhere = std::string_view::npos;

constexpr bool is_alnum(char c) { return is_digit(c) || is_letter(c); }
constexpr bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f'); }

template <typename Is>
std::size_t run_of(std::string_view text, Is is) {
  const auto end = std::find_if_not(text.begin(), text.end(), is);
  return static_cast<std::size_t>(end - text.begin());
}

// Far longer than any token; without a bound, "a/a/a/..." would be walked anew at each word.
constexpr std::size_t kLongestToken = 4096;
constexpr std::size_t kLongestMail = 320;

std::size_t token_size(std::string_view text) {
  return run_of(text.substr(0, kLongestToken),
                [](char c) { return is_alnum(c) || std::string_view("_-.+/=~").find(c) != kNowhere; });
}

// How the makers of tokens begin them, and how long they are at least.
struct Maker {
  std::string_view begin;
  std::size_t least;
};
constexpr Maker kMakers[] = {
    {"ghp_", 36},        {"gho_", 36},      {"ghu_", 36},     {"ghs_", 36},      {"ghr_", 36},
    {"github_pat_", 40}, {"glpat-", 20},    {"npm_", 36},     {"pypi-", 30},     {"xoxa-", 20},
    {"xoxb-", 20},       {"xoxp-", 20},     {"xoxr-", 20},    {"xoxs-", 20},     {"xapp-", 20},
    {"AIza", 35},        {"sk_live_", 20},  {"sk_test_", 20}, {"rk_live_", 20},  {"rk_test_", 20},
    {"whsec_", 20},      {"sk-", 20},       {"dop_v1_", 30},  {"shpat_", 30},    {"hf_", 30},
    {"ya29.", 30},       {"dckr_pat_", 20}, {"hvs.", 24},     {"rubygems_", 30}, {"lin_api_", 30}};

// Most words are none: they are not walked to their end.
bool begins_token(std::string_view text) {
  for (const std::string_view begin : {"eyJ", "AKIA", "ASIA", "SK", "SG."})
    if (text.starts_with(begin)) return true;
  return std::any_of(std::begin(kMakers), std::end(kMakers),
                     [&](const Maker& maker) { return text.starts_with(maker.begin); });
}

bool is_made(std::string_view token) {
  return std::any_of(std::begin(kMakers), std::end(kMakers), [&](const Maker& maker) {
    return token.size() >= maker.least && token.starts_with(maker.begin);
  });
}

bool is_jwt(std::string_view token) {
  return token.size() > 40 && token.starts_with("eyJ") && std::count(token.begin(), token.end(), '.') >= 2;
}

// AKIA and ASIA with 16 more; SK or AC with 32 hexadecimal digits; SG. with two more parts.
bool is_fixed(std::string_view token) {
  if (token.size() == 20 && (token.starts_with("AKIA") || token.starts_with("ASIA"))) return true;
  if (token.size() == 34 && token.starts_with("SK")) return run_of(token.substr(2), is_hex) == 32;
  return token.size() >= 40 && token.starts_with("SG.") && std::count(token.begin(), token.end(), '.') == 2;
}

// "-----BEGIN RSA PRIVATE KEY----- ... -----END RSA PRIVATE KEY-----", also without its end.
std::size_t pem_size(std::string_view text) {
  if (!text.starts_with("-----BEGIN ")) return 0;
  const std::size_t title = text.find("-----", 11);
  if (title == kNowhere || text.substr(0, title).find("PRIVATE KEY") == kNowhere) return 0;
  const std::size_t end = text.find("-----END ", title);
  if (end == kNowhere) return text.size();
  const std::size_t behind = text.find("-----", end + 9);
  return behind == kNowhere ? text.size() : behind + 5;
}

// "hooks.example.com/services/T000/B000/SECRET": whoever has the address may write there.
std::size_t webhook_size(std::string_view text) {
  for (const std::string_view begin : {"hooks.slack.com/services/", "discord.com/api/webhooks/"})
    if (text.starts_with(begin)) return token_size(text);
  return 0;
}

std::size_t mail_size(std::string_view text) {
  text = text.substr(0, kLongestMail);
  const auto in_name = [](char c) { return is_alnum(c) || std::string_view("._%+-").find(c) != kNowhere; };
  const std::size_t name = run_of(text, in_name);
  if (name == 0 || name >= text.size() || text[name] != '@') return 0;
  const std::string_view domain = text.substr(name + 1);
  std::size_t size = run_of(domain, [](char c) { return is_alnum(c) || c == '.' || c == '-'; });
  while (size > 0 && !is_alnum(domain[size - 1])) --size;
  const std::size_t dot = domain.substr(0, size).rfind('.');
  if (dot == kNowhere || dot == 0 || size - dot < 3) return 0;
  const std::string_view top = domain.substr(dot + 1, size - dot - 1);
  const bool letters = std::none_of(top.begin(), top.end(), is_digit);
  return letters ? name + 1 + size : 0;
}

bool luhn(std::string_view digits) {
  int sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    int digit = digits[digits.size() - 1 - i] - '0';
    if (i % 2 == 1) digit = digit > 4 ? 2 * digit - 9 : 2 * digit;
    sum += digit;
  }
  return sum % 10 == 0;
}

// 15 or 16 digits, in one piece or in fours.
std::size_t card_size(std::string_view text) {
  if (text.empty() || text[0] < '3' || text[0] > '6') return 0;
  std::string digits;
  std::size_t size = 0;
  while (size < text.size() && digits.size() <= 16) {
    if (is_digit(text[size])) {
      digits += text[size++];
    } else if ((text[size] == ' ' || text[size] == '-') && digits.size() % 4 == 0 && size + 1 < text.size() &&
               is_digit(text[size + 1])) {
      ++size;
    } else {
      break;
    }
  }
  const bool length = digits.size() == 16 || (digits.size() == 15 && digits[0] == '3');
  return length && luhn(digits) ? size : 0;
}

bool iban_holds(const std::string& iban) {
  int rest = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    rest = is_digit(c) ? (rest * 10 + (c - '0')) % 97 : (rest * 100 + (c - 'A' + 10)) % 97;
  }
  return rest == 1;
}

// "DE89 3704 0044 0532 0130 00", in fours or in one piece.
std::size_t iban_size(std::string_view text) {
  if (text.size() < 15 || !is_upper(text[0]) || !is_upper(text[1]) || !is_digit(text[2]) ||
      !is_digit(text[3]))
    return 0;
  std::string iban;
  for (std::size_t i = 0; i < text.size() && iban.size() < 34; ++i) {
    if (text[i] == ' ' && iban.size() % 4 == 0) continue;
    if (!is_digit(text[i]) && !is_upper(text[i])) break;
    iban += text[i];
    const bool ends = i + 1 == text.size() || !is_alnum(text[i + 1]);
    if (ends && iban.size() >= 15 && iban_holds(iban)) return i + 1;
  }
  return 0;
}

// "078-05-1120"
std::size_t social_security_size(std::string_view text) {
  constexpr std::string_view kShape = "ddd-dd-dddd";
  if (text.size() < kShape.size() || (text.size() > kShape.size() && is_alnum(text[kShape.size()]))) return 0;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return 0;
  return kShape.size();
}

// "+49 170 1234567": at least ten digits, so that no zone ("+0200") is one.
std::size_t telephone_size(std::string_view text) {
  if (text.empty() || text[0] != '+') return 0;
  std::size_t size = 1, digits = 0, end = 0;
  while (size < text.size() && digits <= 15) {
    const char c = text[size];
    if (!is_digit(c) &&
        !((c == ' ' || c == '-' || c == '(' || c == ')') && !is_digit(text[size - 1]) == false))
      break;
    ++size;
    if (is_digit(c)) ++digits, end = size;
  }
  return digits >= 10 && digits <= 15 ? end : 0;
}

}  // namespace

std::size_t secret_token_at(std::string_view text) {
  if (text.size() < 20) return 0;
  if (const std::size_t size = pem_size(text)) return size;
  if (const std::size_t size = webhook_size(text)) return size;
  if (!begins_token(text)) return 0;
  const std::size_t size = token_size(text);
  const std::string_view token = text.substr(0, size);
  return is_jwt(token) || is_fixed(token) || is_made(token) ? size : 0;
}

std::size_t personal_data_at(std::string_view text) {
  if (text.empty()) return 0;
  if (is_digit(text[0])) {
    if (const std::size_t size = card_size(text)) return size;
    if (const std::size_t size = social_security_size(text)) return size;
  }
  if (text[0] == '+') return telephone_size(text);
  if (const std::size_t size = iban_size(text)) return size;
  return mail_size(text);
}

}  // namespace loadtriage
