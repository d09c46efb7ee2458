// Compressed inputs, made by libraries that the program itself does not unpack with
// where there is another.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage::test {

std::string gzip(std::string_view text);
std::string zstd(std::string_view text);

}  // namespace loadtriage::test
