// Reduces a message to its template: the text with the variable parts taken out, so
// that lines saying the same thing count as one. Masks numbers, ids, addresses, hosts,
// dates and the ends of long paths, token by token. It needs no state, so threads and
// shards agree without talking to each other; what only a comparison shows to vary is
// found afterwards (template_groups.h).
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::collect {

// What stands in a template where something varies.
inline constexpr std::string_view kVariable = "<*>";

// At most the first line counts, up to where the template has about 200 bytes.
std::string template_of(std::string_view message);
// The same, into memory that is used again.
void write_template(std::string_view message, std::string& out);

// A request path without its query, unbounded segments replaced: "/users/{id}".
std::string endpoint_of(std::string_view path);
// The same, written behind what `out` holds.
void append_endpoint(std::string_view path, std::string& out);

}  // namespace loadtriage::collect
