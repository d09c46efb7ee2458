// k6's error code for an error text, for inputs that hold only the text.
#pragma once
#include <string_view>

namespace loadtriage::collect {

// The code that k6 gives the error (k6-facts: `lib/netext/httpext/error_codes.go`), from
// Go's own words as the log has them or from k6's shortened ones; 1000 when the text is
// none that k6 knows, as k6 does.
int error_code_of(std::string_view error);

// The operating system's number in a failed dial, from "errno 24" or from Go's words
// ("socket: too many open files"); 0 when there is none.
int errno_of(std::string_view error);

}  // namespace loadtriage::collect
