// The values of a context: numbers whose units are checked, and rate limits.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "formats/json/document.h"

namespace loadtriage::formats {

// What a setting is measured in.
enum class Measure {
  text,
  count,  // of whatever the fact's unit says
  ms,     // durations, given in milliseconds or in seconds
  seconds,
  megabytes,  // of 1024 * 1024 bytes
  bytes,
  cores,
  per_second,
  share,
};

// The words of a key, lower case and joined by `_`: "maxPoolSize", "MAX-POOL-SIZE" and
// "max pool size" are all "max_pool_size".
std::string normalise_key(std::string_view key);

// A unit that a key ends in, taken off it: "pool_timeout_ms" -> "ms". Empty where it has none.
std::string take_unit_of_key(std::string& key);

struct Measured {
  std::optional<double> number;
  std::string fault;  // why there is none: "`10 parsecs` has no known unit of time (ms, s, min, h)"
  std::string doubt;  // what had to be assumed: "no unit; read as seconds"
};
// `key_unit` is what take_unit_of_key() gave; a unit beside the value wins.
Measured measure(const JsonValue& value, Measure wanted, std::string_view key_unit);

// "200 per 15 min", "100/s", "10 r/s", "60 rpm"
struct Rate {
  double limit = 0;
  double window_s = 0;
};
std::optional<Rate> read_rate(std::string_view text);
// {limit, window}, {max, windowMs}, {points, duration}, ...
std::optional<Rate> read_rate(const JsonValue& object);

}  // namespace loadtriage::formats
