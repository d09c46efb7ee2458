// Reduces a message to its template: the text with the variable parts taken out, so
// that lines saying the same thing count as one. Masks numbers, ids, addresses, quoted
// values and paths token by token; a simplification of Drain (He et al., ICWS 2017)
// that needs no state, so threads and shards agree without talking to each other.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::collect {

// At most the first line and 200 bytes of it count.
std::string template_of(std::string_view message);

// A request path without its query, unbounded segments replaced: "/users/{id}".
std::string endpoint_of(std::string_view path);

}  // namespace loadtriage::collect
