#include "formats/time/timestamps.h"

#include <doctest/doctest.h>

#include <string>

namespace loadtriage::formats {
namespace {

constexpr std::int64_t kMs = 1'000'000;
constexpr std::int64_t kNoon = 1'772'366'400'000 * kMs;  // 2026-03-01 12:00:00 UTC

Stamp read(const std::string& text) {
  const auto stamp = TimestampReader().read(text);
  REQUIRE_MESSAGE(stamp.has_value(), text);
  return *stamp;
}

}  // namespace

TEST_CASE("timestamps: all ways to write one moment read as that moment") {
  for (const std::string text : {"2026-03-01T12:00:00Z",
                                 "2026-03-01T13:00:00.000+01:00",
                                 "2026-03-01 12:00:00,000 UTC",
                                 "2026/03/01 12:00:00",
                                 "2026-03-01 12:00:00.000 +0000",
                                 "01/Mar/2026:12:00:00 +0000",
                                 "01-Mar-2026 12:00:00 UTC",
                                 "01 Mar 2026 12:00:00.000",
                                 "Sun Mar  1 12:00:00 2026",
                                 "Sun Mar 01 12:00:00.000000 2026",
                                 "Mar 01, 2026 12:00:00 PM",
                                 "3/1/2026, 12:00:00 PM",
                                 "01.03.2026, 12:00:00",
                                 "01/03/2026, 12:00:00",
                                 "Sun, 01 Mar 2026 12:00:00 GMT",
                                 "20260301 12:00:00",
                                 "20260301T120000Z",
                                 "260301 12:00:00",
                                 "1772366400",
                                 "1772366400000",
                                 "1772366400000000",
                                 "1772366400000000000",
                                 "2026-03-01 13:00:00 CET"}) {
    CAPTURE(text);
    const Stamp stamp = read(text);
    CHECK(stamp.ns == kNoon);
    CHECK(stamp.dated);
    CHECK(stamp.length == text.size());
  }
}

TEST_CASE("timestamps: a zone counts as stated only when there is one") {
  CHECK(read("2026-03-01T12:00:00Z").zone_stated);
  CHECK(read("1772366400000").zone_stated);
  CHECK_FALSE(read("2026-03-01 12:00:00").zone_stated);
  CHECK_FALSE(read("3/1/2026, 12:00:00 PM").zone_stated);
}

TEST_CASE("timestamps: midnight and noon of a 12-hour clock") {
  CHECK(read("3/1/2026, 12:30:00 AM").ns == kNoon - (11 * 60 + 30) * 60'000 * kMs);
  CHECK(read("3/1/2026, 1:00:00 PM").ns == kNoon + 3'600'000 * kMs);
}

TEST_CASE("timestamps: without date or year the day is left open") {
  const Stamp clock = read("12:00:05.250 INFO");
  CHECK_FALSE(clock.dated);
  CHECK(clock.ns == (12 * 3600 + 5) * 1000 * kMs + 250 * kMs);
  CHECK(clock.length == 12);
  CHECK_FALSE(read("Mar  1 12:00:00 host").dated);
}

TEST_CASE("timestamps: a fraction of seconds has any length") {
  CHECK(read("1772366400.5").ns == kNoon + 500 * kMs);
  CHECK(read("2026-03-01T12:00:00.123456789Z").ns == kNoon + 123'456'789);
}

TEST_CASE("timestamps: what only looks like one is none") {
  for (const std::string text :
       {"", "2026", "127.0.0.1 - -", "2026-13-01 12:00:00", "Market 12 12:00:00", "99:00:00", "12345678901",
        "Monday is fine", "2026-02-30 12:00:00", "31/Apr/2026:12:00:00 +0000", "Feb 30 12:00:00",
        "9223372036854775808", "9999999999999999999", "9999999999"})
    CHECK_FALSE(TimestampReader().read(text).has_value());
}

}  // namespace loadtriage::formats
