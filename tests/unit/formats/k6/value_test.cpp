#include "formats/k6/value.h"

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

// With text behind it that may be read, and without.
std::optional<double> value_before_comma(const std::string& text, const std::string& behind) {
  const std::string all = text + behind;
  const char* at = all.data();
  double value = 0;
  if (!take_value_before(',', at, all.data() + all.size(), value)) return std::nullopt;
  CHECK(at == all.data() + text.size());
  return value;
}

TEST_CASE("value of a point: many digits at once give the same as one by one") {
  for (const std::string whole :
       {"0", "7", "42", "1234567", "12345678", "123456789012345", "-3", "12345678901234567890"}) {
    for (const std::string part :
         {"", ".5", ".25", ".123456", ".1234567", ".12345678", ".000001", "e3", ".5e-05"}) {
      CAPTURE(whole + part);
      for (const char* behind : {",", R"(,"tags":{"group":"","scenario":"s"}}})"})
        CHECK(value_before_comma(whole + part, behind) == std::stod(whole + part));
    }
  }
}

TEST_CASE("value of a point: what is no number, or has something else behind it, gives nothing") {
  for (const char* text :
       {"", "x", "-", "null", "1.2.3", "1 ", "1x", "12345678x", "1.5x", "1.5.", ".5x", "1e999"}) {
    CAPTURE(text);
    for (const char* behind : {",", R"(,"tags":{"group":"","scenario":"s"}}})"})
      CHECK_FALSE(value_before_comma(text, behind).has_value());
  }
  CHECK_FALSE(value_before_comma("1", R"(;"tags":{"group":"","scenario":"s"}}})").has_value());
}

TEST_CASE("value of a point: what is no number gives nothing") {
  for (const char* text : {"", "x", "nan", "inf", "-", "null", "1.2.3", "1e999"}) {
    CAPTURE(text);
    CHECK_FALSE(value_of(text).has_value());
  }
}

}  // namespace
}  // namespace loadtriage::formats
