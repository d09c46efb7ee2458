#include "collect/point_look.h"

#include <algorithm>
#include <charconv>

#include "base/ascii.h"
#include "base/redact.h"
#include "base/text.h"
#include "collect/logs/log_template.h"

namespace loadtriage::collect {
namespace {

constexpr std::size_t kLongestText = 200;
constexpr std::size_t kLongNumber = 5;

bool is_hex(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// A text of the input, fit to be shown and compared.
void keep(std::string_view text, std::string& to) {
  text = text.substr(0, kLongestText);
  const bool plain = std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
  if (plain)
    to.assign(text);
  else
    to = printable(text);
}

int number_of(std::string_view text, int most) {
  int number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  return read.ec == std::errc{} && number >= 0 && number <= most ? number : 0;
}

// Most names are a word or a path: then nothing is copied. Those that are not go to `scratch`.
std::string_view without_secrets(std::string_view text, std::string& scratch) {
  if (text.find_first_of("?@=:+ ") == std::string_view::npos) return text;
  scratch = redact(text.substr(0, 4 * kLongestText));
  return scratch;
}

bool looks_like_url(std::string_view name) {
  return name.substr(0, 1) == "/" || contains(name.substr(0, 12), "://");
}

void keep_endpoint(std::string_view name, PointLook& made) {
  made.unnamed = false;
  if (!looks_like_url(name)) return keep(name, made.look.endpoint);
  const std::string endpoint = endpoint_of(name);
  // `{id}` that the script's author wrote is a good name.
  made.unnamed = contains(endpoint, "{id}") && !contains(name, "{id}");
  keep(endpoint, made.look.endpoint);
}

// The tags that tell how a request looked; empty for those that are not there.
struct TellingTags {
  std::string_view status, expected_response, error_code, error, name, url, method, scenario, group;
};

struct TellingTag {
  std::string_view name;
  std::string_view TellingTags::*value;
};
constexpr TellingTag kTellingTags[] = {{"status", &TellingTags::status},
                                       {"expected_response", &TellingTags::expected_response},
                                       {"error_code", &TellingTags::error_code},
                                       {"error", &TellingTags::error},
                                       {"name", &TellingTags::name},
                                       {"url", &TellingTags::url},
                                       {"method", &TellingTags::method},
                                       {"scenario", &TellingTags::scenario},
                                       {"group", &TellingTags::group}};

// Of a tag that stands there twice, the first.
TellingTags telling_tags(const model::Tags& tags) {
  TellingTags telling;
  for (const auto& [name, value] : tags.items)
    for (const TellingTag& tag : kTellingTags)
      if (name == tag.name && (telling.*tag.value).empty()) telling.*tag.value = value;
  return telling;
}

// How much of `text` is an address such as 10.0.0.7, 10.0.0.7:53 or [::1]:53; 0: none.
std::size_t address_length(std::string_view text) {
  std::size_t i = 0;
  if (text.front() == '[') {
    i = 1;
    while (i < text.size() && (is_hex(text[i]) || text[i] == ':' || text[i] == '.' || text[i] == '%')) ++i;
    if (i < 3 || i == text.size() || text[i] != ']') return 0;
    ++i;
  } else {
    int parts = 0;
    for (;; ++i) {
      const std::size_t begin = i;
      while (i < text.size() && is_digit(text[i])) ++i;
      if (i == begin || i - begin > 3) return 0;
      if (++parts == 4) break;
      if (i == text.size() || text[i] != '.') return 0;
    }
  }
  if (i + 1 < text.size() && text[i] == ':' && is_digit(text[i + 1]))
    for (++i; i < text.size() && is_digit(text[i]);) ++i;
  return i;
}

// How much of `text` is a stamp such as 2026-01-01T10:00:00.5+02:00 or, in two words, the
// same with a space; 0: none.
std::size_t stamp_length(std::string_view text) {
  constexpr std::string_view kShape = "dddd-dd-dd";
  if (text.size() < kShape.size()) return 0;
  for (std::size_t i = 0; i < kShape.size(); ++i)
    if (kShape[i] == 'd' ? !is_digit(text[i]) : text[i] != '-') return 0;
  std::size_t i = kShape.size();
  if (i + 1 < text.size() && (text[i] == 'T' || text[i] == ' ') && is_digit(text[i + 1])) ++i;
  while (i < text.size() &&
         (is_digit(text[i]) || text[i] == ':' || text[i] == '.' || text[i] == '+' || text[i] == 'Z' ||
          (text[i] == '-' && i + 1 < text.size() && is_digit(text[i + 1]))))
    ++i;
  return i;
}

// Digits that stand for themselves: long numbers, and the port behind a host's name.
std::size_t number_length(std::string_view text, char before) {
  std::size_t i = 0;
  while (i < text.size() && is_digit(text[i])) ++i;
  return i >= kLongNumber || (before == ':' && i >= 2) ? i : 0;
}

}  // namespace

std::string normal_error(std::string_view error) {
  std::string out;
  error = error.substr(0, 4 * kLongestText);
  for (std::size_t i = 0; i < error.size();) {
    const char before = i == 0 ? ' ' : error[i - 1];
    const bool word_begins = !is_digit(before) && before != '.' && before != '_' &&
                             (before == ':' || !std::isalpha(static_cast<unsigned char>(before)));
    std::size_t length = 0;
    if (word_begins && (is_digit(error[i]) || error[i] == '[')) {
      const std::string_view rest = error.substr(i);
      length = stamp_length(rest);
      if (length == 0) length = address_length(rest);
      if (length == 0) length = number_length(rest, before);
    }
    if (length == 0) {
      out += error[i++];
    } else {
      out += '*';
      i += length;
    }
  }
  std::string kept;
  keep(out, kept);
  return kept;
}

void write_look(const model::Tags& tags, Protocol protocol, PointLook& made) {
  const TellingTags telling = telling_tags(tags);
  std::string scratch;
  model::Look& look = made.look;
  look.status = number_of(telling.status, 999);
  look.error_code = number_of(telling.error_code, 9999);
  look.error =
      telling.error.empty() ? std::string() : normal_error(redact(telling.error.substr(0, 4 * kLongestText)));
  keep_endpoint(without_secrets(telling.name.empty() ? telling.url : telling.name, scratch), made);
  keep(telling.scenario, look.scenario);
  keep(without_secrets(telling.group, scratch), look.group);
  if (protocol == Protocol::grpc) {
    look.method = "gRPC";
    look.failed = !telling.status.empty() && look.status != 0;
    return;
  }
  keep(telling.method, look.method);
  if (!telling.expected_response.empty())
    look.failed = telling.expected_response == "false";
  else
    look.failed =
        (!telling.status.empty() && (look.status == 0 || look.status >= 400)) || look.error_code != 0;
}

}  // namespace loadtriage::collect
