// Durations as logs write them.
#pragma once
#include <optional>
#include <string_view>

namespace loadtriage::formats {

// Milliseconds of "12ms", "1.5 s", "828.263µs", "1m2.5s", "350 milliseconds"; of a bare
// number only when it is told what it counts.
std::optional<double> duration_ms(std::string_view text);

// The unit that the end of a key says, as milliseconds: `durationMs` 1, `took_us` 0.001,
// `elapsed_seconds` 1000. Nothing where the key says none.
std::optional<double> unit_of_key(std::string_view key);

std::optional<double> decimal(std::string_view text);

}  // namespace loadtriage::formats
