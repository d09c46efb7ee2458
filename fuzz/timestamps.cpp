// Time stamps: what is read lies within the years that nanoseconds can hold.
#include "formats/time/timestamps.h"

#include <cstdint>
#include <string>

#include "formats/time/rfc3339.h"
#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const auto stamp = loadtriage::formats::TimestampReader().read(text);
  LOADTRIAGE_REQUIRE(!stamp || stamp->length <= text.size());
  const auto whole = loadtriage::formats::parse_rfc3339_ns(text);
  LOADTRIAGE_REQUIRE(!whole || *whole > -100'000'000'000'000);
  (void)loadtriage::formats::read_epoch(text);
  return 0;
}
