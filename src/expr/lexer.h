// Cuts a condition into tokens.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/notice.h"
#include "expr/faults.h"

namespace loadtriage::expr {

// Borrows from the text that was cut.
struct Token {
  enum class Kind { name, number, text, sign, end };
  Kind kind = Kind::end;
  std::size_t begin = 0;
  std::string_view written;  // as it stands in the source
  std::size_t end() const { return begin + written.size(); }
  bool is(std::string_view sign) const { return kind != Kind::text && written == sign; }
};

// What a token of kind `text` says: without its quotes and escapes.
std::string unquoted(std::string_view written);

// A fault within a text, `begin` bytes from `place`.
Notice fault_within(std::string_view text, const Place& place, std::size_t begin, std::size_t length,
                    std::string message, std::string label = {}, std::string hint = {});

// Ends with a token of kind `end`. Faults go to `faults`; what they concern is left out.
std::vector<Token> cut(std::string_view text, const Place& place, Notices& faults);

}  // namespace loadtriage::expr
