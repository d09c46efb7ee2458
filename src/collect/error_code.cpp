#include "collect/error_code.h"

#include <array>
#include <charconv>
#include <utility>

#include "base/text.h"

namespace loadtriage::collect {
namespace {

using Entry = std::pair<std::string_view, int>;

// Searched in order: the first text that occurs decides, so the special come first.
constexpr std::array<Entry, 26> kCodes = {{
    {"connection refused", 1212},
    {"actively refused", 1212},  // Windows
    {"no such host", 1101},
    {"server misbehaving", 1100},
    {"temporary failure in name resolution", 1100},
    {"ip is blacklisted", 1110},
    {"hostname is blocked", 1111},
    {"dial: i/o timeout", 1211},
    {"did not properly respond after a period of time", 1211},  // Windows
    {"request timeout", 1050},
    {"context deadline exceeded", 1050},
    {"Client.Timeout exceeded", 1050},
    {"connection reset by peer", 1220},
    {"forcibly closed by the remote host", 1220},  // Windows
    {"broken pipe", 1201},
    {"signed by unknown authority", 1310},
    {"x509: unknown authority", 1310},
    {"certificate is valid for", 1311},
    {"doesn't match hostname", 1311},
    {"cannot validate certificate for", 1311},
    {"does not look like a TLS handshake", 1301},
    {"remote error: tls", 1010},
    {"too many open files", 1213},
    {"cannot assign requested address", 1213},
    {"no route to host", 1213},
    {"network is unreachable", 1213},
}};

// Linux numbers, as in k6's "dial: unknown errno 24 error with msg ...".
constexpr std::array<Entry, 6> kNumbers = {{
    {"too many open files", 24},
    {"cannot assign requested address", 99},
    {"network is unreachable", 101},
    {"no buffer space available", 105},
    {"no route to host", 113},
    {"permission denied", 13},
}};

int look_up(std::string_view error, const Entry* begin, const Entry* end) {
  for (const Entry* entry = begin; entry != end; ++entry)
    if (contains(error, entry->first)) return entry->second;
  return 0;
}

}  // namespace

int error_code_of(std::string_view error) {
  if (const int code = look_up(error, kCodes.data(), kCodes.data() + kCodes.size())) return code;
  if (contains(error, "dial tcp") && contains(error, "i/o timeout")) return 1211;
  if (contains(error, "i/o timeout")) return 1050;
  if (contains(error, "unknown errno") && contains(error, "dial")) return 1213;
  return 1000;
}

int errno_of(std::string_view error) {
  if (const std::size_t at = error.find("errno"); at != std::string_view::npos) {
    std::size_t begin = at + 5;
    while (begin < error.size() && (error[begin] == ' ' || error[begin] == '`')) ++begin;
    int number = 0;
    if (std::from_chars(error.data() + begin, error.data() + error.size(), number).ec == std::errc{})
      return number;
  }
  return look_up(error, kNumbers.data(), kNumbers.data() + kNumbers.size());
}

}  // namespace loadtriage::collect
