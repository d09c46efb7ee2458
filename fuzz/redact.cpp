// Secrets: hiding them ends, does not grow, and is done when it is done.
#include "base/redact.h"

#include <cstdint>
#include <string>

#include "fuzz/require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::string hidden = loadtriage::redact(text);
  LOADTRIAGE_REQUIRE(hidden.size() <= 4 * text.size() + 8);
  return 0;
}
