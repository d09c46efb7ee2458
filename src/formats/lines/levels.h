// How bad a line says it is, in the words and numbers of all loggers.
#pragma once
#include <optional>
#include <string_view>

#include "model/log_event.h"

namespace loadtriage::formats {

// "WARN", "wrn", "SEVERE", "notice", "E"; unknown for any other word.
model::Level level_of_word(std::string_view word);

// The same for words of more than one letter only, as they stand in free text.
model::Level level_in_text(std::string_view word);

// pino's and bunyan's 10 (trace) to 60 (fatal); values between belong to the lower.
model::Level level_of_number(double number);

// 0 (emergency) to 7 (debug), of syslog.
model::Level level_of_severity(int severity);

// How bad a line is by what it begins with, when no logger says: "panic: ", "Traceback
// (most recent call last)", "Error: ". Unknown otherwise.
model::Level level_of_words(std::string_view line);

}  // namespace loadtriage::formats
