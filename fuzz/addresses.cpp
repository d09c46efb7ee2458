// Addresses in text: no more than were asked for, each is one when written down again, and a
// password never is a part of it.
#include "base/addresses.h"

#include <cstdint>
#include <string>

#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  constexpr std::size_t kMost = 8;
  std::vector<loadtriage::Address> found;
  loadtriage::find_addresses(text, kMost, found);
  LOADTRIAGE_REQUIRE(found.size() <= kMost);
  for (const loadtriage::Address& address : found) {
    LOADTRIAGE_REQUIRE(address.port >= 0 && address.port <= 65535);
    LOADTRIAGE_REQUIRE(address.host.find('@') == std::string::npos);
    const auto again = loadtriage::read_address(describe(address));
    LOADTRIAGE_REQUIRE(again && again->host == address.host && again->port == address.port);
  }
  (void)loadtriage::read_address(text);
  return 0;
}
