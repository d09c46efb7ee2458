#include "formats/time/rfc3339.h"

#include <doctest/doctest.h>

#include <string>

namespace loadtriage::formats {
namespace {

TEST_CASE("rfc3339: zones and fractions of a second come to nanoseconds since the epoch") {
  CHECK(parse_rfc3339_ns("1970-01-01T00:00:00Z") == 0);
  CHECK(parse_rfc3339_ns("2026-01-01T10:00:00.123456789+02:00") == 1767254400123456789);
  CHECK(parse_rfc3339_ns("2026-01-01T08:00:00.5Z") == 1767254400500000000);
  CHECK(parse_rfc3339_ns("2026-01-01t03:30:00-0430") == 1767254400000000000);
  CHECK(parse_rfc3339_ns("2024-02-29T00:00:00Z") == 1709164800000000000);
  CHECK(parse_rfc3339_ns("2026-01-01T08:00:00.1234567899999Z") == 1767254400123456789);
}

TEST_CASE("rfc3339: what is no stamp gives nothing") {
  for (const char* text : {"", "2026", "2026-13-01T00:00:00Z", "2026-01-01T25:00:00Z", "2026-01-01T00:00:00",
                           "2026-01-01T00:00:00.Z", "2026-01-01T00:00:00X", "2026-01-01T00:00:61Z",
                           "2026/01/01T00:00:00Z", "9999-01-01T00:00:00Z", "2026-01-01T00:00:00+99:00",
                           "1969-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2025-02-29T00:00:00Z"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_rfc3339_ns(text).has_value());
  }
}

TEST_CASE("rfc3339: a reader of stamps in a row remembers nothing wrong") {
  StampReader reader;
  for (const char* text :
       {"2026-01-01T10:00:00.1Z", "2026-01-01T10:00:00.1Z", "2026-01-01T10:00:59Z",
        "2026-01-01T10:00:59+01:00", "2026-01-01T10:01:00+01:00", "2026-01-01T10:00:00.1Z"}) {
    CAPTURE(text);
    CHECK(reader.read(text) == parse_rfc3339_ns(text));
  }
  CHECK_FALSE(reader.read("2026-01-01T10:00:xxZ").has_value());
  CHECK(reader.read("2026-01-01T10:00:01Z") == parse_rfc3339_ns("2026-01-01T10:00:01Z"));
}

}  // namespace
}  // namespace loadtriage::formats
