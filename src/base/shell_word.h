// A value as one word of a shell command, whatever it holds.
#pragma once
#include <string>
#include <string_view>

namespace loadtriage {

// As it is where no character means anything to a shell, else within single quotes.
std::string shell_word(std::string_view text);

}  // namespace loadtriage
