// Secrets and personal data that show by their own shape, whatever stands around them.
#pragma once
#include <cstddef>
#include <string_view>

namespace loadtriage {

// How many bytes at the start of `text` are a secret: a token of a known maker, a JWT, a private
// key in PEM. Zero: none. What stands before `text` is no part of a word.
std::size_t secret_token_at(std::string_view text);

// The same for what names a person: e-mail addresses, numbers of payment cards (with a right
// check digit), IBANs (likewise), US social security numbers, telephone numbers with `+`.
std::size_t personal_data_at(std::string_view text);

}  // namespace loadtriage
