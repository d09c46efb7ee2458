#include "report/json_value.h"

#include <cmath>

#include "base/text.h"

namespace loadtriage::report {

Json text(std::string_view value) { return printable(value); }

Json texts(const std::vector<std::string>& values) {
  Json array = Json::array();
  for (const auto& value : values) array.push_back(text(value));
  return array;
}

Json number(double value) {
  constexpr double kExact = 9007199254740992.0;  // 2^53
  if (!std::isfinite(value)) return nullptr;
  if (std::abs(value) < kExact && std::trunc(value) == value) return static_cast<std::int64_t>(value);
  // Ten significant digits are more than any input holds; the rest is noise of sums.
  const double scale = std::pow(10.0, 9 - std::floor(std::log10(std::abs(value))));
  const double near = std::round(value * scale) / scale;
  return std::isfinite(near) ? near : value;
}

void put(Json& object, const char* key, std::string_view value) {
  if (!value.empty()) object[key] = text(value);
}

void put(Json& object, const char* key, const std::optional<double>& value) {
  if (value && std::isfinite(*value)) object[key] = number(*value);
}

void put(Json& object, const char* key, const std::vector<std::string>& values) {
  if (!values.empty()) object[key] = texts(values);
}

void put_json(Json& object, const char* key, Json value) {
  if (value.is_null() || (value.is_structured() && value.empty())) return;
  object[key] = std::move(value);
}

std::string dump(const Json& document) {
  return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string dump_line(const Json& document) {
  return document.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loadtriage::report
