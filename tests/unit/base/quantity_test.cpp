#include "base/quantity.h"

#include <doctest/doctest.h>

#include <limits>

using namespace loadtriage;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

TEST_CASE("quantity: counts have thousands separators and at most two decimals") {
  CHECK(format_count(0) == "0");
  CHECK(format_count(999) == "999");
  CHECK(format_count(2450) == "2,450");
  CHECK(format_count(1234567) == "1,234,567");
  CHECK(format_count(-12345) == "-12,345");
  CHECK(format_count(1234.5) == "1,234.5");
  CHECK(format_count(0.126) == "0.13");
  CHECK(format_count(-0.001) == "0");
}

TEST_CASE("quantity: numbers keep the digits that matter") {
  CHECK(format_number(58.566) == "58.6");
  CHECK(format_number(171) == "171");
  CHECK(format_number(1234567) == "1,234,567");
  CHECK(format_number(99.96) == "100");
  CHECK(format_number(0.012345) == "0.0123");
  CHECK(format_number(-2.5) == "-2.5");
  CHECK(format_number(0) == "0");
  CHECK(format_number(3.14159, 5) == "3.1416");
}

TEST_CASE("quantity: a share is never rounded to nothing or to all") {
  CHECK(format_share(0.994) == "99.4 %");
  CHECK(format_share(0) == "0 %");
  CHECK(format_share(1) == "100 %");
  CHECK(format_share(0.5) == "50 %");
  CHECK(format_share(0.0004) == "0.04 %");
  CHECK(format_share(0.9996) == "99.96 %");
  CHECK(format_share(0.0000001) == "<0.01 %");
  CHECK(format_share(0.9999999) == ">99.99 %");
}

TEST_CASE("quantity: a duration takes the unit that reads best") {
  CHECK(format_ms(0) == "0 ms");
  CHECK(format_ms(0.4547) == "0.45 ms");
  CHECK(format_ms(12.34) == "12.3 ms");
  CHECK(format_ms(999.7) == "1 s");
  CHECK(format_ms(1809.6) == "1.81 s");
  CHECK(format_ms(59999) == "1 min");
  CHECK(format_ms(65000) == "1 min 5 s");
  CHECK(format_ms(-65000) == "-1 min 5 s");
  CHECK(format_seconds(3599.9) == "1 h");
  CHECK(format_seconds(870.1) == "14 min 30 s");
  CHECK(format_seconds(3720) == "1 h 2 min");
}

TEST_CASE("quantity: bytes count by thousands, as k6 does") {
  CHECK(format_bytes(0) == "0 B");
  CHECK(format_bytes(352697) == "353 kB");
  CHECK(format_bytes(999999) == "1 MB");
  CHECK(format_bytes(1.5e9) == "1.5 GB");
  CHECK(format_bytes(5e20) == "500,000 PB");
}

TEST_CASE("quantity: a rate below one keeps two digits") {
  CHECK(format_rate(58.566) == "58.6/s");
  CHECK(format_rate(200.0 / 900) == "0.22/s");
  CHECK(format_rate(0.0123) == "0.012/s");
  CHECK(format_rate(0) == "0/s");
}

TEST_CASE("quantity: what is not a number reads as unknown, whatever the unit") {
  for (const auto& text : {format_count(kNan), format_number(kNan), format_share(kNan), format_ms(kNan),
                           format_seconds(kNan), format_bytes(kNan), format_rate(kNan)}) {
    CHECK(text == "unknown");
  }
  CHECK(format_ms(kInfinity) == "infinite");
  CHECK(format_bytes(-kInfinity) == "-infinite");
  CHECK(format_number(1e300) == "1e+300");
}

TEST_CASE("quantity: only a whole decimal number is parsed") {
  CHECK(parse_number("12.5") == 12.5);
  CHECK(parse_number("-1e3") == -1000);
  for (const char* text : {"", " 1", "1 ", "1ms", "0x10", "nan", "inf", "1,5", "1e999", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text).has_value());
  }
}
