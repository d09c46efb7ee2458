// Numbers with their units, written for people and always the same way.
//
// Nothing here depends on the locale; every function is total (NaN reads "unknown").
#pragma once
#include <optional>
#include <string>
#include <string_view>

namespace loadtriage {

std::string format_count(double value);  // 2450 -> "2,450"; fractions keep up to 2 digits
std::string format_number(double value,
                          int digits = 3);   // significant digits: 58.566 -> "58.6", 171 -> "171"
std::string format_share(double share);      // 0.994 -> "99.4 %"; never rounds to 0 % or 100 %
std::string format_ms(double ms);            // 0.4547 -> "0.45 ms", 1809.6 -> "1.81 s", 65000 -> "1 min 5 s"
std::string format_seconds(double seconds);  // format_ms(seconds * 1000)
std::string format_bytes(double bytes);      // base 1000, as k6 prints: 352697 -> "353 kB"
std::string format_rate(double per_second);  // "58.6/s"; below 0.1 per second still 2 digits: "0.22/s"

// Reads a whole text as a decimal number; nothing for anything else.
std::optional<double> parse_number(std::string_view text);

}  // namespace loadtriage
