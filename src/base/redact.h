// Takes secrets out of a text before it is kept or shown.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage {

// The text with what looks like a secret replaced by `***`: passwords in URLs, values
// of keys such as password, token, secret and api_key, bearer tokens, JWTs, cloud keys.
// Errs on the side of hiding; everything else stays as it is.
std::string redact(std::string_view text);

}  // namespace loadtriage
