// The names of observations: `<peer>.<mode>`, such as `edge.upstream-refused`.
#pragma once
#include <string_view>

namespace loadtriage::collect {

// Whether both are about the same mode, whoever the peer: `edge.upstream-refused` and
// `dep.refused-unnamed` share `refused`. What is noise is so in every mode.
bool same_mode(std::string_view one, std::string_view other);

}  // namespace loadtriage::collect
