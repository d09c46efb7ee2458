// Which settings the names in a context stand for.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "formats/settings/context_values.h"

namespace loadtriage::formats {

struct Setting {
  std::string_view name;  // the fact's: "pool_size"
  Measure measure;
  std::string_view unit;  // the fact's
};

// The setting behind a path of normalised keys, the last without its unit; null where
// the name is free. "db.pool_max" and "hikari.maximum_pool_size" are both pool_size.
const Setting* find_setting(const std::vector<std::string>& path);

// Whether the path is about rate limits.
bool names_a_rate_limit(const std::vector<std::string>& path);

// Whether the value behind the key should not be repeated: a password, a key.
bool names_a_secret(std::string_view key);

}  // namespace loadtriage::formats
