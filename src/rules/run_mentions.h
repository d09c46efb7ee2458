// What the inputs name besides facts: products, and the addresses of those who did not answer.
// Commands are filled with them, and told only for what is there.
#pragma once
#include <optional>
#include <string>

#include "model/evidence.h"

namespace loadtriage::rules {

// Some input's name or kind, a recognised technology, a quoted line or a setting holds the word
// (in small letters; looked for without regard to case).
bool mentions(const model::Evidence& evidence, const std::string& word);

struct Address {
  std::string host, port;  // a port may be unknown: empty
  std::string url;         // where a whole one was written
};
// The first address in the lines that showed the observation.
std::optional<Address> address_in(const model::Evidence& evidence, const std::string& observation);

// The first SQL statement in them, cut at its end.
std::optional<std::string> statement_in(const model::Evidence& evidence, const std::string& observation);

// The log that tells most of what went wrong, else the longest: a path to paste.
std::optional<std::string> telling_log(const model::Evidence& evidence);

}  // namespace loadtriage::rules
