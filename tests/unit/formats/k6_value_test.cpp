#include "formats/k6_value.h"

#include <doctest/doctest.h>

#include <optional>
#include <string>

namespace loadtriage::formats {
namespace {

std::optional<double> value_of(const std::string& text) {
  const char* at = text.data();
  const char* end = at + text.size();
  double value = 0;
  if (!take_value(at, end, value) || at != end) return std::nullopt;
  return value;
}

TEST_CASE("value of a point: the quick way reads what the library reads") {
  for (const char* text : {"0", "1", "8.742433", "0.128257", "60000.123456", "123456789012345", "0.000001",
                           "1234567890123456789", "0.1234567890123456789", "1e-05", "1.5e+06", "-3.25",
                           "2.5E3", "999999999999999", "9999999999999999", "123456789.1234567"}) {
    CAPTURE(text);
    CHECK(value_of(text) == std::stod(text));
  }
}

TEST_CASE("value of a point: what is no number gives nothing") {
  for (const char* text : {"", "x", "nan", "inf", "-", "null", "1.2.3", "1e999"}) {
    CAPTURE(text);
    CHECK_FALSE(value_of(text).has_value());
  }
}

}  // namespace
}  // namespace loadtriage::formats
